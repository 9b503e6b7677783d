"""The journeys of the draft: the log once per data and reading, every figure once per choice.

`whole` holds everybody, `log` the customers of the group chosen for the page.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from loyalty import journey
from loyalty.journey import again, measures, moves, purchases, sources
from loyalty.journey import log as logs
from loyalty.journey.log import Log
from loyalty.rollup import CUSTOMER
from pages import _results
from pages import _session as session
from pages.parts.journey import group
from pages.parts.journey.group import EVERYBODY, Group

KEPT = 4  # logs of groups: one of ten million moments takes 400 MB
MARKS = 500
DAY = timedelta(days=1)


def has(table: str) -> bool:
    """Whether the data of the workspace hold this table."""
    return table in session.dataset().tables


def whole() -> Log:
    """The journeys of everybody."""
    study = session.study()
    log = session.cached("journey_log", lambda: journey.read(session.tables(), study), *reading())
    return session.cached(
        "journey_staged",
        lambda: logs.recut(logs.staged(log, study), study),
        *whole_parts(),
    )


def log() -> Log:
    """The journeys that the page shows."""
    return narrowed()


def narrowed(*groups: Group) -> Log:
    """Those of the shown journeys that belong to each of these groups, too."""
    wanted = [one for one in (group.shown(), *groups) if one != EVERYBODY]
    if not wanted:
        return whole()
    kept = session.cached("journey_groups", dict)
    key = _marked(wanted)
    found = kept.pop(key, None)
    if found is None:
        found = whole()
        for one in wanted:
            found = _of_group(found, one)
    kept[key] = found
    for old in list(kept)[:-KEPT]:
        kept.pop(old, None)
    return found


def _of_group(log: Log, of: Group) -> Log:
    if of.kind == "dates":
        return logs.between(log, of.start, of.end + DAY)
    chosen = np.zeros(len(log.ids), dtype=bool)
    places = _places()[group.members(of)]
    chosen[places[places >= 0]] = True
    return logs.of_customers(log, chosen)


def _places() -> np.ndarray:
    """The place of each customer of the base in the ids of the log; -1 for those without moments.

    Customers of the data all are in the base, so that every moment has one.
    """
    customers, ids = _results.base().customers["customer_id"], whole().ids
    return session.cached(
        "journey_places", lambda: pd.Index(ids).get_indexer(customers), *reading()
    )


def customers(log: Log) -> int:
    """How many customers have a moment in these journeys."""
    return int(np.count_nonzero(np.diff(log.customer, prepend=logs.NOWHERE)))


def goal_log() -> Log:
    """The journeys that the page shows, with buying again as a last stage."""
    return session.cached(
        "journey_again", lambda: again.with_again(log(), session.study()), *parts()
    )


def reading() -> tuple[Any, ...]:
    """The parts of the study that decide what enters the log."""
    study = session.study()
    chosen = study.journey
    beside = chosen.orders != "none" and has("events") and has("orders")
    bought = sources.told_buying(study) if beside else []
    return study.as_of, chosen.orders, chosen.answers, chosen.window_hours, bought


def parts() -> tuple[Any, ...]:
    """What any figure of the shown journeys depends on."""
    return (_marked([group.shown()]),)


def group_parts(*groups: Group) -> tuple[Any, ...]:
    """What any figure of the shown journeys within each of these groups depends on."""
    return tuple(_marked([group.shown(), one]) for one in groups)


def _marked(groups: Sequence[Group]) -> str:
    """The parts of the study that these groups' journeys depend on, as one short text.

    Rules and weights make long parts, and every figure of a run asks for them: they are read once
    per version of the draft.
    """
    known = session.cached("journey_parts", dict)
    asked = (session.state().version, *map(group.encoded, groups))
    mark = known.get(asked)
    if mark is None:
        parts = (*whole_parts(), *map(group.parts, groups))
        mark = hashlib.sha256(session.plain_key({"parts": parts}).encode()).hexdigest()
        if len(known) >= MARKS:
            known.clear()
        known[asked] = mark
    return mark


def whole_parts() -> tuple[Any, ...]:
    """The parts of the study that any figure of everybody's journeys depends on."""
    study = session.study()
    chosen = study.journey
    return (*reading(), study.stages, chosen.stages, chosen.cut, chosen.cut_days)


def table() -> pd.DataFrame:
    """Stages and touchpoints."""
    study = session.study()
    return session.cached(
        "journey_map",
        lambda: measures.of_log(log(), study),
        *parts(),
        study.journey.complaint_days,
    )


def found_moves() -> pd.DataFrame:
    """Moves between touchpoints, with quartiles of their hours."""
    return session.cached("journey_moves", lambda: moves.of_log(log()), *parts())


def path() -> pd.DataFrame:
    """From purchase to purchase."""
    study = session.study()
    if group.shown() == EVERYBODY:
        return session.cached(
            "purchase_path", lambda: journey.purchase_path(session.tables(), study), study.as_of
        )
    gaps = session.cached(
        "purchase_gaps", lambda: purchases.gaps(session.tables(), study), study.as_of
    )

    def of_group() -> pd.DataFrame:
        ids = log().ids[np.unique(log().customer)]
        return purchases.of_gaps(gaps[gaps[CUSTOMER].isin(ids)])

    return session.cached("purchase_path_of_group", of_group, *parts())
