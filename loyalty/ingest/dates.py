"""Text -> points in time under a stated convention; the clock time is kept, a zone is reported.

Day and clock are split first: a file has few different days, so each is read once, in Python.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest.coded import Coded, encode
from loyalty.ingest.limits import FIRST_YEAR, LAST_YEAR
from loyalty.schema import TIME

DAY = 86_400_000_000
EPOCH = date(1970, 1, 1)
EXCEL = date(1899, 12, 30)
WRITTEN = {
    "iso": "YYYY-MM-DD",
    "dmy": "DD/MM/YYYY",
    "mdy": "MM/DD/YYYY",
    "ymd": "YY/MM/DD",
    "serial": "45355 (Excel)",
    "epoch": "1709546700 (Unix)",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MISSING = ("na", "n/a", "null", "none", "nat", "nan", "-", "--", "0000-00-00", "无")

YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
NUMERIC = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{1,2})")
SHORT_YEAR = re.compile(r"\D\d{1,2}$")
DAY_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[-\s.]*([A-Za-z]{3,9})\.?,?[-\s]*(\d{4}|\d{2})"
)
MONTH_NAMED = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3,9})\.?[-\s]*(\d{1,2}),?\s+(\d{4})")
SHAPES = (YEAR_FIRST, DAY_NAMED, MONTH_NAMED)
SERIAL = re.compile(r"[1-7]\d{4}(\.\d+)?")
SECONDS = re.compile(r"1\d{9}(\d{3}|\d{6})?(\.\d+)?")
CLOCK = re.compile(
    r"(?:(上午|下午|凌晨|晚上)\s*)?(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:[.,](\d{1,9}))?)?[秒分]?"
    r"\s*([AaPp]\.?[Mm]\.?|上午|下午)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
# Day, then clock: "2024-03-04T10:05:00+08:00", "20240304 101500", "4 Mar 2024, 10:05 pm".
SPLIT = (
    r"(?s)^\s*(?P<day>.*?)(?:[\sT,]+|日\s*)?"
    r"(?P<clock>(?:(?:上午|下午|凌晨|晚上)\s*)?\d{1,2}[:时点]\d{1,2}.*)?\s*$"
)


@dataclass(frozen=True)
class Times:
    """One time per row or null, which rows hold something else, and where zones were left out."""

    values: pa.Array
    wrong: np.ndarray
    zoned: np.ndarray


@dataclass(frozen=True)
class Forms:
    """How many distinct days are written how.

    Attributes:
        sure: beyond doubt, such as 2024-03-04. serial, epoch: day or second counts.
        impossible: written like a date, such as 2024-02-30. other: no date.
        numeric: texts such as 04/03/2024 whose order must be known.
    """

    sure: int = 0
    serial: int = 0
    epoch: int = 0
    impossible: int = 0
    other: int = 0
    numeric: tuple[str, ...] = ()

    def orders(self) -> list[str]:
        """Orders under which every numeric date is possible; of equal readings the first."""
        short = any(SHORT_YEAR.search(text) for text in self.numeric)
        readings: dict[tuple[date | None, ...], str] = {}
        for order in ("dmy", "mdy", "ymd") if short else ("dmy", "mdy"):
            days = tuple(day(text, order) for text in self.numeric)
            if None not in days:
                readings.setdefault(days, order)
        return list(readings.values())

    def telling(self) -> str:
        """A numeric date that reads differently in different orders, "" when there is none."""
        differing = (t for t in self.numeric if day(t, "dmy") != day(t, "mdy"))
        both = (t for t in differing if day(t, "dmy") and day(t, "mdy"))
        return next(both, self.numeric[0] if self.numeric else "")


def parse(column: pa.ChunkedArray, convention: str) -> Times:
    """The times of a column, text or typed, in microseconds."""
    if pa.types.is_timestamp(column.type):
        return _typed(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    coded = encode(_as_text(column))
    if convention in ("serial", "epoch"):
        return _counted(coded, convention)
    return _written(coded, convention)


def forms(column: pa.ChunkedArray) -> Forms:
    """How the dates of a column are written."""
    if pa.types.is_timestamp(column.type):
        return Forms(sure=len(column))
    days, _clocks = _split(encode(_as_text(column)).values)
    texts = [text for text in days.unique().to_pylist() if text.lower() not in MISSING]
    numeric = [text for text in texts if NUMERIC.fullmatch(text)]
    rest = [text for text in texts if not NUMERIC.fullmatch(text)]
    sure = sum(day(text, "iso") is not None for text in rest)
    serial = sum(SERIAL.fullmatch(text) is not None for text in rest)
    epoch = sum(SECONDS.fullmatch(text) is not None for text in rest)
    shaped = sum(any(form.fullmatch(text) for form in SHAPES) for text in rest)
    impossible = max(shaped - sure, 0)
    other = len(rest) - sure - serial - epoch - impossible
    return Forms(sure, serial, epoch, impossible, max(other, 0), tuple(numeric))


def day(text: str, convention: str) -> date | None:
    """One day, or None when it is impossible or not written so."""
    for pattern, order in (
        (YEAR_FIRST, "ymd"),
        (COMPACT, "ymd"),
        (NUMERIC, convention),
        (DAY_NAMED, "dmy"),
        (MONTH_NAMED, "mdy"),
    ):
        match = pattern.fullmatch(text)
        if match and order != "iso":
            return _date(match.groups()[:3], order)
    return None


def clock(text: str) -> tuple[int, bool] | None:
    """Microseconds since midnight and whether a zone was given; None when impossible."""
    match = CLOCK.fullmatch(text.strip())
    if not match:
        return None
    before, hours, minutes, seconds, fraction, after, zone = match.groups()
    hour, minute, second = int(hours), int(minutes), int(seconds or 0)
    half = (before or after or "").replace(".", "").lower()
    if half in ("pm", "下午", "晚上") and hour < 12:
        hour += 12
    if half in ("am", "上午", "凌晨") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + micro, zone is not None


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _split(values: pa.Array) -> tuple[pa.Array, pa.Array]:
    if not pc.all(pc.string_is_ascii(values)).as_py():
        values = pc.utf8_normalize(values, "NFKC")
    values = pc.replace_substring_regex(
        values, r"^\s*(\d{8})[T\s]?(\d{2})(\d{2})(\d{2})?\s*$", r"\1 \2:\3:\4"
    )
    values = pc.replace_substring_regex(values, r":$", "")
    parts = pc.extract_regex(values, SPLIT)
    return pc.struct_field(parts, "day"), pc.struct_field(parts, "clock")


def _written(coded: Coded, convention: str) -> Times:
    days, clocks = _split(coded.values)
    midnight, dated = _each(days, lambda text: _microseconds(day(text, convention)))
    of_day, timed = _each(clocks, _clock_or_midnight)
    zoned, _ = _each(clocks, lambda text: int((clock(text) or (0, False))[1]))
    valid = dated & timed
    missing = np.asarray(pc.is_in(pc.utf8_lower(coded.values), pa.array(MISSING)))
    times = pa.array(midnight + of_day, pa.int64(), mask=~valid).cast(TIME)
    return Times(coded.spread(times), coded.where(~valid & ~missing), coded.where(zoned > 0))


def _clock_or_midnight(text: str) -> int | None:
    found = clock(text) if text else (0, False)
    return None if found is None else found[0]


def _each(texts: pa.Array, read: Callable[[str], int | None]) -> tuple[np.ndarray, np.ndarray]:
    """`read` of every distinct text, spread over all; 0 and False where it gives None."""
    coded = pc.fill_null(texts, "").dictionary_encode()
    results = [read(text) for text in coded.dictionary.to_pylist()]
    numbers = np.asarray([result or 0 for result in results], dtype=np.int64)
    valid = np.asarray([result is not None for result in results], dtype=bool)
    places = coded.indices.to_numpy()
    return numbers[places], valid[places]


def _date(parts: tuple[str, ...], order: str) -> date | None:
    named = dict(zip(order, parts, strict=True))
    year, month = int(named["y"]), _month(named["m"])
    if len(named["y"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        found = date(year, month, int(named["d"]))
    except ValueError:
        return None
    return found if FIRST_YEAR <= year <= LAST_YEAR else None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in MONTHS else 0


def _microseconds(found: date | None) -> int | None:
    return None if found is None else (found - EPOCH).days * DAY


def _counted(coded: Coded, convention: str) -> Times:
    """Days since 1899-12-30 (Excel), or (milli-, micro-) seconds since 1970; others as written."""
    pattern = SERIAL if convention == "serial" else SECONDS
    texts = coded.values.to_pylist()
    counted = np.asarray([pattern.fullmatch(text.strip()) is not None for text in texts], bool)
    numbers = np.asarray([float(t) if c else 0.0 for t, c in zip(texts, counted, strict=True)])
    if convention == "serial":
        offset = (EXCEL - EPOCH) // timedelta(days=1) * DAY
        micro = np.rint(numbers * 86_400).astype(np.int64) * 1_000_000 + offset
    else:
        scale = np.select([numbers > 1e14, numbers > 1e11], [1.0, 1e3], 1e6)
        micro = np.rint(numbers * scale).astype(np.int64)
    written = _written(Coded(coded.values, coded.codes), "iso")
    times = coded.spread(pa.array(micro, pa.int64(), mask=~counted).cast(TIME))
    numeric = coded.where(counted)
    return Times(pc.coalesce(times, written.values), written.wrong & ~numeric, written.zoned)


def _typed(array: pa.Array) -> Times:
    cast = array.cast(TIME, safe=False)
    years = pc.fill_null(pc.year(cast), FIRST_YEAR).to_numpy(zero_copy_only=False)
    wrong = (years < FIRST_YEAR) | (years > LAST_YEAR)
    values = pc.if_else(pa.array(~wrong), cast, pa.scalar(None, TIME))
    return Times(values, wrong, np.zeros(len(array), dtype=bool))
