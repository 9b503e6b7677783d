"""The simulation of the draft's scenarios, computed once per choice and shared."""

from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from loyalty import rollup, simulation
from loyalty.simulation.assumptions import shelf
from loyalty.simulation.history import DAYS_A_MONTH
from loyalty.strategies import BY_KEY
from loyalty.study import Scenario
from pages import _results as results
from pages import _session as session
from pages._session import _

NAMES = ("A", "B")
ROW = ["strategy", "month", "metric"]  # doing nothing comes with every scenario
FIRST = {"A": "price_promotion", "B": "service_recovery"}


@dataclass(frozen=True)
class Picture:
    """What the page shows of a simulation; the draws themselves are not kept."""

    table: pd.DataFrame
    changes: pd.DataFrame
    gains: pd.DataFrame
    decision: pd.DataFrame


def scenarios() -> dict[str, Scenario]:
    """The two scenarios that are compared, by name."""
    own = dict(zip(NAMES, session.study().scenarios, strict=False))
    return {
        name: own.get(name, Scenario(strategy=FIRST[name])).model_copy(update={"name": name})
        for name in NAMES
    }


def own_name(name: str) -> str:
    """What one of the two scenarios is called by itself; empty when only by its letter."""
    own = dict(zip(NAMES, session.study().scenarios, strict=False))
    return own[name].name if name in own and own[name].name not in NAMES else ""


def store(changed: dict[str, Scenario]) -> None:
    """Write the two scenarios into the draft; further ones of the study stay."""
    session.change(scenarios=stored(changed))


def stored(changed: dict[str, Scenario]) -> tuple[Scenario, ...]:
    """All scenarios of the study with the two changed.

    One keeps the name it has by itself as long as it keeps its strategy.
    """
    before = scenarios()
    two = [
        one.model_copy(update={"name": own_name(name) or name})
        if one.strategy == before[name].strategy
        else one
        for name, one in changed.items()
    ]
    return (*two, *session.study().scenarios[len(NAMES) :])


def hand_over(scenario: Scenario) -> None:
    """Make a scenario the first one: in place of the first of its strategy, else before all.

    Scenarios that move on are called by their letter or by their strategy.
    """
    own = session.study().scenarios
    same = [place for place, one in enumerate(own) if one.strategy == scenario.strategy]
    others = [one for place, one in enumerate(own) if place not in same[:1]]
    letters = [*NAMES[1:], *("" for _one in others)]
    moved = [
        one.model_copy(update={"name": letter}) if one.name in NAMES else one
        for one, letter in zip(others, letters, strict=False)
    ]
    session.change(scenarios=(scenario, *moved))


def cells() -> simulation.Cells:
    """The customer base in cells; Refused when the orders do not allow it."""
    study = session.study()
    return session.cached(
        "cells",
        lambda: simulation.cells(session.tables(), results.base().customers, study),
        study.as_of,
        study.active_days,
        study.stages,
    )


def picture() -> Picture:
    """Both scenarios, and the rest of the shelf for the ranking."""
    compared = (*scenarios().values(), *others())
    return session.cached("pictures", lambda: _together(compared), _general(), compared)


def outlook() -> tuple[int, float, float] | None:
    """Months, and the revenue of so many months past and, doing nothing, to come (medians).

    None when the orders do not reach back so far.
    """
    study = session.study()
    months = min(12, study.months)
    past = session.cached(
        "recent_spend",
        lambda: rollup.recent_spend(session.tables(), study.as_of, int(months * DAYS_A_MONTH)),
        study.as_of,
        months,
    )
    rows = picture().table.query("strategy == 'do_nothing' and metric == 'revenue'")
    return (months, past, float(rows.query("month <= @months")["p50"].sum())) if past else None


def others() -> list[Scenario]:
    """Strategies of the shelf in neither scenario, as the study has them."""
    taken = {one.strategy for one in scenarios().values()} | {"do_nothing"}
    return [one for one in shelf(session.study()) if one.strategy not in taken]


def names() -> dict[str, str]:
    """Name in the result -> what people read."""
    shown = {one.strategy: _(BY_KEY[one.strategy].label) for one in others()}
    for name, scenario in scenarios().items():
        label = f"{name} · {_(BY_KEY[scenario.strategy].label)}"
        own = own_name(name)
        shown[name] = f"{label} · {own}" if own else label
    return shown


def _together(compared: tuple[Scenario, ...]) -> Picture:
    """One picture of several scenarios, each simulated once: an edit repeats only its own."""
    one_by_one = [
        session.cached("simulation", lambda one=one: _run(one), _general(), one) for one in compared
    ]
    frames = {
        part.name: pd.concat([getattr(one, part.name) for one in one_by_one], ignore_index=True)
        for part in fields(Picture)
    }
    return Picture(**frames | {"table": frames["table"].drop_duplicates(ROW, ignore_index=True)})


def _run(scenario: Scenario) -> Picture:
    result = simulation.run(cells(), session.study(), [scenario])
    return Picture(result.table(), result.changes(), result.gains(), result.decision())


def _general() -> tuple[Any, ...]:
    """What every simulation of the study depends on, besides its scenario."""
    study = session.study()
    rates = (study.as_of, study.active_days, study.stages, study.general)
    return *rates, study.months, study.draws, study.seed
