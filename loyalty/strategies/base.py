"""What a strategy is, and how to add one.

1. Write ``loyalty/strategies/my_key.py`` with ``STRATEGY = Strategy(key="my_key", ...)``: its
   assumptions (90 % range, source, grade) and one pure function ``effect(draws, base, span)``.
2. Add one line to ``CATALOGUE`` in ``loyalty/strategies/__init__.py`` (its place is its order),
   or to ``HANDED_OVER`` when its assumptions come from another page.
3. Add a case to ``tests/strategies``: no effect when every assumption is zero, and the arithmetic
   of its effect and its cost by hand.

`effect` gets one number per draw for each assumption, the drawn business without any strategy
(`Baseline`), and the months it is about (`Span`, counted from its own start). It returns what
changes (`Effect`) as if everybody were its audience: `loyalty.simulation.actions` applies
audience, start, phases and contact limits to it. Every array broadcasts to (months, cells, draws),
so a plain draw changes all months and cells alike; ``Timed(size, course)`` gives a change in
(cells, draws) a course over the months (see `loyalty.strategies.kernels`).

Probabilities move on the logit scale and counts and amounts on the log scale, so no effect can
push them out of their range, and harm is as possible as gain. A share r of a cell that is reached
moves the cell by r times the shift of those reached (to first order). An extra order changes the
orders of its month and nothing else: only `stay` changes who remains a customer, because an order
that a discount brought forward is no sign of loyalty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from loyalty.language import mark
from loyalty.study import Audience

Grade = Literal["measured", "borrowed", "guessed", "claimed"]
GRADES: dict[Grade, str] = {
    "measured": mark("measured"),
    "borrowed": mark("borrowed"),
    "guessed": mark("guessed"),
    "claimed": mark("claimed"),
}

Array = NDArray[np.floating]
Draws = Mapping[str, Array]
EVERYBODY = Audience()


@dataclass(frozen=True)
class Timed:
    """A change of `size`, broadcast to (cells, draws), times its `course`, (months, 1, draws)."""

    size: Array
    course: Array


Change = Array | Timed | tuple[Timed, ...] | None  # several: their sum; None: no change


@dataclass(frozen=True)
class Span:
    """The months a strategy is simulated for, from its start, and how many of them it runs."""

    months: int
    lasts: int

    def running(self) -> Array:
        """1 in the months it runs, else 0; (months, 1, 1)."""
        return course(self.months, 0, self.lasts)

    def beginning(self) -> Array:
        """1 in its first month, else 0; (months, 1, 1)."""
        return course(self.months, 0, 1)


FARTHEST = 100_000.0  # whatever the unit: beyond it no number is meant


@dataclass(frozen=True)
class Assumption:
    """A number the data cannot give, as the range that holds it in nine of ten cases.

    Attributes:
        key: name within its strategy, in the study and in every export.
        label, unit, caveat: shown to people, marked for translation.
        low, high: 5th and 95th percentile; equal ends are a decision, not an estimate.
        source: the paper or the reason; grade: how far it can be trusted.
        digits: decimals shown. least, most: what it can never be below or above.
        claim: what one of the source documents claims, if it does.
        shared: whether it is one fact in all strategies that rest on it.
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
    least: float = -FARTHEST
    most: float = FARTHEST
    claim: "Claim | None" = None
    shared: bool = False


@dataclass(frozen=True)
class Claim:
    """What a source document says instead: never a default, only where the user asks for it."""

    low: float
    high: float
    source: str
    caveat: str


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
        life_cycle: state of each cell: new, active, loyal, cooling or lost (see `Cells`).
        value_band: high, middle or mass, per cell. segment: key of the segment, per cell.
        nps: net promoter score, NaN where unknown.
        new_customers: expected first-time customers a month whom nobody referred, per draw.
        word_of_mouth: those whom each customer who stays refers a month, per draw.
        first_orders, first_amount: orders of a new customer in the first month, money per order.
        stay_moves, lapse_moves: to which cell those go who stay and who do not, (cells, cells);
            None: who stays keeps the cell, and who does not is gone.
    """

    stay: Array
    orders: Array
    amount: Array
    margin: Array
    active: NDArray[np.bool_]
    customers: Array
    failed: Array
    memory: float
    life_cycle: NDArray[np.str_]
    value_band: NDArray[np.str_]
    segment: NDArray[np.str_]
    nps: Array
    new_customers: Array
    word_of_mouth: Array = field(default_factory=lambda: np.zeros(1))
    first_orders: float = 0.0
    first_amount: float = 0.0
    stay_moves: Array | None = None
    lapse_moves: Array | None = None

    @property
    def order_value(self) -> Array:
        """Money per order of the first month, of today's and of new customers, per draw."""
        orders = (self._stayed * self.orders).sum(axis=0) + self._new * self.first_orders
        return self.monthly_sales / np.maximum(orders, 1e-12)

    @property
    def monthly_sales(self) -> Array:
        """Expected sales of the first month, to today's customers and to new ones, per draw."""
        repeat = (self._stayed * self.orders * self.amount).sum(axis=0)
        return repeat + self._new * self.first_orders * self.first_amount

    @property
    def _stayed(self) -> Array:
        return self.customers[:, None] * self.stay

    @property
    def _new(self) -> Array:
        return self.new_customers + self.word_of_mouth * self._stayed.sum(axis=0)


@dataclass(frozen=True)
class Points:
    """Points per order, in money.

    Attributes:
        issued: share of sales given as points, (months, 1, draws).
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
        stay: added to the logit of being active a month later (of lapsed cells: of coming back).
        orders, amount: added to the logarithm of orders and of money per order at list price, of
            customers who were there before; arrivals: of new customers, (months, 1, draws).
        margin: added to the logarithm of the share of sales left after the cost of goods.
        nps: added to the net promoter score, in points.
        referred: further new customers a month for each customer who stays.
        discount: share of the list price given away on every unit sold, base sales included;
            (months, 1, draws).
        points: points issued on sales, if any.
        fee: money a month from each customer who stays, such as a membership fee.
        fixed: money a month at any reach, (months, 1, draws).
        advertising: money a month where all new customers are reached, in proportion to those who
            are; (months, 1, draws).
        field_work: money a month in each cell where all of it is reached (`costs.by_cell`).
        per_customer: money a month for each customer who stays; per_lapsed: for each who does not;
            per_order: for each order; per_referred: for each referred new customer.
        contacts: messages a month to a customer of the cell on average; contacts_each: to each of
            those who get any, per draw (None is one). Both are for the contact limit.
    """

    stay: Change = None
    orders: Change = None
    amount: Change = None
    arrivals: Change = None
    margin: Change = None
    nps: Change = None
    referred: Change = None
    discount: Change = None
    points: Points | None = None
    fee: Change = None
    fixed: Change = None
    advertising: Change = None
    field_work: Change = None
    per_customer: Change = None
    per_lapsed: Change = None
    per_order: Change = None
    per_referred: Change = None
    contacts: Change = None
    contacts_each: Array | None = None


@dataclass(frozen=True)
class Strategy:
    """Something a business can do, what it is assumed to do, and what it costs.

    `audience` is whom it is for where a scenario does not say otherwise.
    """

    key: str
    label: str
    meaning: str
    assumptions: tuple[Assumption, ...]
    effect: Callable[[Draws, Baseline, Span], Effect]
    audience: Audience = EVERYBODY


def course(months: int, start: Array | float, end: Array | float) -> Array:
    """Share of each month that lies between the times `start` and `end`; (months, 1, draws)."""
    after = np.arange(1, months + 1)[:, None, None]
    return np.clip(np.minimum(after, end) - np.maximum(after - 1, start), 0, 1)
