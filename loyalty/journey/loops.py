"""Where customers go in circles or back, and where journeys begin and end.

self-move: the next moment is at the same touchpoint. loop: a return to a touchpoint of this
journey after having been elsewhere. back-step: a move to an earlier stage; moves from or to a
touchpoint without a stage are none.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.intervals import wilson
from loyalty.journey.log import Log
from loyalty.journey.runs import firsts, numbered, quartiles
from loyalty.journey.stage_map import UNASSIGNED
from loyalty.journey.units import SHARE_DIGITS, hours, shares

SELF, LOOP, BACK = "self-move", "loop", "back-step"
TOP = 20
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


def of_log(log: Log) -> pd.DataFrame:
    """One row per kind (self-move, loop, back-step).

    moves; share of all moves; journeys with at least one; journey_share of all journeys with its
    Wilson interval (_low, _high).
    """
    inner = int((~log.first).sum())
    rows = [
        {"kind": kind, "moves": int(flags.sum()), "journeys": _distinct(log.journey[flags])}
        for kind, flags in _kinds(log).items()
    ]
    table = pd.DataFrame(rows)
    table.insert(2, "share", shares(table["moves"], pd.Series(inner, index=table.index)))
    return _with_share(table, "journeys", "journey_share", int(log.first.sum()))


def touchpoints(log: Log) -> pd.DataFrame:
    """One row per touchpoint with self-moves or loops: stage, touchpoint, self_moves, loops.

    journeys = those that came back to it either way; journey_share of the journeys that were
    there, with its Wilson interval. Most such journeys first.
    """
    kinds = _kinds(log)
    size = len(log.names)
    here = np.bincount(log.touchpoint[firsts(log.journey, log.touchpoint, size)], minlength=size)
    again = np.flatnonzero(kinds[SELF] | kinds[LOOP])
    where = log.touchpoint[again]
    coming = where[firsts(log.journey[again], where, size)]
    table = pd.DataFrame(
        {
            "stage": [log.stages[place] for place in log.stage_of],
            "touchpoint": log.names,
            "self_moves": np.bincount(log.touchpoint[kinds[SELF]], minlength=size),
            "loops": np.bincount(log.touchpoint[kinds[LOOP]], minlength=size),
            "journeys": np.bincount(coming, minlength=size),
        }
    )
    table = _with_share(table, "journeys", "journey_share", here)
    table = table[table["journeys"] > 0]
    return table.sort_values(["journeys", "touchpoint"], ascending=[False, True], ignore_index=True)


def back_pairs(log: Log, top: int = TOP) -> pd.DataFrame:
    """The moves to an earlier stage made most often, by source and target.

    source, target; moves; journeys that make it; journey_share of all journeys with its Wilson
    interval; median_hours from one to the other.
    """
    size = len(log.names)
    at = np.flatnonzero(_kinds(log)[BACK])
    pair = log.touchpoint[at - 1].astype(np.int64) * size + log.touchpoint[at]
    found, code = numbered(pair, size * size)
    _low, median, _high = quartiles(code, log.time[at] - log.time[at - 1], len(found))
    own = code[firsts(log.journey[at], code, len(found))]
    known = np.array(log.names, dtype=object)
    table = pd.DataFrame(
        {
            "source": known[found // max(size, 1)], "target": known[found % max(size, 1)],
            "moves": np.bincount(code, minlength=len(found)),
            "journeys": np.bincount(own, minlength=len(found)),
            "median_hours": hours(pd.Series(median)),
        }
    )  # fmt: skip
    table = _with_share(table, "journeys", "journey_share", int(log.first.sum()))
    order = table.sort_values(["moves", "source", "target"], ascending=[False, True, True])
    return order.head(top).reset_index(drop=True)


def ends(log: Log) -> pd.DataFrame:
    """One row per touchpoint, most starts first: where journeys begin and where they end.

    stage, touchpoint; starts, ends: journeys; start_share, end_share of all journeys with their
    Wilson intervals (_low, _high). The end is the last moment known: a journey may go on.
    """
    size, whole = len(log.names), int(log.first.sum())
    table = pd.DataFrame(
        {
            "stage": [log.stages[place] for place in log.stage_of],
            "touchpoint": log.names,
            "starts": np.bincount(log.touchpoint[log.first], minlength=size),
            "ends": np.bincount(log.touchpoint[log.last], minlength=size),
        }
    )
    table = _with_share(table, "starts", "start_share", whole)
    table = _with_share(table, "ends", "end_share", whole)
    table = table[table["starts"] + table["ends"] > 0]
    order = ["starts", "ends", "touchpoint"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _kinds(log: Log) -> dict[str, Flags]:
    """(n,) for each kind, whether the move that leads to this moment is one."""
    inner = ~log.first
    before = np.roll(log.touchpoint, 1)
    same = inner & (before == log.touchpoint)
    again = np.ones(len(log.time), dtype=bool)
    again[firsts(log.journey, log.touchpoint, len(log.names))] = False
    known = np.array([stage != UNASSIGNED for stage in log.stages], dtype=bool)[log.stage]
    earlier = (np.roll(log.stage, 1) > log.stage) & known & np.roll(known, 1)
    return {SELF: same, LOOP: again & ~same, BACK: inner & earlier}


def _with_share(
    table: pd.DataFrame, part: str, name: str, whole: int | NDArray[np.int64]
) -> pd.DataFrame:
    """The table with the share of `part` in `whole` and its interval."""
    trials = pd.Series(whole, index=table.index)
    low, high = wilson(table[part], trials)
    found = table.assign(**{name: shares(table[part], trials)})
    found[f"{name}_low"], found[f"{name}_high"] = low.round(SHARE_DIGITS), high.round(SHARE_DIGITS)
    return found


def _distinct(journey: NDArray[np.int32]) -> int:
    """How many different numbers there are in a rising row."""
    return int((np.diff(journey, prepend=-1) != 0).sum())
