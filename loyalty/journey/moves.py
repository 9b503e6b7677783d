"""Moves from one touchpoint to the next, as a transition table."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.engine import Tables
from loyalty.journey.log import Log, read
from loyalty.journey.runs import Quartiles, Whole, numbered, quartiles
from loyalty.journey.units import HOUR, HOUR_DIGITS, SHARE_DIGITS
from loyalty.study import Study

START = "(start)"
END = "(end)"
PLAIN = ["source", "target", "moves", "share", "median_hours"]
COLUMNS = [*PLAIN, "hours_low", "hours_high"]


def transitions(tables: Tables, study: Study) -> pd.DataFrame:
    """`of_log` of these tables, without quartiles."""
    return of_log(read(tables, study))[PLAIN]


def of_log(log: Log) -> pd.DataFrame:
    """One row per source and target, by their names.

    moves; share of all moves out of source; median_hours with quartiles (hours_low, hours_high),
    rounded to 0.0001. Each journey runs from `START` to `END` (no hours there), self-moves
    included; with orders only, the touchpoints are order 1, order 2 ...
    """
    return between(log, log.touchpoint, log.names)


def between(log: Log, group: NDArray[np.int32], names: tuple[str, ...]) -> pd.DataFrame:
    """`of_log` for any grouping of the moments, such as their stages."""
    size = len(names)
    before = np.flatnonzero(~log.first[1:])
    pair = group[before].astype(np.int64) * size + group[before + 1]
    found, at = numbered(pair, size * size)
    waits = quartiles(at, log.time[before + 1] - log.time[before], len(found))
    starts, ends = (np.bincount(group[one], minlength=size) for one in (log.first, log.last))
    first, last = np.flatnonzero(starts), np.flatnonzero(ends)
    return _table(
        np.concatenate([found // max(size, 1), np.full(len(first), size), last]),
        np.concatenate([found % max(size, 1), first, np.full(len(last), size + 1)]),
        np.concatenate([np.bincount(at, minlength=len(found)), starts[first], ends[last]]),
        waits,
        np.array([*names, START, END], dtype=object),
    )


def _table(
    source: Whole, target: Whole, moves: Whole, waits: Quartiles, names: NDArray[np.object_]
) -> pd.DataFrame:
    """Rows by names; the last of them, from the start and to the end, have no waits."""
    leaving = np.bincount(source, moves, minlength=len(names))
    outside = np.full(len(moves) - len(waits[0]), np.nan)
    low, median, high = ((np.append(one, outside) / HOUR).round(HOUR_DIGITS) for one in waits)
    table = pd.DataFrame(
        {
            "source": names[source], "target": names[target], "moves": moves,
            "share": (moves / leaving[source]).round(SHARE_DIGITS),
            "median_hours": median, "hours_low": low, "hours_high": high,
        }
    )  # fmt: skip
    return table.sort_values(["source", "target"], ignore_index=True)
