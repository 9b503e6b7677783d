"""What customers pay in a month, what the actions cost, and the points still owed."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from loyalty.simulation.actions import Placed, Plan
from loyalty.simulation.sums import ratio, total
from loyalty.strategies.base import Array

if TYPE_CHECKING:
    from loyalty.simulation.block import Rates


class Sales(NamedTuple):
    """Orders and sales of a month.

    `repeat` and `worth` are expected orders and their list price by cell; `factor` turns them into
    what comes in; listed, orders, new, referred and first (list price of first orders, expected)
    are totals per draw.
    """

    repeat: Array
    worth: Array
    listed: Array
    factor: Array
    orders: Array
    new: Array
    referred: Array
    first: Array


class Till:
    """Cash and points owed of one block of draws, carried from month to month."""

    def __init__(self, rates: "Rates", plan: Plan, part: slice, size: int) -> None:
        self.rates, self.plan, self.part = rates, plan, part
        self.cash, self.owed = np.zeros(size), [np.zeros(size) for _one in plan.placed]

    def month(
        self, month: int, sales: Sales, stayed: Array, lapsed: Array
    ) -> tuple[Array, Array, Array, Array, Array]:
        """Revenue, margin, cost, cash since the start, points owed."""
        discount = self._discount(month, sales)
        fees = self._each("fee", month, stayed)
        revenue = sales.listed - discount + fees
        margin = self._margin(month, sales) + fees
        redeemed = self._points(month, sales, sales.listed - discount)
        cost = discount + redeemed + self._spent(month, sales, stayed, lapsed)
        self.cash = self.cash + margin - cost
        return revenue, margin, cost, self.cash, sum(self.owed, np.zeros_like(self.cash))

    def _discount(self, month: int, sales: Sales) -> Array:
        """Given away on every unit sold to the audience; several discounts compound by cell."""
        given = list(self.plan.changes("discount", month, self.part))
        if len(given) < 2:
            one = sum((share[0] * self._share(one, month, sales) for one, share in given), 0.0)
            return sales.listed * one
        paid, paid_new = np.ones((1, 1)), np.ones(1)
        for one, share in given:
            paid = paid * (1 - share[0] * one.weight[month])
            paid_new = paid_new * (1 - share[0] * one.new[month])
        kept = total(sales.worth * paid) + sales.first * paid_new
        return sales.listed * (1 - ratio(kept, total(sales.worth) + sales.first))

    def _margin(self, month: int, sales: Sales) -> Array:
        usual = self.rates.margin[self.part]
        shift = self.plan.shift("margin", month, self.part)
        if shift is None:
            return sales.listed * usual
        more = total(sales.worth * np.expm1(shift))
        return (sales.listed + more * sales.factor) * usual

    def _points(self, month: int, sales: Sales, paid: Array) -> Array:
        """Money of the points redeemed; they are owed net of those never redeemed."""
        spent = np.zeros_like(self.cash)
        for place, one in enumerate(self.plan.placed):
            points = one.effect.points
            if points is None or month < one.start:
                continue
            redeemed = self.owed[place] * _of(points.redeemed, self.part)
            earned = paid * self._share(one, month, sales) * self._issued(one, month)
            kept = 1 - _of(points.broken, self.part)
            self.owed[place] = self.owed[place] - redeemed + earned * kept
            spent = spent + redeemed
        return spent

    def _issued(self, one: Placed, month: int) -> Array | float:
        """Share of the sales given as points."""
        issued = one.at(one.effect.points.issued, month, self.part) if one.effect.points else None
        return 0.0 if issued is None else issued[0] * self.plan.going(month, self.part)

    def _spent(self, month: int, sales: Sales, stayed: Array, lapsed: Array) -> Array:
        """Fixed money, and that for each customer, order and referred customer."""
        spent = self._each("per_customer", month, stayed) + self._each("per_lapsed", month, lapsed)
        expected = total(sales.repeat) + sales.new * self.rates.first_orders
        per_order = self._each("per_order", month, sales.repeat)
        spent = spent + per_order * ratio(sales.orders, expected)
        return spent + self._rewards(month, sales, stayed) + self._for_all(month)

    def _rewards(self, month: int, sales: Sales, stayed: Array) -> Array:
        """Money for referred customers: each action pays for those it brings."""
        brought = {
            id(one): total(stayed * one.weighted(each, month))
            for one, each in self.plan.changes("referred", month, self.part)
        }
        spent, everybody = np.zeros_like(self.cash), sum(brought.values(), np.zeros_like(self.cash))
        for one, each in self.plan.changes("per_referred", month, self.part):
            own = brought.get(id(one), np.zeros_like(self.cash))
            spent = spent + each[0] * sales.referred * ratio(own, everybody)
        return spent

    def _for_all(self, month: int) -> Array:
        """Money for no single customer: at any reach, and in proportion to those reached."""
        spent = np.zeros_like(self.cash)
        for _one, money in self.plan.changes("fixed", month, self.part):
            spent = spent + money[0]
        for one, money in self.plan.changes("advertising", month, self.part):
            spent = spent + money[0] * one.new[month]
        for one, money in self.plan.changes("field_work", month, self.part):
            spent = spent + total(one.weighted(money, month))
        return spent

    def _each(self, name: str, month: int, customers: Array) -> Array:
        """The sum of what is paid for each of `customers` of the audience, (cells, draws)."""
        paid = np.zeros_like(self.cash)
        for one, money in self.plan.changes(name, month, self.part):
            each = one.weighted(money, month)
            alike = len(each) == 1
            paid = paid + (total(customers) * each[0] if alike else total(customers * each))
        return paid

    def _share(self, one: Placed, month: int, sales: Sales) -> Array | float:
        """Share of the month's sales that the audience buys."""
        if one.new[month] == 1 and one.whole[month]:
            return 1.0
        bought = total(sales.worth * one.weight[month]) + sales.first * one.new[month]
        return ratio(bought, total(sales.worth) + sales.first)


def _of(values: Array, part: slice) -> Array:
    return values[part] if values.size > 1 else values
