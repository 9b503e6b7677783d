"""The simulation of the draft's scenarios, computed once per choice and shared."""

from dataclasses import dataclass

import pandas as pd

from loyalty import simulation
from loyalty.simulation.assumptions import shelf
from loyalty.strategies import BY_KEY
from loyalty.study import Scenario
from pages import _results as results
from pages import _session as session
from pages._session import _

NAMES = ("A", "B")
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


def store(changed: dict[str, Scenario]) -> None:
    """Write the two scenarios into the draft; further ones of the study stay."""
    rest = session.study().scenarios[len(NAMES) :]
    session.change(scenarios=(*changed.values(), *rest))


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
    study, found = session.study(), cells()
    compared = [*scenarios().values(), *others()]
    choices = (study.as_of, study.active_days, study.stages, study.general, study.months)
    return session.cached(
        "simulation",
        lambda: _run(found, compared),
        *choices,
        study.draws,
        study.seed,
        compared,
    )


def others() -> list[Scenario]:
    """Strategies of the shelf in neither scenario, as the study has them."""
    taken = {one.strategy for one in scenarios().values()} | {"do_nothing"}
    return [one for one in shelf(session.study()) if one.strategy not in taken]


def names() -> dict[str, str]:
    """Name in the result -> what people read."""
    shown = {one.strategy: _(BY_KEY[one.strategy].label) for one in others()}
    for name, scenario in scenarios().items():
        shown[name] = f"{name} · {_(BY_KEY[scenario.strategy].label)}"
    return shown


def _run(found: simulation.Cells, compared: list[Scenario]) -> Picture:
    result = simulation.run(found, session.study(), compared)
    return Picture(result.table(), result.changes(), result.gains(), result.decision())
