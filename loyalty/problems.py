"""What is wrong with data, and the errors we raise.

A `Problem` is one finding about a file: rejected rows, a coercion, an assumption, or a note. A
`LoyaltyError` stops the work with one plain sentence. Both carry an English template and its
values, so that a page can show them in another language; neither is ever put in a log. A value
that is a list is of texts marked for translation.
"""

import secrets
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from loyalty.language import Translate, listed

Kind = Literal["rejected", "coerced", "assumed", "note"]

HOME = Path(__file__).parents[1]
OWN = tuple(HOME / folder for folder in ("loyalty", "pages"))
MAX_ROWS = 20
MAX_EXAMPLES = 5


@dataclass(frozen=True)
class Problem:
    """One finding about a file.

    Attributes:
        kind: rejected (rows left out), coerced (values changed), assumed (a rule applied), note.
        text: English sentence, a template for ``str.format`` with `values`; marked for translation.
        file: name of the file as the user knows it.
        column: the file's column, or "" when the finding is about rows or the file.
        count: how many rows or values it concerns.
        rows: up to 20 row numbers as a spreadsheet shows them (header = row 1).
        examples: up to 5 values as they stood in the file.
    """

    kind: Kind
    text: str
    file: str = ""
    column: str = ""
    count: int = 0
    rows: tuple[int, ...] = ()
    examples: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, _: Translate = str) -> str:
        """The finding as a sentence in the language of `_`."""
        return _filled(self.text, self.values, _)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `from_dict` reads it back."""
        return asdict(self) | {"values": dict(self.values)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Problem":
        """Read what `as_dict` wrote."""
        lists = {"rows": tuple(data["rows"]), "examples": tuple(data["examples"])}
        return cls(**{**data, **lists})


class LoyaltyError(Exception):
    """A refusal the user can act on: what is wrong, where, and what to do.

    `text` is an English template marked for translation, `values` fill it.
    """

    def __init__(self, text: str, **values: Any):
        self.text = text
        self.values = values
        super().__init__(self.sentence())

    def sentence(self, _: Translate = str) -> str:
        """The refusal in the language of `_`."""
        return _filled(self.text, self.values, _)


class Refused(LoyaltyError):
    """A file or setting that cannot be used."""


class Conflict(LoyaltyError):
    """Somebody else changed the same thing meanwhile; nothing was overwritten."""


class NotFound(LoyaltyError):
    """A workspace or table that is not there (or not yours: both look the same)."""


class Unavailable(LoyaltyError):
    """Storage that cannot be used right now: disk full, read-only, locked or damaged."""


def _filled(text: str, values: Mapping[str, Any], _: Translate) -> str:
    said = {
        name: listed(map(_, value), _) if isinstance(value, list | tuple) else value
        for name, value in values.items()
    }
    return _(text).format(**said)


def incident() -> str:
    """A short random id that links a message on the screen to a line in the log."""
    return secrets.token_hex(4)


def describe(error: BaseException) -> str:
    """Type and place of an error, and of what caused it: no message, which may hold data."""
    cause = error.__cause__ or error.__context__
    here = f"{type(error).__name__} at {place(error)}"
    return f"{here}, after {type(cause).__name__}" if cause else here


def place(error: BaseException) -> str:
    """File, line and function in our own code where the error came up; the last one otherwise."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "unknown"
    own = [frame for frame in frames if any(map(Path(frame.filename).is_relative_to, OWN))]
    last = (own or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno} in {last.name}"
