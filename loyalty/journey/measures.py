"""Per stage and touchpoint: customers, events, feeling, complaints, conversion to the next stage.

Columns, each of a stage (touchpoint missing) or of a touchpoint:

customers, journeys, events        how many were here, in how many journeys, how often
journey_share                      journeys that come here, of all journeys
scored, feeling, _low, _high       moments with a feeling, their mean with its t-interval
feeling_least, feeling_most        the lowest and highest feeling here
complained, complaint_share        customers with a complaint within `complaint_days` of being here;
                                   the share is missing where no touchpoint names a complaint
next_stage, reached, conversion    customers who later come to the next stage in the same journey;
                                   their share with its Wilson interval (_low, _high)
lost, drop_off                     customers who have not come there so far, and their share
beyond                             customers who later come to it or to any stage after it in the
                                   same journey
median_hours, hours_low, _high     median and quartiles, over journeys, of the time from the first
                                   moment here to the first later one there
repeated, repeat_share             customers with more than one visit in one journey

The next stage is the next one of the list that has moments at all, so that a stage nobody records
does not look like a loss. Where a purchase ends journeys, its stages have no next one. A missing
feeling stays missing.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.engine import Tables
from loyalty.indicators.complaint_count import WORDS
from loyalty.intervals import student, wilson
from loyalty.journey.cut import DAY
from loyalty.journey.log import Log, read
from loyalty.journey.onward import further, next_stages
from loyalty.journey.runs import extremes, firsts, quartiles, visits
from loyalty.journey.stage_map import UNASSIGNED
from loyalty.journey.units import FEELING_DIGITS, HOUR, HOUR_DIGITS, SHARE_DIGITS
from loyalty.study import Study

Whole = NDArray[np.int64]
Columns = dict[str, Any]  # name -> array of one value per row
COLUMNS = [
    "stage", "touchpoint", "customers", "journeys", "events", "journey_share", "scored", "feeling",
    "feeling_low", "feeling_high", "feeling_least", "feeling_most", "complained",
    "complaint_share", "next_stage", "reached", "conversion", "conversion_low",
    "conversion_high", "lost", "drop_off", "beyond", "median_hours", "hours_low", "hours_high",
    "repeated", "repeat_share",
]  # fmt: skip


def journey_map(tables: Tables, study: Study) -> pd.DataFrame:
    """`of_log` of these tables."""
    return of_log(read(tables, study), study)


def of_log(log: Log, study: Study) -> pd.DataFrame:
    """Stage rows (touchpoint missing, no stage left out), then touchpoint rows, in stage order."""
    following = next_stages(log, study)
    ahead, onward = _ahead(log, following), further(log, following)
    complaint = _complained(log, study)
    places = np.arange(len(log.stages), dtype=np.int32)
    order = np.argsort(log.stage_of, kind="stable")  # names are sorted
    stage = _counted(log, log.stage, len(log.stages), ahead, onward, complaint)
    point = _counted(log, log.touchpoint, len(log.names), ahead, onward, complaint)
    table = {name: np.concatenate([stage[name], point[name][order]]) for name in stage}
    place = np.concatenate([places, log.stage_of[order]])
    names = [None] * len(places) + [log.names[one] for one in order.tolist()]
    seen = np.array([key != UNASSIGNED for key in log.stages] + [False] * len(order))
    kept = np.flatnonzero(seen | (table["events"] > 0))
    return _finish(
        {name: values[kept] for name, values in table.items()},
        place[kept],
        [names[one] for one in kept.tolist()],
        log,
        following,
    )


def stages(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per stage; "unassigned" last and only when a touchpoint is."""
    return stage_rows(journey_map(tables, study))


def touchpoints(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per stage and touchpoint, in stage order, then by name."""
    return touchpoint_rows(journey_map(tables, study))


def stage_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The stage rows of a journey map, without the empty column touchpoint."""
    return table[table["touchpoint"].isna()].drop(columns="touchpoint").reset_index(drop=True)


def touchpoint_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The touchpoint rows of a journey map."""
    return table[table["touchpoint"].notna()].reset_index(drop=True)


def later(log: Log, there: NDArray[np.bool_]) -> Whole:
    """(n,) place of the next moment of the same journey that is `there`; -1 without one."""
    return _next(log.journey, np.flatnonzero(there), np.cumsum(there, dtype=np.int32), log.journey)


def _next(
    journey: NDArray[np.int32], there: Whole, passed: NDArray[np.int32], mine: NDArray[np.int32]
) -> Whole:
    """Of the places `there`, the one after as many as are `passed`, if it is of `mine` journey."""
    target = np.append(there, -1)[passed]
    return np.where(np.append(journey[there], -1)[passed] == mine, target, -1)


def _ahead(log: Log, following: Mapping[str, str]) -> Whole:
    """(n,) place of the next moment in the stage after one's own; -1 without one."""
    codes = {key: place for place, key in enumerate(log.stages)}
    ahead = np.full(len(log.time), -1, dtype=np.int64)
    for stage, target in following.items():
        here = np.flatnonzero(log.stage == codes[stage])
        there = log.stage == codes[target]
        passed = np.cumsum(there, dtype=np.int32)[here]
        ahead[here] = _next(log.journey, np.flatnonzero(there), passed, log.journey[here])
    return ahead


def complaints(log: Log) -> NDArray[np.bool_]:
    """(names,) which touchpoints name a complaint."""
    return np.array([any(word in name.lower() for word in WORDS) for name in log.names], dtype=bool)


def _complained(log: Log, study: Study) -> NDArray[np.bool_]:
    """(n,) whether a complaint is made at this moment or by its customer soon after."""
    at = complaints(log)[log.touchpoint]
    if not at.any():
        return at
    size = len(log.time)
    place = np.minimum.accumulate(np.where(at, np.arange(size), size)[::-1])[::-1]
    safe = np.minimum(place, size - 1)
    wait = log.time[safe] - log.time
    soon = wait <= study.journey.complaint_days * DAY
    return (place < size) & (log.customer[safe] == log.customer) & soon


def _counted(
    log: Log,
    group: NDArray[np.int32],
    size: int,
    ahead: Whole,
    onward: NDArray[np.bool_],
    complained: NDArray[np.bool_],
) -> Columns:
    """(size,) raw counts, feelings and waits of each group of moments."""
    first, times = visits(log.journey, group, size)
    who, where = log.customer[first], group[first]
    following = ahead[first]
    reached, beyond = following >= 0, onward[first]
    people = partial(_journeys_of if log.uncut else _people, size=size)
    wait = log.time[following[reached]] - log.time[first[reached]]
    low, median, high = quartiles(where[reached], wait, size)
    return {
        "customers": people(who, where),
        "journeys": np.bincount(where, minlength=size),
        "events": np.bincount(group, minlength=size),
        "complained": _people(log.customer[complained], group[complained], size),
        "reached": people(who[reached], where[reached]),
        "beyond": people(who[beyond], where[beyond]),
        "repeated": people(who[times > 1], where[times > 1]),
        "median_hours": median, "hours_low": low, "hours_high": high,
        **_feelings(log.feeling, group, size),
    }  # fmt: skip


def _journeys_of(who: NDArray[np.int32], where: NDArray[np.int32], size: int) -> Whole:
    """(size,) journeys per group, each of another customer."""
    return np.bincount(where, minlength=size)


def _people(who: NDArray[np.int32], where: NDArray[np.int32], size: int) -> Whole:
    """(size,) distinct customers per group; `who` rises."""
    return np.bincount(where[firsts(who, where, size)], minlength=size)


def _feelings(feeling: NDArray[np.float64], group: NDArray[np.int32], size: int) -> Columns:
    """Count, mean, sample variance and ends of the known feelings of each group."""
    known = np.flatnonzero(~np.isnan(feeling))
    value, where = feeling[known], group[known]
    count = np.bincount(where, minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(where, value, minlength=size) / count
        spread = np.bincount(where, (value - mean[where]) ** 2, minlength=size) / (count - 1)
    least, most = extremes(where, value, size)
    return {
        "scored": count,
        "feeling": mean,
        "spread": np.where(count > 1, spread, np.nan),
        "feeling_least": least,
        "feeling_most": most,
    }


def _finish(
    found: Columns,
    place: NDArray[np.int32],
    names: list[str | None],
    log: Log,
    following: Mapping[str, str],
) -> pd.DataFrame:
    """The rows with intervals, shares and hours."""
    targets = [following.get(log.stages[one]) for one in place.tolist()]
    known = np.where([target is not None for target in targets], found["customers"], 0)
    lost = known - found["reached"]
    low, high = student(found["feeling"], found.pop("spread"), found["scored"])
    share_low, share_high = wilson(found["reached"], known)
    table = found | {
        "stage": [log.stages[one] for one in place.tolist()],
        "touchpoint": pd.Series(names, dtype=object),
        "feeling_low": low, "feeling_high": high,
        "next_stage": pd.Series(targets, dtype=object),
        "lost": lost,
        "conversion_low": share_low.round(SHARE_DIGITS),
        "conversion_high": share_high.round(SHARE_DIGITS),
        "journey_share": _share(found["journeys"], np.full(len(place), log.first.sum())),
        "complaint_share": _share(found["complained"], found["customers"] * complaints(log).any()),
        "conversion": _share(found["reached"], known), "drop_off": _share(lost, known),
        "repeat_share": _share(found["repeated"], found["customers"]),
    }  # fmt: skip
    for name in ("median_hours", "hours_low", "hours_high"):
        table[name] = (found[name] / HOUR).round(HOUR_DIGITS)
    for name in ("feeling", "feeling_low", "feeling_high", "feeling_least", "feeling_most"):
        table[name] = table[name].round(FEELING_DIGITS)
    return pd.DataFrame({name: table[name] for name in COLUMNS})


def _share(part: Whole, whole: Whole) -> NDArray[np.float64]:
    """Rounded; NaN where `whole` is 0."""
    return (part / np.where(whole > 0, whole, np.nan)).round(SHARE_DIGITS)
