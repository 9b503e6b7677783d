"""A mix: several strategies in one scenario, beside each of them by itself, and what a budget cuts.

By itself a strategy keeps the rules of the mix (budget, contact limit, phases), so that only the
other strategies are missing. All are simulated under the same luck: differences are paired.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from loyalty.simulation import Cells, budget
from loyalty.simulation.actions import plan
from loyalty.simulation.model import BASE, world
from loyalty.strategies.base import Array
from loyalty.study import Action, Scenario, Study


@dataclass(frozen=True)
class Cut:
    """What the actions of a scenario would cost at their full reach, and the share that is paid."""

    cost: float
    share: float


@dataclass(frozen=True)
class Beside:
    """A mix and the best of its strategies by itself.

    Attributes:
        best: place of the strategy with the highest median gain by itself.
        ahead: share of draws in which the mix gains more than that one.
        added: median of the sum of what all of them gain by themselves.
    """

    best: int
    ahead: float
    added: float


def alone(scenario: Scenario) -> tuple[Scenario, ...]:
    """Each action as a scenario of its own, under the same budget, contact limit and phases."""
    rules = {name: getattr(scenario, name) for name in ("budget", "contacts", "phases")}
    return tuple(Scenario(**action.model_dump(), **rules) for action in scenario.actions)


def beside(mix: Array, parts: Sequence[Array]) -> Beside:
    """The mix against its parts; gains at the end, (draws) each, under the same luck."""
    best = int(np.argmax([np.median(one) for one in parts]))
    total = np.sum(parts, axis=0)
    return Beside(best, float((mix > parts[best]).mean()), float(np.median(total)))


def added(scenario: Scenario, strategy: str) -> Scenario:
    """The scenario with one more strategy, for its usual audience; in place of doing nothing."""
    if scenario.actions == (Action(),):
        return _of((Action(strategy=strategy),), scenario)
    return _of((*scenario.actions, Action(strategy=strategy)), scenario)


def without(scenario: Scenario, place: int) -> Scenario:
    """The scenario without one of its actions; the last one left gives way to doing nothing."""
    left = (*scenario.actions[:place], *scenario.actions[place + 1 :])
    return _of(left or (Action(),), scenario)


def changed(scenario: Scenario, place: int, **choices: Any) -> Scenario:
    """The scenario with other choices for the action at `place`."""
    actions = list(scenario.actions)
    actions[place] = Action.model_validate(actions[place].model_dump() | choices)
    return _of(tuple(actions), scenario)


def cut(scenario: Scenario, study: Study, cells: Cells) -> Cut | None:
    """How far the budget carries the scenario; None without a budget or anything to do."""
    if scenario.budget is None or scenario.actions == BASE.actions:
        return None
    base, luck = world(cells, study)
    whole = plan(scenario, study, cells, base)
    purse = budget.Purse(cells, base, luck)
    return Cut(purse.cost(whole), purse.affordable(whole, scenario.budget))


def _of(actions: tuple[Action, ...], scenario: Scenario) -> Scenario:
    first, *also = actions
    own = {name: getattr(first, name) for name in Action.model_fields}
    return scenario.model_copy(update=own | {"also": tuple(also)})
