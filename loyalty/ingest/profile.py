"""What the values of a column look like, from its distinct values."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest import dates, labels, numbers
from loyalty.ingest.coded import encode
from loyalty.ingest.grid import Grid

SEEN = 5_000
SMALL_COUNT = 1_000
MAX_ROWS = 500_000


@dataclass(frozen=True)
class Profile:
    """A column at a glance, all shares of its distinct filled values.

    Attributes:
        distinct: how many different values; filled: share of rows that are not blank.
        dated, numeric, whole, fractional, flagged: share that is such a value; counted: share
            that could be Excel's or Unix's count of days or seconds.
        padded: some number starts with a zero (00123), as ids do. largest: of the numbers.
        typed: the file itself says that these are times.
    """

    distinct: int
    filled: float
    dated: float
    numeric: float
    whole: float
    fractional: float
    flagged: float
    padded: bool
    largest: float
    counted: float = 0.0

    @property
    def is_date(self) -> bool:
        """Nearly all values are dates."""
        return self.dated >= 0.95

    @property
    def is_count(self) -> bool:
        """Small whole numbers, such as pieces or a rating."""
        return self.whole >= 0.95 and not self.padded and self.largest < SMALL_COUNT

    @property
    def is_id(self) -> bool:
        """Could name something: neither a date, a fraction nor a small count."""
        return self.distinct > 1 and not (self.is_date or self.is_count or self.fractional > 0.05)


def profile(column: pa.ChunkedArray) -> Profile:
    """Look at the first 5,000 distinct values in the first 500,000 rows of a column."""
    column = column.slice(0, MAX_ROWS)
    rows = max(len(column), 1)
    if pa.types.is_timestamp(column.type):
        filled = 1 - column.null_count / rows
        return Profile(int(filled > 0), filled, 1.0, 0, 0, 0, 0, False, 0)
    if not pa.types.is_string(column.type):
        return _typed(column)
    coded = encode(column)
    filled = float((coded.codes >= 0).mean()) if len(coded.codes) else 0.0
    return _text(coded.values, filled)


def partition(column: pa.ChunkedArray) -> np.ndarray:
    """Rows as group numbers, equal for columns that tell the same rows apart."""
    text = column if pa.types.is_string(column.type) else column.cast(pa.string())
    codes = encode(text).codes
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


def profiles(grid: Grid) -> dict[str, Profile]:
    """The profile of every column."""
    return {name: profile(grid.table[name]) for name in grid.table.column_names}


def _typed(column: pa.ChunkedArray) -> Profile:
    values = column.drop_null().unique().slice(0, SEEN)
    filled = 1 - column.null_count / max(len(column), 1)
    if pa.types.is_boolean(column.type):
        return Profile(len(values), filled, 0, 0, 0, 0, 1.0, False, 1)
    parsed = np.abs(values.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False))
    whole = float(np.mean(parsed == np.trunc(parsed))) if len(parsed) else 0.0
    dated, counted = _dated(pa.chunked_array([values.cast(pa.string())])) if whole == 1 else (0, 0)
    largest = float(parsed.max(initial=0))
    flagged = float(set(parsed) <= {0.0, 1.0})
    return Profile(
        len(values), filled, dated, 1.0, whole, 1 - whole, flagged, False, largest, counted
    )


def _dated(column: pa.ChunkedArray) -> tuple[float, float]:
    """Share of values that are written dates, and that could be counts of days or seconds."""
    forms = dates.forms(column)
    counted = forms.serial + forms.epoch
    dated = forms.sure + forms.impossible + len(forms.numeric)
    total = max(dated + counted + forms.other, 1)
    return dated / total, counted / total


def _text(values: pa.Array, filled: float) -> Profile:
    count = len(values)
    seen = values.slice(0, SEEN)
    column = pa.chunked_array([seen])
    bare = numbers.stripped(seen)
    numeric = _share(bare, r"^-?[\d.,]*\d[\d.,]*([eE][-+]?\d+)?$")
    whole = _share(bare, r"^-?\d+$")
    padded = bool(pc.any(pc.match_substring_regex(seen, r"^0\d+$")).as_py())
    flagged = float(labels.are_flags(seen))
    largest = pc.max(pc.utf8_length(bare)).as_py() or 0
    dated, counted = _dated(column)
    bound = float(10 ** min(largest, 20) - 1)
    return Profile(
        count, filled, dated, numeric, whole, numeric - whole, flagged, padded, bound, counted
    )


def _share(values: pa.Array, pattern: str) -> float:
    if not len(values):
        return 0.0
    return float(pc.mean(pc.match_substring_regex(values, pattern).cast(pa.int8())).as_py())
