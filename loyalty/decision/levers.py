"""The assumptions a scenario rests on, and the scenario with one of them held at a value.

A budget cuts the reach of a scenario. The cut is found once, for the scenario as it is, and stays
while an assumption is moved: what is asked is whether this very action would pay. So moved costs
may pass the budget.
"""

from dataclasses import dataclass
from functools import cached_property

from loyalty.decision.mixes import cut
from loyalty.language import mark
from loyalty.simulation import Cells, draws
from loyalty.simulation.actions import Plan
from loyalty.simulation.assumptions import GENERALS, Chosen, resolve
from loyalty.simulation.block import Trajectory
from loyalty.simulation.model import planned, simulate, world
from loyalty.strategies import BY_KEY, Baseline
from loyalty.strategies.base import Array
from loyalty.study import Range, Scenario, Study

GENERAL = -1
DECISION = mark("Your decision")


@dataclass(frozen=True)
class Lever:
    """One assumption in force: of the action at place `action` of the scenario, or `GENERAL`."""

    action: int
    chosen: Chosen

    @property
    def key(self) -> str:
        """The key of the assumption."""
        return self.chosen.assumption.key

    @property
    def middle(self) -> float:
        """The middle of its range."""
        return (self.chosen.range.low + self.chosen.range.high) / 2

    @property
    def decided(self) -> bool:
        """Whether it is a fixed decision of the business, which cannot turn out otherwise."""
        within = self.chosen.range
        return within.low == within.high and self.chosen.assumption.source == DECISION


def levers(scenario: Scenario, study: Study, cells: Cells) -> list[Lever]:
    """Every assumption of the scenario, action by action, then those of all strategies."""
    found = [
        Lever(place, chosen)
        for place, action in enumerate(scenario.actions)
        for chosen in resolve(
            BY_KEY[action.strategy].assumptions,
            action.assumptions,
            cells,
            action.handed_over,
            study.claims,
        )
    ]
    return found + [Lever(GENERAL, one) for one in resolve(GENERALS, study.general, cells)]


@dataclass(frozen=True)
class Bench:
    """A scenario to be tried with other assumptions, under the same luck, with fewer draws."""

    scenario: Scenario
    study: Study
    cells: Cells

    @cached_property
    def _usual(self) -> tuple[Baseline, draws.Luck, Trajectory]:
        base, luck = world(self.cells, self.study)
        return base, luck, simulate(self.cells, base, Plan(), luck)

    @cached_property
    def share(self) -> float:
        """Share of its reach that the budget pays for the scenario as it is."""
        found = cut(self.scenario, self.study, self.cells)
        return found.share if found else 1.0

    @cached_property
    def as_is(self) -> Array:
        """Gain at the end by draw, with no lever held."""
        return self._gain(self.scenario, self.study, *self._usual)

    def gain(self, lever: Lever, value: float) -> Array:
        """Gain at the end by draw, with the lever held at `value`."""
        scenario, study = held(self.scenario, self.study, lever, value)
        base, luck, without = self._usual
        if lever.action == GENERAL:
            base, luck = world(self.cells, study)
            without = simulate(self.cells, base, Plan(), luck)
        return self._gain(scenario, study, base, luck, without)

    def _gain(
        self, scenario: Scenario, study: Study, base: Baseline, luck: draws.Luck,
        without: Trajectory,
    ) -> Array:  # fmt: skip
        plan = planned(scenario, study, self.cells, base, luck, without, self.share)
        with_it = simulate(self.cells, base, plan, luck)
        return with_it.worth[-1] - without.worth[-1]


def held(scenario: Scenario, study: Study, lever: Lever, value: float) -> tuple[Scenario, Study]:
    """The scenario and the study with one assumption at one value."""
    exactly = {lever.key: Range(low=value, high=value)}
    if lever.action == GENERAL:
        return scenario, study.model_copy(update={"general": study.general | exactly})
    if lever.action == 0:
        own = scenario.assumptions | exactly
        return scenario.model_copy(update={"assumptions": own}), study
    also = list(scenario.also)
    one = also[lever.action - 1]
    also[lever.action - 1] = one.model_copy(update={"assumptions": one.assumptions | exactly})
    return scenario.model_copy(update={"also": tuple(also)}), study
