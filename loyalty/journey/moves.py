"""Moves from one touchpoint to the next, as a transition table."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.engine import Tables
from loyalty.journey.log import Log, read
from loyalty.journey.runs import numbered, quartiles
from loyalty.journey.units import hours, shares
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
    inner = ~log.first[1:]
    table = pd.concat(
        [
            _moves(group, names, log.time, np.flatnonzero(inner)),
            _ends(group[log.first], names, START, "target"),
            _ends(group[log.last], names, END, "source"),
        ],
        ignore_index=True,
    ).sort_values(["source", "target"], ignore_index=True)
    table["share"] = shares(table["moves"], table.groupby("source")["moves"].transform("sum"))
    return table[COLUMNS]


def _moves(
    group: NDArray[np.int32],
    names: tuple[str, ...],
    time: NDArray[np.int64],
    before: NDArray[np.int64],
) -> pd.DataFrame:
    """Moves from the moments at `before` to the next ones."""
    size = len(names)
    pair = group[before].astype(np.int64) * size + group[before + 1]
    found, at = numbered(pair, size * size)
    low, median, high = quartiles(at, time[before + 1] - time[before], len(found))
    known = np.array(names, dtype=object)
    return pd.DataFrame(
        {
            "source": known[found // max(size, 1)],
            "target": known[found % max(size, 1)],
            "moves": np.bincount(at, minlength=len(found)),
            "median_hours": hours(pd.Series(median)),
            "hours_low": hours(pd.Series(low)),
            "hours_high": hours(pd.Series(high)),
        }
    )


def _ends(
    group: NDArray[np.int32], names: tuple[str, ...], outside: str, inside: str
) -> pd.DataFrame:
    count = np.bincount(group, minlength=len(names))
    some = np.flatnonzero(count)
    column = "source" if inside == "target" else "target"
    known = np.array(names, dtype=object)
    return pd.DataFrame({inside: known[some], column: outside, "moves": count[some]}).assign(
        median_hours=np.nan, hours_low=np.nan, hours_high=np.nan
    )
