"""The feedback cases of the shown journeys, with what people noted about them."""

from typing import Any

import numpy as np
import pandas as pd

from loyalty.journey.cases import opening, outcomes, signals
from loyalty.journey.cases import states as case_states
from loyalty.rollup import CUSTOMER
from pages import _results
from pages import _session as session
from pages.parts.journey import group, results
from pages.parts.journey.group import EVERYBODY

KEPT = 3  # states of cases: those of a million take 200 MB


def possible() -> bool:
    """Whether the data hold anything that could become a case."""
    return session.cached(
        "cases_possible",
        lambda: signals.possible(session.tables(), results.whole()),
        *results.whole_parts(),
    )


def stamp() -> int:
    """The number of the latest entry about a case; every change makes it larger."""
    return session.workspace().cases.stamp()


def entries(at: int) -> pd.DataFrame:
    """All entries about cases up to this stamp."""
    return session.cached("case_entries", session.workspace().cases.entries, at)


def everybodys() -> pd.DataFrame:
    """The cases of everybody."""
    study = session.study()
    return session.cached(
        "cases",
        lambda: opening.of(session.tables(), study, results.whole()),
        *_parts(),
    )


def recoveries() -> pd.DataFrame:
    """What touchpoints of the data solved."""
    cases = everybodys()
    return session.cached(
        "case_recoveries", lambda: case_states.recoveries(cases, results.whole()), *_parts()
    )


def _recovers() -> bool:
    return session.cached(
        "cases_recover", lambda: case_states.recovers(results.whole()), *results.whole_parts()
    )


def states(at: int) -> pd.DataFrame:
    """The cases of the shown customers with their states, by the entries up to this stamp.

    Those not yet solved first, the longest overdue at the top; of the others those due last.
    """
    kept = session.cached("case_states", dict)
    key = session.plain_key({"parts": _shown_parts(at)})
    found = kept.pop(key, None)
    if found is None:
        found = _built(at)
    kept[key] = found
    for old in list(kept)[:-KEPT]:
        kept.pop(old, None)
    return found


def _built(at: int) -> pd.DataFrame:
    day = session.study().as_of
    told = case_states.states(everybodys(), entries(at), recoveries(), day, _recovers())
    told = told[_shown(told)].sort_values(["due", "case"])
    done = told["status"].isin(case_states.DONE)
    return pd.concat([told[~done], told[done][::-1]], ignore_index=True)


def over_time(at: int) -> pd.DataFrame:
    """The shown cases by week or month and status."""
    told = states(at)
    return session.cached("cases_over_time", lambda: outcomes.over_time(told), *_shown_parts(at))


def counted(at: int, by: str | None = None) -> pd.DataFrame:
    """Counts of the shown cases, by a column."""
    told = states(at)
    return session.cached(
        "cases_counted", lambda: outcomes.counted(told, by), by, *_shown_parts(at)
    )


def by_kind(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts by kind, the gravest first."""
    order = {kind: place for place, kind in enumerate(signals.KINDS)}
    return counts.sort_values("group", key=lambda kinds: kinds.map(order), ignore_index=True)


def followed(at: int, by: str | None = None) -> pd.DataFrame:
    """Who bought again after the shown cases, by a column."""
    told, study = states(at), session.study()
    return session.cached(
        "cases_followed",
        lambda: outcomes.followed(told, results.whole(), study, by),
        by,
        study.journey.within_days,
        *_shown_parts(at),
    )


def _shown(told: pd.DataFrame) -> np.ndarray:
    """Which cases are of customers of the shown group."""
    of = group.shown()
    if of == EVERYBODY:
        return np.ones(len(told), dtype=bool)
    if of.kind == "dates":
        log = results.log()
        chosen = log.ids[np.unique(log.customer)]
    else:
        chosen = _results.base().customers[CUSTOMER][group.members(of)]
    return told[CUSTOMER].isin(chosen).to_numpy()


def _parts() -> tuple[Any, ...]:
    return (*results.whole_parts(), session.study().journey.case_hours)


def _shown_parts(at: int) -> tuple[Any, ...]:
    return (at, session.study().journey.case_hours, *results.parts())
