"""What a scenario does as columns for a file, so that two of the same strategy can be told apart.

Several actions stand in their order, joined by "+" as their strategies are: "1+3" are their starts.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from loyalty.simulation.model import BASE
from loyalty.study import Action, Audience, Phases, Scenario

COLUMNS = ("strategies", "audience", "start", "lasts", "reach", "budget", "phases")
USUAL, TO_THE_END = "usual", "end"


def listing(scenarios: Mapping[str, Scenario]) -> pd.DataFrame:
    """One row per scenario, by its name; empty where nothing is set.

    Columns strategies (keys), audience (such as segments=few|ample;value=high, or usual), start
    (month), lasts (months, or end), reach (per cent), budget (money), phases (such as
    preparation=3;pilot=6;pilot_reach=10;roll_out=12;stop_below=0.5). All but budget are texts.
    """
    rows = [_row(one) for one in scenarios.values()]
    return pd.DataFrame(rows, index=list(scenarios), columns=list(COLUMNS))


def _row(one: Scenario) -> dict[str, object]:
    keys = "+".join(action.strategy for action in one.actions)
    if one == BASE:
        return {"strategies": keys}
    return {
        "strategies": keys,
        "audience": _each(one, lambda action: _audience(action.audience), USUAL),
        "start": _each(one, lambda action: str(action.start)),
        "lasts": _each(one, lambda action: str(action.lasts or ""), TO_THE_END),
        "reach": _each(one, lambda action: f"{action.reach:g}"),
        "budget": one.budget,
        "phases": _phases(one.phases) if one.phases else "",
    }


def _each(one: Scenario, told: Callable[[Action], str], unset: str = "") -> str:
    """What is told of each action; empty where none of them is set."""
    found = [told(action) for action in one.actions]
    return "+".join(text or unset for text in found) if any(found) else ""


def _audience(one: Audience | None) -> str:
    if one is None:
        return ""
    kinds = {name: "|".join(getattr(one, name)) for name in Audience.model_fields}
    return ";".join(f"{name}={keys}" for name, keys in kinds.items() if keys) or "everybody"


def _phases(one: Phases) -> str:
    numbers = {name: getattr(one, name) for name in Phases.model_fields}
    return ";".join(f"{name}={value:g}" for name, value in numbers.items() if value is not None)
