"""The journeys of the draft: the log once per data and reading, every figure once per choice.

`whole` holds everybody, `log` the customers of the group chosen for the page.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import reduce
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
    return session.cached(
        "journey_staged",
        lambda: logs.recut(logs.staged(_entered(), study), study),
        *whole_parts(),
    )


def _entered() -> Log:
    """All events, the orders beside them, and feelings of answers.

    They are queried once per data: which orders an event records is found on arrays.
    """
    study = session.study()
    moments, answers, kept = session.cached("journey_moments", _queried, *query_parts())
    key = session.plain_key({"reading": reading()})
    return _kept(kept, key, lambda: logs.entered(moments, answers, study))


def _queried() -> tuple[logs.Moments, pd.DataFrame | None, dict[str, Log]]:
    tables, study = session.tables(), session.study()
    return logs.moments(tables, study), logs.asked(tables, study), {}


def _kept(known: dict[str, Log], key: str, build: Callable[[], Log]) -> Log:
    """The log under `key`; those asked for last stay."""
    found = known.pop(key, None)
    known[key] = found = build() if found is None else found
    for old in list(known)[:-KEPT]:
        known.pop(old, None)
    return found


def log() -> Log:
    """The journeys that the page shows."""
    return narrowed()


def narrowed(*groups: Group) -> Log:
    """Those of the shown journeys that belong to each of these groups, too."""
    wanted = [one for one in (group.shown(), *groups) if one != EVERYBODY]
    if not wanted:
        return whole()
    kept = session.cached("journey_groups", dict)
    return _kept(kept, _marked(wanted), lambda: reduce(_of_group, wanted, whole()))


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


def query_parts() -> tuple[Any, ...]:
    """The parts of the study that a query for events, orders and answers depends on."""
    chosen = session.study().journey
    return session.study().as_of, chosen.orders, chosen.answers


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


def moment_parts() -> tuple[Any, ...]:
    """What the moments of the shown journeys depend on, whatever their stages."""
    return (_marked([group.shown()], cut_parts),)


def group_parts(*groups: Group) -> tuple[Any, ...]:
    """What any figure of the shown journeys within each of these groups depends on."""
    return tuple(_marked([group.shown(), one]) for one in groups)


def _marked(groups: Sequence[Group], everybody: Callable[[], tuple[Any, ...]] | None = None) -> str:
    """The parts of the study that these groups' journeys depend on, as one short text.

    `everybody` gives those for everybody's journeys; without it they are `whole_parts`.

    Rules and weights make long parts, and every figure of a run asks for them: they are read once
    per version of the draft.
    """
    known = session.cached("journey_parts", dict)
    read = everybody or whole_parts
    asked = (session.state().version, read.__name__, *map(group.encoded, groups))
    mark = known.get(asked)
    if mark is None:
        parts = (*read(), *map(group.parts, groups))
        mark = hashlib.sha256(session.plain_key({"parts": parts}).encode()).hexdigest()
        if len(known) >= MARKS:
            known.clear()
        known[asked] = mark
    return mark


def whole_parts() -> tuple[Any, ...]:
    """The parts of the study that any figure of everybody's journeys depends on."""
    study = session.study()
    return (*_cut_alone(), study.stages, study.journey.stages)


def cut_parts() -> tuple[Any, ...]:
    """The parts of the study that everybody's moments and their journeys depend on.

    The stages are among them only where a purchase ends journeys: it may be told by its stage.
    """
    return whole_parts() if session.study().journey.cut == "purchase" else _cut_alone()


def _cut_alone() -> tuple[Any, ...]:
    chosen = session.study().journey
    return *reading(), chosen.cut, chosen.cut_days


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
