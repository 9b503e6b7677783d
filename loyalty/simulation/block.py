"""One block of draws through all months; see `loyalty.simulation.model`.

Counts of customers are single precision (their noise is far larger), money is double.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loyalty.simulation import draws
from loyalty.simulation.actions import Plan
from loyalty.simulation.cells import Cells
from loyalty.simulation.money import Sales, Till
from loyalty.simulation.result import PLACE
from loyalty.simulation.sums import ratio, total
from loyalty.strategies.base import Array, Baseline

Singles = NDArray[np.float32]
EDGE = 1e-7  # no chance is nearer to 0 or 1


class Trajectory(NamedTuple):
    """Paths of the metrics and of active customers by segment: (either, months, draws)."""

    path: Array
    mix: Array

    @property
    def worth(self) -> Array:
        """Cash less the points still owed, (months, draws)."""
        return self.path[PLACE["cash"]] - self.path[PLACE["liability"]]


@dataclass(frozen=True)
class Rates:
    """The drawn business as the months need it, in single precision.

    Attributes:
        customers: now, (cells, 1). logit, orders, amount, nps: (cells, draws); nps is -1 to 1, None
            where it is not known. margin, new_customers, word_of_mouth (None for none): per draw.
        to_stay, to_lapse: moves of cells, transposed: to the active and to the lapsed cells only.
        of_state: (states, cells), 1 for the cells of each state; state_stay, state_lapse: moves of
            states, transposed. active, state_active: which cells and states are active.
        entry: new customers by cell. in_segment: (segments, cells), 1 for its active cells.
    """

    customers: Singles
    logit: Singles
    orders: Singles
    amount: Singles
    nps: Singles | None
    margin: Array
    new_customers: Array
    word_of_mouth: Array | None
    to_stay: Singles
    to_lapse: Singles
    of_state: Singles
    state_stay: Singles
    state_lapse: Singles
    active: NDArray[np.bool_]
    state_active: NDArray[np.bool_]
    entry: Singles
    in_segment: Singles
    first_orders: float
    first_amount: float
    amount_noise: float

    @classmethod
    def of(cls, cells: Cells, base: Baseline) -> "Rates":
        """From the cells and what was drawn about them."""
        state = cells.table["state"].to_numpy()
        first = np.flatnonzero(np.diff(state, prepend=-1))
        of_state = (state == state[first, None]).astype(float)
        inside = np.array([(base.segment == key) & base.active for key in cells.segments], float)
        stay, lapse = cells.stay_moves, cells.lapse_moves
        return cls(
            customers=_single(base.customers[:, None]),
            logit=_single(np.log(base.stay) - np.log1p(-base.stay)),
            orders=_single(base.orders),
            amount=_single(base.amount),
            nps=_single(np.clip(base.nps / 100, -1, 1)) if np.isfinite(base.nps).all() else None,
            margin=base.margin,
            new_customers=base.new_customers,
            word_of_mouth=base.word_of_mouth if np.any(base.word_of_mouth) else None,
            to_stay=_single(stay.T[base.active]),
            to_lapse=_single(lapse.T[~base.active]),
            of_state=_single(of_state),
            state_stay=_single(of_state @ stay.T[:, first]),
            state_lapse=_single(of_state @ lapse.T[:, first]),
            active=base.active,
            state_active=base.active[first],
            entry=_single(cells.entry[:, None]),
            in_segment=_single(inside),
            first_orders=cells.first_orders,
            first_amount=cells.first_amount,
            amount_noise=cells.amount_noise,
        )


def live(rates: Rates, plan: Plan, luck: draws.Luck, part: slice, out: Trajectory) -> None:
    """Write the path of the draws `part` into `out`."""
    size = luck.stay.shape[2]
    everybody = np.repeat(rates.customers, size, axis=1)
    starters = _Starters(rates, everybody)
    till = Till(rates, plan, part, size)
    for month in range(len(luck.stay)):
        stayed = _stayed(rates, plan, luck, month, part, everybody)
        lapsed = everybody - stayed
        sales = _sales(rates, plan, luck, month, part, stayed)
        everybody = _moved(rates, stayed, lapsed)
        everybody += rates.entry * sales.new.astype(np.float32)
        out.mix[:, month] = rates.in_segment @ everybody
        counted = out.mix[:, month].sum(axis=0, dtype=float)
        kept = starters.month(stayed, sales.new)
        money = till.month(month, sales, stayed, lapsed)
        nps = _nps(rates, plan, month, part, everybody, counted)
        out.path[:, month] = counted, kept, sales.orders, *money, nps


class _Starters:
    """Customers active at the start, followed through the states.

    They go at the realised rates of everybody in their state.
    """

    def __init__(self, rates: Rates, everybody: Singles) -> None:
        self.rates, self.all = rates, rates.of_state @ everybody
        self.still = self.all * rates.state_active[:, None]
        self.began = np.maximum(self.still.sum(axis=0), 1e-12)

    def month(self, stayed: Singles, new: Array) -> Array:
        """The share of them that is active after the month's moves."""
        rates = self.rates
        share = ratio(self.still, self.all)
        stay = rates.of_state @ stayed
        lapse = np.maximum(self.all - stay, 0)
        self.still = rates.state_stay @ (share * stay) + rates.state_lapse @ (share * lapse)
        self.all = rates.state_stay @ stay + rates.state_lapse @ lapse
        self.all += rates.of_state @ rates.entry * new.astype(np.float32)
        return self.still[rates.state_active].sum(axis=0) / self.began


def _stayed(
    rates: Rates, plan: Plan, luck: draws.Luck, month: int, part: slice, everybody: Singles
) -> Singles:
    logit = rates.logit[:, part] + luck.stay_shock[month].astype(np.float32)
    shift = plan.shift("stay", month, part)
    if shift is not None:
        logit += shift
    np.exp(np.negative(logit, out=logit), out=logit)
    logit += 1
    share = np.clip(np.reciprocal(logit, out=logit), EDGE, 1 - EDGE, out=logit)
    return draws.thin(everybody, share, luck.stay[month])


def _sales(
    rates: Rates, plan: Plan, luck: draws.Luck, month: int, part: slice, stayed: Singles
) -> Sales:
    """Orders of the month and what they come to at list price, by cell and of new customers."""
    referred = _referred(plan, month, part, stayed)
    arriving = _arriving(rates, plan, luck, month, part, stayed)
    new = draws.poisson(arriving + referred, luck.arrivals[month])
    repeat = _changed(stayed * rates.orders[:, part], plan.shift("orders", month, part))
    repeat *= np.exp(luck.orders_shock[month]).astype(np.float32)
    worth = _changed(repeat * rates.amount[:, part], plan.shift("amount", month, part))
    first = new * rates.first_orders
    expected = total(repeat) + first
    orders = draws.poisson(expected, luck.orders[month])
    listed = total(worth) + first * rates.first_amount
    factor = ratio(orders, expected)
    noise = ratio(rates.amount_noise * np.sqrt(orders), listed * factor)
    factor = factor * draws.positive(noise, luck.money[month])
    return Sales(
        repeat, worth, listed * factor, factor, orders, new,
        new * ratio(referred, arriving + referred), first * rates.first_amount,
    )  # fmt: skip


def _arriving(
    rates: Rates, plan: Plan, luck: draws.Luck, month: int, part: slice, stayed: Singles
) -> Array:
    """Expected new customers, those by word of mouth too, but for those a strategy brings."""
    expected = rates.new_customers[part]
    if rates.word_of_mouth is not None:
        expected = expected + rates.word_of_mouth[part] * total(stayed)
    expected = expected * luck.arrivals_shock[month]
    more = plan.shift("arrivals", month, part, new=True)
    return expected if more is None else expected * np.exp(more)[0]


def _referred(plan: Plan, month: int, part: slice, stayed: Singles) -> Array:
    """Expected new customers who were referred because of a strategy."""
    each = plan.shift("referred", month, part)
    return np.zeros(stayed.shape[1]) if each is None else total(stayed * each)


def _changed(value: Singles, shift: Array | None) -> Singles:
    return value if shift is None else (value * np.exp(shift)).astype(np.float32, copy=False)


def _moved(rates: Rates, stayed: Singles, lapsed: Singles) -> Singles:
    """Customers by their next cell."""
    moved = np.empty_like(stayed)
    moved[rates.active] = rates.to_stay @ stayed
    moved[~rates.active] = rates.to_lapse @ lapsed
    return moved


def _nps(
    rates: Rates, plan: Plan, month: int, part: slice, everybody: Singles, counted: Array
) -> Array:
    """Net promoter score of the active customers, moved within its scale; NaN where unknown."""
    if rates.nps is None:
        return np.full_like(counted, np.nan)
    active = rates.active
    level, shift = rates.nps[active, part], plan.shift("nps", month, part)
    if shift is not None:
        level = np.clip(level + (shift[active] if len(shift) > 1 else shift) / 100, -1, 1)
    return 100 * ratio(total(everybody[active] * level), counted)


def _single(values: Array) -> Singles:
    return np.ascontiguousarray(values, dtype=np.float32)
