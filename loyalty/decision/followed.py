"""One customer of each cell, followed by the moves of the simulation for some months.

Backwards from the last month, so that one pass gives every cell of today. With s the chance of
staying, o the orders of the month, S and L the moves of those who stay and of those who do not,
and a, m and q what is still to come after the month:

active   a' = s S a + (1 - s) L a
orders   m' = s (o + S m) + (1 - s) L m
squares  q' = s (o^2 + 2 o S m + S q) + (1 - s) L q

q is the mean square of the orders to be expected on the path a customer takes. The orders on a
path are Poisson, so the variance of a customer's orders is m + q - m^2. Rates and shifts are taken
at their mean over the draws, as in `loyalty.simulation.arithmetic`.
"""

from dataclasses import dataclass

import numpy as np

from loyalty.simulation import Cells
from loyalty.simulation.actions import Plan
from loyalty.strategies import Baseline
from loyalty.strategies.base import Array


@dataclass(frozen=True)
class Followed:
    """By cell of today, (cells,): share active after the months; orders in them; squares, as q."""

    active: Array
    orders: Array
    squares: Array


def followed(base: Baseline, cells: Cells, chosen: Plan, months: int) -> Followed:
    """A customer of each cell under a plan, from its first month on; those there are now only."""
    active, orders = base.active.astype(float), np.zeros(len(base.active))
    squares = orders
    for month in reversed(range(months)):
        stay, each = _rates(base, chosen, month)
        onward = stay[:, None] * cells.stay_moves
        moves = onward + (1 - stay)[:, None] * cells.lapse_moves
        squares = moves @ squares + stay * each**2 + 2 * each * (onward @ orders)
        orders = moves @ orders + stay * each
        active = moves @ active
    return Followed(active, orders, squares)


def touched(base: Baseline, chosen: Plan, months: int) -> Array:
    """Customers of each cell in which a plan changes who stays or how much is ordered, (cells,)."""
    shifts = [
        np.broadcast_to(chosen.mean_shift(name, month) != 0, base.customers.shape)
        for month in range(months)
        for name in ("stay", "orders")
    ]
    return np.where(np.any(shifts, axis=0), base.customers, 0)


def _rates(base: Baseline, chosen: Plan, month: int) -> tuple[Array, Array]:
    """Chance of staying and orders of one who stays, with the plan."""
    stay = base.stay.mean(axis=1)
    odds = stay / (1 - stay) * np.exp(chosen.mean_shift("stay", month))
    orders = base.orders.mean(axis=1) * np.exp(chosen.mean_shift("orders", month))
    return odds / (1 + odds), orders
