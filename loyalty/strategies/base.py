"""What a strategy is, and how to add one.

1. Write ``loyalty/strategies/my_key.py`` with ``STRATEGY = Strategy(key="my_key", ...)``: its
   assumptions (90 % range, source, grade) and one pure function ``effect(draws, base, months)``.
2. Add one line to ``CATALOGUE`` in ``loyalty/strategies/__init__.py`` (its place is its order),
   or to ``HANDED_OVER`` when its assumptions come from another page.
3. Give it a colour in ``loyalty/charts/theme.py`` and a case to ``tests/strategies``: no effect
   when every assumption is zero, and the arithmetic of its cost by hand.

`effect` gets one number per draw for each assumption and the drawn business without any strategy
(`Baseline`). It returns what changes (`Effect`). Every array broadcasts to (months, cells, draws),
so a plain draw changes all months and cells alike; ``value * profile[:, None, None]`` gives it a
course over months, ``value * weight[:, None]`` a target among cells.

Probabilities move on the logit scale and counts and amounts on the log scale, so no effect can
push them out of their range, and harm is as possible as gain. An extra order changes the orders
of its month and nothing else: only `stay` changes who remains a customer, because an order that
a discount brought forward is no sign of loyalty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from loyalty.language import mark

Grade = Literal["measured", "borrowed", "guessed"]
GRADES: dict[Grade, str] = {
    "measured": mark("measured"),
    "borrowed": mark("borrowed"),
    "guessed": mark("guessed"),
}

Array = NDArray[np.float64]
Draws = Mapping[str, Array]


def nothing() -> Array:
    """No change."""
    return np.zeros(1)


@dataclass(frozen=True)
class Assumption:
    """A number the data cannot give, as the range that holds it in nine of ten cases.

    Attributes:
        key: name within its strategy, in the study and in every export.
        label, unit, caveat: shown to people, marked for translation.
        low, high: 5th and 95th percentile; equal ends are a decision, not an estimate.
        source: the paper or the reason; grade: how far it can be trusted.
        digits: decimals shown. least, most: what it can never be below or above.
    """

    key: str
    label: str
    unit: str
    low: float
    high: float
    source: str
    grade: Grade
    caveat: str = ""
    digits: int = 0
    least: float = -np.inf
    most: float = np.inf


@dataclass(frozen=True)
class Baseline:
    """The business without any strategy, drawn: (cells, draws) unless stated.

    Attributes:
        stay: chance that a customer of the cell is active a month later.
        orders: orders a month of each customer who stays; amount: net money per order.
        margin: share of sales left after the cost of goods, per draw.
        active: which cells hold active customers, per cell.
        customers: customers now, per cell.
        failed: customers of the cell with a bad service event, relative to the average cell.
        memory: months after which a customer without an order no longer counts as active.
    """

    stay: Array
    orders: Array
    amount: Array
    margin: Array
    active: NDArray[np.bool_]
    customers: Array
    failed: Array
    memory: float

    @property
    def order_value(self) -> Array:
        """Money per order of today's active customers, per draw."""
        expected = self.customers[:, None] * self.stay * self.orders
        return (expected * self.amount).sum(axis=0) / np.maximum(expected.sum(axis=0), 1e-12)

    @property
    def monthly_sales(self) -> Array:
        """Expected sales to today's customers in the first month, per draw."""
        return (self.customers[:, None] * self.stay * self.orders * self.amount).sum(axis=0)


@dataclass(frozen=True)
class Points:
    """Points per order, in money.

    Attributes:
        issued: share of sales given as points.
        broken: share of points never redeemed.
        redeemed: share of the outstanding points redeemed each month.
    """

    issued: Array
    broken: Array
    redeemed: Array


@dataclass(frozen=True)
class Effect:
    """What a strategy changes and what it costs; arrays broadcast to (months, cells, draws).

    Attributes:
        stay: added to the logit of staying active.
        orders, amount: added to the logarithm of orders and of money per order at list price, of
            customers who were there before; arrivals: of new customers, (months, 1, draws).
        discount: share of the list price given away on every unit sold, base sales included;
            (months, 1, draws).
        points: points issued on sales, if any.
        fixed: money a month, (months, 1, draws).
        per_customer: money a month for each customer who stays.
    """

    stay: Array = field(default_factory=nothing)
    orders: Array = field(default_factory=nothing)
    amount: Array = field(default_factory=nothing)
    arrivals: Array = field(default_factory=nothing)
    discount: Array = field(default_factory=nothing)
    points: Points | None = None
    fixed: Array = field(default_factory=nothing)
    per_customer: Array = field(default_factory=nothing)


@dataclass(frozen=True)
class Strategy:
    """Something a business can do, what it is assumed to do, and what it costs."""

    key: str
    label: str
    meaning: str
    assumptions: tuple[Assumption, ...]
    effect: Callable[[Draws, Baseline, int], Effect]


def course(months: int, start: Array | float, end: Array | float) -> Array:
    """Share of each month that lies between the times `start` and `end`; (months, 1, draws)."""
    after = np.arange(1, months + 1)[:, None, None]
    return np.clip(np.minimum(after, end) - np.maximum(after - 1, start), 0, 1)
