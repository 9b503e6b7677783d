"""Dates that can hardly be right: after today, or more than a year after all others.

They are kept and reported, for the study looks back from the last day of the data: one mistyped
year makes every customer look lost. "All others" are those of all files read together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from loyalty.ingest.convert import Converted
from loyalty.ingest.dates import DAY
from loyalty.language import mark
from loyalty.problems import MAX_EXAMPLES, MAX_ROWS, Problem

ZONES = 1  # days by which "today" differs around the world
YEAR = 365
FEW = 10  # at most one in so many rows is late after a gap: else there was a pause

FUTURE = mark(
    "Dates after today: the rows were kept, and the study looks back from the last of them. If "
    "they are mistyped, mend or remove these rows and read the file again, or set the day of the "
    "study back."
)
LATE = mark(
    "Dates more than a year after all others: the rows were kept, and the study looks back from "
    "the last of them. If they are mistyped, mend or remove these rows and read the file again, or "
    "set the day of the study back."
)

Days = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Dated:
    """The days since 1970 of one file's rows; `rows`: their numbers in the file."""

    file: str
    column: str
    days: Days
    rows: Days


def dated(done: Converted) -> list[Dated]:
    """The known days of the rows of a file that are kept; nothing without a time."""
    columns, rows = done.kept()
    if "time" not in columns:
        return []
    known = columns["time"].is_valid().to_numpy(zero_copy_only=False)
    time = columns["time"].drop_null().cast("timestamp[us]").cast("int64")
    days = time.to_numpy(zero_copy_only=False) // DAY
    return [Dated(done.grid.file, done.names["time"], days, rows[known])]


def of_files(files: Sequence[Dated], today: date) -> list[Problem]:
    """One finding per file and kind of doubtful date."""
    last = (today - date(1970, 1, 1)).days + ZONES
    beyond = _after_gap([one.days[one.days <= last] for one in files])
    found: list[Problem] = []
    for one in files:
        future = one.days > last
        found += _finding(one, FUTURE, future)
        found += _finding(one, LATE, ~future & (one.days >= beyond))
    return found


def _after_gap(parts: Sequence[Days]) -> int:
    """The first day after the last gap of more than a year, where few rows are as late as that."""
    never = np.iinfo(np.int64).max
    counted = [np.unique(part, return_counts=True) for part in parts]
    days = np.concatenate([own for own, _count in counted] or [np.zeros(0, np.int64)])
    counts = np.concatenate([count for _own, count in counted] or [np.zeros(0, np.int64)])
    order = np.argsort(days)
    days, before = days[order], np.cumsum(counts[order])
    gaps = np.flatnonzero(np.diff(days) > YEAR)
    if not len(gaps):
        return never
    late = before[-1] - before[gaps[-1]]
    return int(days[gaps[-1] + 1]) if late * FEW <= before[-1] else never


def _finding(one: Dated, text: str, mask: Mask) -> list[Problem]:
    places = np.flatnonzero(mask)
    if not len(places):
        return []
    shown = np.unique(one.days[places])[::-1][:MAX_EXAMPLES].astype("datetime64[D]").astype(str)
    rows = tuple(int(row) for row in one.rows[places[:MAX_ROWS]])
    return [Problem("assumed", text, one.file, one.column, len(places), rows, tuple(shown))]
