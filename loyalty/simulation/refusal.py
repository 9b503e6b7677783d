"""Why a scenario file cannot be used, in our own sentences: those of the parser are English only.

The first error of a validation is told, by its type, with its place in the file and the limit.
"""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from loyalty.language import mark, number
from loyalty.problems import Refused

LONGEST = 120  # letters of a place in the file
DIGITS = 6

NO_JSON = mark("This is no scenario file: it cannot be read as JSON.")
MISSING = mark("The scenario file cannot be used: “{where}” is missing. Write it anew.")
UNKNOWN = mark("The scenario file cannot be used: “{where}” is not known here. Write it anew.")
UPSIDE_DOWN = mark(
    "The scenario file cannot be used: in “{where}” the low end is above the high end. Write it"
    " anew."
)
ONE_OF = mark(
    "The scenario file cannot be used: the value of “{where}” is none of those that are known"
    " here. Write it anew."
)
LEAST = mark(
    "The scenario file cannot be used: the value of “{where}” is outside what is possible: at"
    " least {limit}. Write it anew."
)
MORE = mark(
    "The scenario file cannot be used: the value of “{where}” is outside what is possible: more"
    " than {limit}. Write it anew."
)
MOST = mark(
    "The scenario file cannot be used: the value of “{where}” is outside what is possible: at most"
    " {limit}. Write it anew."
)
LESS = mark(
    "The scenario file cannot be used: the value of “{where}” is outside what is possible: less"
    " than {limit}. Write it anew."
)
ENDLESS = mark(
    "The scenario file cannot be used: the value of “{where}” is no finite number. Write it anew."
)
FEW = mark(
    "The scenario file cannot be used: there are too few entries in “{where}”: at least {limit}."
    " Write it anew."
)
MANY = mark(
    "The scenario file cannot be used: there are too many entries in “{where}”: at most {limit}."
    " Write it anew."
)
SHORT = mark(
    "The scenario file cannot be used: the text of “{where}” is too short: at least {limit}"
    " characters. Write it anew."
)
LONG = mark(
    "The scenario file cannot be used: the text of “{where}” is too long: at most {limit}"
    " characters. Write it anew."
)
KIND = mark(
    "The scenario file cannot be used: “{where}” has a value of the wrong kind. Write it anew."
)

# Type of an error -> what is said, and which of its values is the limit. Any other type is a value
# of the wrong kind.
SAID = {
    "json_invalid": (NO_JSON, ""),
    "missing": (MISSING, ""),
    "extra_forbidden": (UNKNOWN, ""),
    "literal_error": (ONE_OF, ""),
    "value_error": (UPSIDE_DOWN, ""),  # the only check of our own in the records of the file
    "greater_than_equal": (LEAST, "ge"),
    "greater_than": (MORE, "gt"),
    "less_than_equal": (MOST, "le"),
    "less_than": (LESS, "lt"),
    "finite_number": (ENDLESS, ""),
    "too_short": (FEW, "min_length"),
    "too_long": (MANY, "max_length"),
    "string_too_short": (SHORT, "min_length"),
    "string_too_long": (LONG, "max_length"),
}


def refusal(error: ValidationError) -> Refused:
    """The first error as a refusal."""
    first = error.errors(include_url=False)[0]
    text, limit = SAID.get(first["type"], (KIND, ""))
    values: dict[str, Any] = {"where": _where(first)} if text != NO_JSON else {}
    if limit:
        values["limit"] = _limit(first["ctx"][limit])
    return Refused(text, **values)


def _where(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"])[:LONGEST]


def _limit(value: object) -> str:
    """A number as people write it; a day as it stands in the file."""
    return number(value, digits=DIGITS) if isinstance(value, int | float) else str(value)
