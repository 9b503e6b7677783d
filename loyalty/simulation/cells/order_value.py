"""What orders of one segment bring against those of another, among customers who order alike.

Customers of the same order band differ in what an order brings. Their own orders tell by how much,
mixed with luck: a customer's factor is drawn to the average the more, the fewer orders there are
(credibility; Bühlmann & Straub 1970; the linear form of the Gamma-Gamma model of Fader & Hardie
2013). A factor so drawn is what the next orders are expected to bring, so that a segment made of
those who spent most lately is not taken for as good as it happened to look. Within a state the
segments keep the state's average: nothing is added to the whole.
"""

import numpy as np
import pandas as pd

from loyalty.simulation.cells.counting import Amounts
from loyalty.simulation.cells.division import Division
from loyalty.simulation.cells.history import Floats, Grid, History, Ints

NONE = 1e-12


def by_segment(factor: Floats, usual: Floats, segments: pd.Series, division: Division) -> Floats:
    """Money per order of each cell against the average of its state, whose mean is 1.

    `factor` and `usual` are those of `of_customers`; a segment without orders is average.
    """
    place, size = division.place(segments), len(division.segments)
    total, worth = (np.bincount(place, one, size) for one in (usual, usual * factor))
    mean = np.divide(worth, total, out=np.ones(size), where=total > 0)
    average = division.shares @ mean
    return mean[division.segment] / np.maximum(average, NONE)[division.state]


def of_customers(history: History, at: Ints, grid: Grid, amounts: Amounts) -> tuple[Floats, Floats]:
    """The factor of each customer, and what their orders usually bring: (customers,)."""
    orders = history.orders[: history.months]
    month, person = np.nonzero(orders)
    count, money, state = (
        one[month, person] for one in (orders, history.money, at[1 : history.months + 1])
    )
    band = np.where(state >= 0, grid.order_band[state], -1)
    usual = count * np.append(amounts.mean, amounts.first)[band]
    known = usual > 0
    return _credible(person[known], count[known], money[known], usual[known], orders.shape[1])


def _credible(
    person: Ints, count: Ints, money: Floats, usual: Floats, people: int
) -> tuple[Floats, Floats]:
    """Bühlmann & Straub's estimate, from the orders and money of each customer and month."""
    orders, expected, spent = (
        np.bincount(person, one, people).astype(float) for one in (count, usual, money)
    )
    ratio = np.divide(spent, expected, out=np.ones(people), where=expected > 0)
    buyers, total = int((orders > 0).sum()), max(float(orders.sum()), 1.0)
    luck = count @ np.square(money / usual - ratio[person])
    noise = luck / max(len(person) - buyers, 1)
    mean = orders @ ratio / total
    between = orders @ np.square(ratio - mean) - (buyers - 1) * noise
    differ = max(between / max(total - orders @ orders / total, NONE), 0.0)
    trust = orders * differ / np.maximum(orders * differ + noise, NONE)
    return np.maximum(1 + trust * (ratio - mean), 0.0), expected
