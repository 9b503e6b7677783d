"""The test that would settle it: how many customers for how long, with and without the action.

Two groups of the audience by lot; one gets the action, all of it from the first month on, whatever
the reach and the phases of the scenario. What is compared is the share still active (two
proportions) or the orders of a customer (two means), whichever needs fewer customers:

share   n = (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 / (p1 - p2)^2 per group
orders  n = 2 (z_a + z_b)^2 s^2 / (m1 - m2)^2 per group; s^2 is the variance of a customer's
        orders: of a Poisson count, and between the ways customers go through the cells

Both groups are followed through the cells month by month (`loyalty.decision.followed`). They are
drawn from the customers in whose cells the action changes who stays or how much is ordered.

with p the mean of p1 and p2, 5 % error of the first kind (two-sided) and 80 % power (Fleiss, Levin
& Paik 2003). What is expected with the action must be told apart from what it would be at
break-even, so that a break-even at half the expected effect needs four times the customers.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from loyalty.decision.followed import Followed, followed, touched
from loyalty.decision.levers import GENERAL, Lever, held
from loyalty.simulation import Cells
from loyalty.simulation.actions import Plan, plan
from loyalty.simulation.model import business
from loyalty.strategies import Baseline
from loyalty.strategies.base import Array
from loyalty.study import Scenario, Study

Outcome = Literal["active", "orders"]
Need = Literal["accounts", "newcomers", "amounts", "longer", "costs"]

Z_ERROR, Z_POWER = 1.959963984540054, 0.8416212335729143
LENGTHS = (3, 6, 12)  # months
OUTCOMES: tuple[Outcome, ...] = ("active", "orders")
AT_ONCE = {"start": 1, "reach": 100.0}
DRAWS = 250
MOST = 1_000_000  # customers in a group
TELLING = 0.05  # of the effect: an assumption that moves the outcome less is not told by it


@dataclass(frozen=True)
class Trial:
    """A test of `months` with `per_group` customers in each of two groups.

    `without` and `with_it` are what is compared: shares active, or orders for each customer.
    `even` is what it would be with the action where the scenario breaks even; None where it is to
    be told apart from `without`. `available` is how many customers of today it acts on.
    """

    months: int
    outcome: Outcome
    without: float
    with_it: float
    per_group: float
    available: int
    even: float | None = None

    @property
    def possible(self) -> bool:
        """Whether there are the customers."""
        return 2 * self.per_group <= self.available and not self.beyond

    @property
    def beyond(self) -> bool:
        """Whether not even one of the groups can be had: its size means nothing."""
        return self.per_group > min(self.available, MOST)


@dataclass(frozen=True)
class Tried:
    """A scenario as it is tested, to be planned with one of its assumptions moved."""

    scenario: Scenario
    study: Study
    cells: Cells

    @classmethod
    def of(cls, scenario: Scenario, study: Study, cells: Cells) -> "Tried":
        """All actions of the scenario for everybody from the first month on, with few draws."""
        also = tuple(one.model_copy(update=AT_ONCE) for one in scenario.also)
        changes = AT_ONCE | {"also": also, "phases": None}
        small = study.change(draws=min(DRAWS, study.draws))
        return cls(scenario.model_copy(update=changes), small, cells)

    @cached_property
    def base(self) -> Baseline:
        """The business without it."""
        return business(self.cells, self.study)

    def plan(self, lever: Lever | None = None, value: float = 0.0) -> Plan:
        """What it does; with `lever`, where that is at `value`."""
        one = self.scenario, self.study
        moved = one if lever is None else held(*one, lever, value)
        return plan(*moved, self.cells, self.base)


@dataclass(frozen=True)
class Expected:
    """Mean outcomes of a customer after some months, and the variance of the orders without."""

    without: dict[Outcome, float]
    with_it: dict[Outcome, float]
    variance: float


def trial(
    scenario: Scenario, study: Study, cells: Cells, lever: Lever | None = None,
    even: float | None = None,
) -> Trial | None:  # fmt: skip
    """The shortest test that the audience is large enough for, else the smallest.

    With `lever` only a test that tells it, whose outcome differs between the ends of its range; an
    assumption that only longer tests tell acts late, and gets the longest. `even` is its value at
    break-even. None where no test tells anything.
    """
    tried = Tried.of(scenario, study, cells)
    usual = tried.plan()
    weight = touched(tried.base, usual, min(LENGTHS[-1], study.months))
    size = int(weight.sum())
    within = lever.chosen.range if lever else None
    ends = [tried.plan(lever, one) for one in (within.low, within.high)] if within else []
    broken = tried.plan(lever, even) if even is not None else None
    found = []
    for months in (one for one in LENGTHS if size and one <= study.months):
        likely, *others = (_expected(months, one, tried, weight) for one in (usual, *ends))
        at_even = _expected(months, broken, tried, weight) if broken else None
        for outcome in _telling(likely, others):
            found.append(_test(outcome, months, likely, at_even, size))
    if found and found[0].months > LENGTHS[0]:
        found = [one for one in found if one.months == found[-1].months]
    return _best(found)


def need(scenario: Scenario, study: Study, cells: Cells, lever: Lever) -> Need:
    """What tells an assumption that no such test tells: by what it changes, if not these outcomes.

    The accounts, for what holds for all strategies; a count of new customers; the amounts of
    orders; a longer look; else its costs.
    """
    if lever.action == GENERAL:
        return "accounts"
    tried = Tried.of(scenario, study, cells)
    within = lever.chosen.range
    ends = [tried.plan(lever, one) for one in (within.low, within.high)]

    def moves(*names: str) -> bool:
        return any(_apart(*(_shift(one, name, study.months) for one in ends)) for name in names)

    if moves("stay", "orders"):
        return "longer"
    if moves("arrivals", "referred"):
        return "newcomers"
    return "amounts" if moves("amount") else "costs"


def proportions(first: float, second: float) -> float:
    """Customers in each group to tell two shares apart; endless where they are the same."""
    if first == second:
        return np.inf
    both = (first + second) / 2
    root = Z_ERROR * np.sqrt(2 * both * (1 - both))
    root += Z_POWER * np.sqrt(first * (1 - first) + second * (1 - second))
    return float(np.ceil(root**2 / (first - second) ** 2))


def means_apart(difference: float, variance: float) -> float:
    """Customers in each group to tell two means apart; endless where they are the same."""
    if difference == 0:
        return np.inf
    return float(np.ceil(2 * (Z_ERROR + Z_POWER) ** 2 * variance / difference**2))


def _expected(months: int, chosen: Plan, tried: Tried, weight: Array) -> Expected:
    """Of the customers `weight` of each cell, under a plan and without it."""
    share = weight / weight.sum()
    usual, other = (followed(tried.base, tried.cells, one, months) for one in (Plan(), chosen))
    without, with_it = (_outcomes(share, one) for one in (usual, other))
    mean = without["orders"]
    return Expected(without, with_it, mean + float(share @ usual.squares) - mean**2)


def _outcomes(share: Array, one: Followed) -> dict[Outcome, float]:
    return {"active": float(share @ one.active), "orders": float(share @ one.orders)}


def _telling(likely: Expected, ends: list[Expected]) -> list[Outcome]:
    """Outcomes that the action changes and that differ, as to its effect, between `ends`."""
    found = []
    for outcome in OUTCOMES:
        without = likely.without[outcome]
        with_it = [one.with_it[outcome] for one in (likely, *ends)]
        effect = max(abs(one - without) for one in with_it)
        moved = np.ptp(with_it[1:]) >= TELLING * effect if ends else True
        if abs(with_it[0] - without) > 1e-9 and moved:
            found.append(outcome)
    return found


def _test(
    outcome: Outcome, months: int, likely: Expected, at_even: Expected | None, size: int
) -> Trial:
    """Told apart from the break-even where that takes an effect at all, else from no effect."""
    without, with_it = likely.without[outcome], likely.with_it[outcome]
    even = at_even.with_it[outcome] if at_even else without
    if (even - without) * (with_it - without) <= 0:
        even = without
    if outcome == "active":
        needed = proportions(without, without + with_it - even)
    else:
        needed = means_apart(with_it - even, likely.variance)
    told = None if even == without else even
    return Trial(months, outcome, without, with_it, needed, size, told)


def _best(found: list[Trial]) -> Trial | None:
    fitting = [one for one in found if one.possible]
    if fitting:
        shortest = min(one.months for one in fitting)
        fitting = [one for one in fitting if one.months == shortest]
    return min(fitting or found, key=lambda one: one.per_group, default=None)


def _apart(first: Array, second: Array) -> bool:
    return not np.allclose(first, second, rtol=1e-6, atol=1e-9)


def _shift(chosen: Plan, name: str, months: int) -> Array:
    """Mean shift of the cells over the first months, (cells,) or (1,)."""
    found = [chosen.mean_shift(name, month) for month in range(months)]
    return np.mean(np.broadcast_arrays(*found), axis=0)
