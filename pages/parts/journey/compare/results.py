"""Two groups compared once per choice: equally long watched where days of starting divide them."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from loyalty.journey.compare import comparison as compare
from loyalty.journey.compare import findings, watch
from loyalty.journey.compare.comparison import Comparison
from loyalty.journey.compare.watch import Watched
from loyalty.journey.log import Log
from loyalty.journey.onward import following
from pages import _session as session
from pages.parts.journey import results
from pages.parts.journey.group import Group

Pair = tuple[Group, Group]
Begun = tuple[tuple[int, int], tuple[int, int]]  # journeys that count, of all, by group
Newer = tuple[int, float, float]  # `compare_watch.newer`


@dataclass(frozen=True)
class Found:
    """What the page says of two groups.

    Attributes:
        ranked: differences by measure. days: both were watched for, None where each as long as
            it is known; begun: the journeys that count then.
    """

    comparison: Comparison
    ranked: dict[str, pd.DataFrame]
    days: int | None
    begun: Begun | None
    newer: Newer | None


def found(pair: Pair) -> Found:
    """The comparison, its differences by measure, and how long both were watched."""
    chosen = session.study().journey
    by_days = any(one.kind == "dates" for one in pair)
    parts = (*results.group_parts(*pair), chosen.complaint_days)
    if by_days:
        return session.cached("journey_ranges", lambda: _ranges(pair), *parts, chosen.within_days)
    return session.cached("journey_comparison", lambda: _groups(pair), *parts)


def _groups(pair: Pair) -> Found:
    logs = _logs(pair)
    comparison = _compared(logs, results.group_parts(*pair), None)
    ranked = findings.by_measure(comparison.differences)
    return Found(comparison, ranked, None, None, watch.newer(logs, _until()))


def _ranges(pair: Pair) -> Found:
    watched = watch.equally(_logs(pair), _until(), session.study())
    comparison = _compared(watched.logs, results.group_parts(*pair), watched)
    ranked = findings.by_measure(comparison.differences)
    return Found(comparison, ranked, watched.days, watched.journeys, None)


def _logs(pair: Pair) -> tuple[Log, Log]:
    return results.narrowed(pair[0]), results.narrowed(pair[1])


def _until() -> int:
    return watch.known_until(results.whole(), session.study())


def _compared(logs: tuple[Log, Log], marks: tuple[str, ...], watched: Watched | None) -> Comparison:
    study, order = session.study(), following(logs, session.study())
    days = (study.journey.complaint_days, watched.days if watched else 0)
    first, second = (
        session.cached("journey_side", partial(compare.side, log, study, order), mark, days, order)
        for log, mark in zip(logs, marks, strict=True)
    )
    return compare.of_sides(logs, (first, second), order)
