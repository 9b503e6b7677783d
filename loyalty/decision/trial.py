"""The test that would settle it: how many customers for how long, with and without the action.

Two groups of the audience by lot, one with the action. What is compared is the share still active
(two proportions) or the orders of a customer (two means), whichever needs fewer customers:

share   n = (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 / (p1 - p2)^2 per group
orders  n = 2 (z_a + z_b)^2 s^2 / (m1 - m2)^2 per group; s^2 is the variance of a customer's
        orders: Poisson within a cell, and between the means of the cells

with p the mean of p1 and p2, 5 % error of the first kind (two-sided) and 80 % power (Fleiss, Levin
& Paik 2003). The difference to be told apart is that between what is expected and `short_of` it,
so that a break-even at half the expected effect needs four times the customers.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from loyalty.simulation import Cells
from loyalty.simulation.actions import Plan, plan
from loyalty.simulation.model import world
from loyalty.strategies import Baseline
from loyalty.strategies.base import Array
from loyalty.study import Scenario, Study

Z_ERROR, Z_POWER = 1.959963984540054, 0.8416212335729143
LENGTHS = (3, 6, 12)  # months
DRAWS = 250
ALL = slice(None)


@dataclass(frozen=True)
class Trial:
    """A test of `months` with `per_group` customers in each of two groups.

    `without` and `with_it` are what is compared: shares active, or orders for each customer.
    `available` is how many customers the audience has today.
    """

    months: int
    outcome: Literal["active", "orders"]
    without: float
    with_it: float
    per_group: float
    available: int

    @property
    def possible(self) -> bool:
        """Whether the audience has the customers."""
        return 2 * self.per_group <= self.available


def trial(scenario: Scenario, study: Study, cells: Cells, short_of: float = 0.0) -> Trial | None:
    """The shortest test that the audience is large enough for, else the smallest; None if nothing

    differs. `short_of` is the share of the expected effect that it must be told apart from.
    """
    small = study.change(draws=min(DRAWS, study.draws))
    base, _luck = world(cells, small)
    chosen = plan(scenario, small, cells, base)
    found = [
        one
        for months in LENGTHS
        if months <= study.months
        for one in _of_length(months, chosen, base, abs(1 - short_of))
    ]
    fitting = [one for one in found if one.possible]
    if fitting:
        shortest = min(one.months for one in fitting)
        fitting = [one for one in fitting if one.months == shortest]
    return min(fitting or found, key=lambda one: one.per_group, default=None)


def _of_length(months: int, chosen: Plan, base: Baseline, part: float) -> list[Trial]:
    """Both outcomes after so many months, but for those without a difference."""
    weight = _audience(chosen, base)
    size = int(weight.sum())
    if not size:
        return []
    stay = base.stay.mean(axis=1)
    shifted = _shifted(chosen, base, "stay", months)
    kept = [_mean(weight, one**months) for one in (stay, shifted)]
    rate = base.orders.mean(axis=1)
    more = np.exp(_shift(chosen, "orders", months))
    means = [stay * rate * months, shifted * rate * more * months]
    orders = [_mean(weight, one) for one in means]
    between = _mean(weight, np.square(means[0])) - orders[0] ** 2
    found = []
    if abs(kept[1] - kept[0]) > 1e-9:
        ends = kept[0], kept[0] + part * (kept[1] - kept[0])
        found.append(Trial(months, "active", kept[0], kept[1], proportions(*ends), size))
    if abs(orders[1] - orders[0]) > 1e-9:
        difference = part * (orders[1] - orders[0])
        needed = means_apart(difference, orders[0] + between)
        found.append(Trial(months, "orders", orders[0], orders[1], needed, size))
    return found


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


def _audience(chosen: Plan, base: Baseline) -> Array:
    """Customers of each cell that an action reaches at its fullest."""
    reached = [one.weight.max(axis=0)[:, 0] for one in chosen.placed]
    return np.where(np.max(reached, axis=0) > 0, base.customers, 0)


def _shift(chosen: Plan, name: str, months: int) -> Array:
    """Mean shift of the cells over the first months in which it acts, (cells,) or (1,)."""
    begins = min(one.start for one in chosen.placed)
    shifts = [chosen.shift(name, begins + month, ALL) for month in range(months)]
    found = [np.zeros(1) if one is None else np.asarray(one).mean(axis=-1) for one in shifts]
    return np.mean(np.broadcast_arrays(*found), axis=0)


def _shifted(chosen: Plan, base: Baseline, name: str, months: int) -> Array:
    stay = base.stay.mean(axis=1)
    logit = np.log(stay) - np.log1p(-stay) + _shift(chosen, name, months)
    return 1 / (1 + np.exp(-logit))


def _mean(weight: Array, values: Array) -> float:
    return float((weight * values).sum() / weight.sum())
