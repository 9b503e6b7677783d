"""Languages: translated texts by gettext, numbers and dates by Babel.

English is the source. Mark a text where it is written (``mark("Spend")``) and translate it where
it is shown (``_(indicator.label)``); ``make messages`` collects both into ``locale/``.
"""

import datetime
import gettext
import io
from collections.abc import Callable, Iterable
from functools import lru_cache, reduce
from pathlib import Path

from babel import dates, numbers
from babel.messages import mofile, pofile

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
KEPT = 4096  # numbers as they were written
FOLDER = Path(__file__).parent / "locale"

Translate = Callable[[str], str]


def mark(text: str) -> str:
    """Return `text` unchanged: marks it for translation where it is shown later."""
    return text


def choose(locale: str | None) -> str:
    """The language we have for a browser's locale such as ``zh-Hans-CN``; English otherwise."""
    return "zh_CN" if (locale or "").lower().startswith("zh") else "en"


def catalogue_path(language: str) -> Path:
    """Where the catalogue of `language` lies."""
    return FOLDER / language / "LC_MESSAGES" / "loyalty.po"


@lru_cache(maxsize=8)
def translations(language: str) -> gettext.NullTranslations:
    """The gettext catalogue of a language, compiled from its ``.po`` file in memory."""
    if language == "en":
        return gettext.NullTranslations()
    with catalogue_path(language).open("rb") as file:
        catalogue = pofile.read_po(file, locale=language)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translator(language: str) -> Translate:
    """A function from English text to text in `language`."""
    found = translations(language).gettext
    return lambda text: found(text) if text else text  # gettext answers "" with its header


def sentences(parts: Iterable[str], _: Translate = str) -> str:
    """Sentences one after another, as the language of `_` sets them; empty ones are left out."""
    return _chained(_("{first} {second}"), parts)


def listed(parts: Iterable[str], _: Translate = str) -> str:
    """Entries of a list in one line, as the language of `_` separates them."""
    return _chained(_("{first}, {second}"), parts)


def number(value: float | None, language: str = "en", digits: int = 0) -> str:
    """A number with grouping, at most `digits` decimals; an en dash when it is missing."""
    if value is None or value != value:
        return "–"
    return _decimal(_no_minus_zero(round(value, digits)), _pattern(digits), language)


def fixed(value: float | None, language: str = "en", digits: int = 1) -> str:
    """A number with grouping and exactly `digits` decimals; an en dash when it is missing."""
    if value is None or value != value:
        return "–"
    pattern = "#,##0." + "0" * digits
    return _decimal(_no_minus_zero(round(value, digits)), pattern, language)


def percent(value: float | None, language: str = "en", digits: int = 0) -> str:
    """A share in 0..1 as per cent; an en dash when it is missing."""
    if value is None or value != value:
        return "–"
    return _percent(_no_minus_zero(float(value)), _pattern(digits) + "%", language)


def money(value: float | None, language: str = "en", currency: str | None = None) -> str:
    """An amount without decimals, with its currency code where one is known."""
    text = number(value, language)
    return f"{currency} {text}" if currency and text != "–" else text


def compact(value: float | None, language: str = "en") -> str:
    """A number in short form, such as 8.3M or 830万; an en dash when it is missing."""
    if value is None or value != value:
        return "–"
    # Babel keeps all digits of numbers too small to be shortened; 421.9 beside 237.1K misleads.
    rounded = float(round(value) if 100 <= abs(value) < 1000 else f"{value:.4g}")
    return numbers.format_compact_decimal(rounded, locale=language, fraction_digits=1)


def moment(value: datetime.datetime, language: str = "en", zone: str | None = None) -> str:
    """A point in time in the language's short form, in a named time zone (UTC without one)."""
    try:
        known = dates.get_timezone(zone or "UTC")
    except LookupError:
        known = dates.UTC
    return dates.format_datetime(value, "short", tzinfo=known, locale=language)


def day(value: datetime.date, language: str = "en") -> str:
    """A date in the language's medium form."""
    return dates.format_date(value, format="medium", locale=language)


def _chained(template: str, parts: Iterable[str]) -> str:
    said = [part for part in parts if part]
    return reduce(lambda one, two: template.format(first=one, second=two), said) if said else ""


def _no_minus_zero(value: float) -> float:
    """-0.0 as 0.0: equal numbers share what is kept of them, so they must compare.

    NumPy's whole numbers and decimals refuse to be compared with each other.
    """
    return (value if isinstance(value, int | float) else float(value)) or 0


@lru_cache(maxsize=KEPT)
def _decimal(value: float, pattern: str, language: str) -> str:
    """Babel takes longer to write a number than a page takes to count it."""
    return numbers.format_decimal(value, pattern, locale=language)


@lru_cache(maxsize=KEPT)
def _percent(value: float, pattern: str, language: str) -> str:
    return numbers.format_percent(value, pattern, locale=language)


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "#" * digits if digits else "")
