"""The months to come, for all draws at once.

Each month, in every cell: who stays active (`thin`), what they order, what that brings and costs;
then customers move to their next cell and new ones come. Arrays are (cells, draws).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from loyalty.simulation import draws
from loyalty.simulation.assumptions import GENERALS, ranges, resolve, shelf
from loyalty.simulation.cells import Cells
from loyalty.simulation.result import METRICS, Result
from loyalty.strategies import BY_KEY, Strategy
from loyalty.strategies.base import Array, Baseline, Effect
from loyalty.study import Scenario, Study

BASE = Scenario(strategy="do_nothing")
BLOCK = 2**18  # multiplications in one block of `_moved`


def run(cells: Cells, study: Study, strategies: Sequence[Strategy | Scenario]) -> Result:
    """Simulate each strategy (with the study's assumptions) or scenario, beside doing nothing."""
    general = resolve(GENERALS, study.general, cells)
    margin = draws.of_all(study, GENERALS, ranges(general))["margin_share"] / 100
    base, luck = draws.baseline(cells, study, margin), draws.luck(cells, study)
    paths = {
        name: simulate(cells, base, effect_of(scenario, study, cells, base), luck)
        for name, scenario in named(study, strategies).items()
    }
    return Result(paths, start=float(base.customers[base.active].sum()))


def named(study: Study, strategies: Sequence[Strategy | Scenario]) -> dict[str, Scenario]:
    """Scenarios by the name they have in the result; doing nothing comes first."""
    found = {BASE.strategy: BASE}
    for one in strategies:
        scenario = one if isinstance(one, Scenario) else shelf(study, [one])[0]
        name = scenario.name or scenario.strategy
        if scenario.name or scenario.strategy != BASE.strategy:
            copies = sum(key == name or key.startswith(f"{name} (") for key in found)
            found[f"{name} ({copies + 1})" if copies else name] = scenario
    return found


def effect_of(scenario: Scenario, study: Study, cells: Cells, base: Baseline) -> Effect:
    """What the scenario's strategy does under the drawn assumptions."""
    strategy = BY_KEY[scenario.strategy]
    chosen = ranges(resolve(strategy.assumptions, scenario.assumptions, cells))
    drawn = draws.of_all(study, strategy.assumptions, chosen)
    return strategy.effect(drawn, base, study.months)


def simulate(cells: Cells, base: Baseline, effect: Effect, luck: draws.Luck) -> Array:
    """The path of every metric: (metrics, months, draws), metrics as in `METRICS`."""
    months, _cells, size = luck.stay.shape
    path = np.empty((len(METRICS), months, size))
    cash, owed = np.zeros(size), np.zeros(size)
    for month, (customers, retention, orders, listed) in enumerate(
        _path(cells, base, effect, luck)
    ):
        money = _money(effect, month, customers, listed, owed)
        margin = listed * base.margin
        cash, owed = cash + margin - money.cost, money.owed
        path[:, month] = (
            customers.sum(axis=0), retention, orders, money.revenue, margin, money.cost, cash, owed,
        )  # fmt: skip
    return path


@dataclass(frozen=True)
class _Money:
    revenue: Array
    cost: Array
    owed: Array


def _money(effect: Effect, month: int, customers: Array, listed: Array, owed: Array) -> _Money:
    """What customers pay, what the strategy costs, and the points still owed at the month's end.

    Points are owed net of those never redeemed; they cost what they are worth when redeemed.
    """
    discount = listed * _at(effect.discount, month)[0]
    revenue, redeemed = listed - discount, np.zeros_like(owed)
    if effect.points:
        points = effect.points
        redeemed = owed * points.redeemed
        owed = owed - redeemed + revenue * points.issued * (1 - points.broken)
    care = (customers * _at(effect.per_customer, month)).sum(axis=0)
    return _Money(revenue, discount + redeemed + care + _at(effect.fixed, month)[0], owed)


def _path(
    cells: Cells, base: Baseline, effect: Effect, luck: draws.Luck
) -> Iterator[tuple[Array, Array, Array, Array]]:
    """Per month: active customers by cell, share of the starters still active, orders, sales.

    Starters are the active customers of month 0, followed through the cells at the realised
    rates of everybody in their cell.
    """
    active = base.active[:, None]
    everybody = np.broadcast_to(base.customers[:, None], base.stay.shape)
    starters = everybody * active
    began = np.maximum(starters.sum(axis=0), 1e-12)
    logit = np.log(base.stay) - np.log1p(-base.stay)
    for month in range(len(luck.stay)):
        shift = _at(effect.stay, month) + luck.stay_shock[month]
        stayed = draws.thin(everybody, 1 / (1 + np.exp(-logit - shift)), luck.stay[month])
        kept = starters * np.divide(
            stayed, everybody, out=np.zeros_like(stayed), where=everybody > 0
        )
        new = _new(effect, luck, month)
        orders, listed = _sales(cells, base, effect, luck, month, stayed, new)
        everybody = _moved(cells, stayed, everybody - stayed) + cells.entry[:, None] * new
        starters = _moved(cells, kept, starters - kept)
        yield everybody * active, (starters * active).sum(axis=0) / began, orders, listed


def _new(effect: Effect, luck: draws.Luck, month: int) -> Array:
    expected = luck.new_customers[month] * np.exp(_at(effect.arrivals, month)[0])
    return draws.poisson(expected, luck.arrivals[month])


def _sales(
    cells: Cells, base: Baseline, effect: Effect, luck: draws.Luck, month: int,
    stayed: Array, new: Array,
) -> tuple[Array, Array]:  # fmt: skip
    """Orders of the month and what they come to at list price."""
    more = _at(effect.orders, month) + luck.orders_shock[month]
    repeat, first = stayed * base.orders * np.exp(more), new * cells.first_orders
    expected = repeat.sum(axis=0) + first
    orders = draws.poisson(expected, luck.orders[month])
    amount = base.amount * np.exp(_at(effect.amount, month))
    sales = (repeat * amount).sum(axis=0) + first * cells.first_amount
    sales = sales * orders / np.maximum(expected, 1e-12)
    noise = cells.amount_noise * np.sqrt(orders) / np.maximum(sales, 1e-12)
    return orders, sales * draws.positive(np.where(sales > 0, noise, 0), luck.money[month])


def _moved(cells: Cells, stayed: Array, lapsed: Array) -> Array:
    """Customers by their next cell.

    Draws go through in blocks small enough for one thread and its cache: twice as fast as one
    big product, several times on a busy machine, and the same bits on any number of threads.
    """
    to_stay, to_lapse = cells.stay_moves.T.copy(), cells.lapse_moves.T.copy()
    moved = np.empty_like(stayed)
    step = max(16, BLOCK // len(to_stay) ** 2)
    for start in range(0, stayed.shape[1], step):
        part = slice(start, start + step)
        moved[:, part] = to_stay @ stayed[:, part] + to_lapse @ lapsed[:, part]
    return moved


def _at(change: Array, month: int) -> Array:
    """A change in one month as (cells or 1, draws or 1)."""
    return np.atleast_2d(change[month] if change.ndim == 3 else change)
