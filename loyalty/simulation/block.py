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
from loyalty.strategies.base import Array, Baseline

Singles = NDArray[np.float32]
EDGE = 1e-7  # no chance is nearer to 0 or 1


class Trajectory(NamedTuple):
    """Paths of the metrics and of active customers by segment: (either, months, draws)."""

    path: Array
    mix: Array


@dataclass(frozen=True)
class Rates:
    """The drawn business as the months need it; what is read in every month in single precision.

    Attributes:
        logit, orders, amount, nps: (cells, draws). margin: per draw.
        to_stay, to_lapse: moves of cells, transposed: to the active and to the lapsed cells only.
        state_stay, state_lapse: the same for states. starts: first cell of each state.
        active, state_active: places of active cells and states. entry: new customers by cell.
        in_segment: (segments, cells), 1 for the active cells of each segment.
    """

    customers: Singles
    logit: Singles
    orders: Singles
    amount: Singles
    nps: Singles
    margin: Array
    new_customers: Array
    to_stay: Singles
    to_lapse: Singles
    state_stay: Singles
    state_lapse: Singles
    starts: NDArray[np.int64]
    active: NDArray[np.bool_]
    entry: Singles
    in_segment: Singles
    first_orders: float
    first_amount: float
    amount_noise: float

    @classmethod
    def of(cls, cells: Cells, base: Baseline) -> "Rates":
        """From the cells and what was drawn about them."""
        starts = np.flatnonzero(np.diff(cells.table["state"], prepend=-1))
        inside = np.array([(base.segment == key) & base.active for key in cells.segments], float)
        known = np.isfinite(base.nps).all()
        stay, lapse = cells.stay_moves, cells.lapse_moves
        return cls(
            customers=_single(base.customers[:, None]),
            logit=_single(np.log(base.stay) - np.log1p(-base.stay)),
            orders=_single(base.orders),
            amount=_single(base.amount),
            nps=_single(base.nps if known else np.full_like(base.nps, np.nan)),
            margin=base.margin,
            new_customers=base.new_customers,
            to_stay=_single(stay.T[base.active]),
            to_lapse=_single(lapse.T[~base.active]),
            state_stay=_single(_by_state(stay, starts).T),
            state_lapse=_single(_by_state(lapse, starts).T),
            starts=starts,
            active=base.active,
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
    active = rates.active[:, None]
    of_start = np.repeat(rates.active[rates.starts, None], size, axis=1).astype(np.float32)
    began = np.maximum((everybody * active).sum(axis=0), 1e-12)
    till = Till(rates, plan, part, size)
    for month in range(len(luck.stay)):
        stayed = _stayed(rates, plan, luck, month, part, everybody)
        lapsed = everybody - stayed
        sales = _sales(rates, plan, luck, month, part, stayed)
        of_start = _starters(rates, of_start, everybody, stayed, lapsed)
        everybody = _moved(rates, stayed, lapsed)
        new = sales.new.astype(np.float32)
        remained = of_start * _states(rates, everybody)
        everybody += rates.entry * new
        of_start = _ratio(remained, _states(rates, everybody))
        customers = np.where(active, everybody, 0)
        out.mix[:, month] = rates.in_segment @ everybody
        counted = customers.sum(axis=0)
        kept = remained[rates.active[rates.starts]].sum(axis=0) / began
        nps = _nps(rates, plan, month, part, customers, counted)
        out.path[:, month] = (
            counted, kept, sales.orders, *till.month(month, sales, stayed, lapsed), nps,
        )  # fmt: skip


def _stayed(
    rates: Rates, plan: Plan, luck: draws.Luck, month: int, part: slice, everybody: Singles
) -> Singles:
    logit = rates.logit[:, part] + luck.stay_shock[month].astype(np.float32)
    shift = plan.shift("stay", month, part)
    if shift is not None:
        logit += shift
    share = np.clip(1 / (1 + np.exp(-logit)), EDGE, 1 - EDGE)
    return draws.thin(everybody, share, luck.stay[month]).astype(np.float32, copy=False)


def _sales(
    rates: Rates, plan: Plan, luck: draws.Luck, month: int, part: slice, stayed: Singles
) -> Sales:
    """Orders of the month and what they come to at list price, by cell and of new customers."""
    referred = _referred(plan, month, part, stayed)
    expected_new = rates.new_customers[part] * luck.arrivals_shock[month]
    more = plan.shift("arrivals", month, part, new=True)
    if more is not None:
        expected_new = expected_new * np.exp(more)[0]
    new = draws.poisson(expected_new + referred, luck.arrivals[month])
    repeat = _changed(stayed * rates.orders[:, part], plan.shift("orders", month, part))
    repeat *= np.exp(luck.orders_shock[month]).astype(np.float32)
    worth = _changed(repeat * rates.amount[:, part], plan.shift("amount", month, part))
    first = new * rates.first_orders
    expected = repeat.sum(axis=0, dtype=float) + first
    orders = draws.poisson(expected, luck.orders[month])
    listed = worth.sum(axis=0, dtype=float) + first * rates.first_amount
    factor = _ratio(orders, expected)
    noise = _ratio(rates.amount_noise * np.sqrt(orders), listed * factor)
    factor = factor * draws.positive(noise, luck.money[month])
    share = _ratio(referred, expected_new + referred)
    return Sales(
        repeat, worth, listed * factor, factor, orders, new, new * share, first * rates.first_amount
    )


def _referred(plan: Plan, month: int, part: slice, stayed: Singles) -> Array:
    """Expected further new customers."""
    each = plan.shift("referred", month, part)
    return np.zeros(stayed.shape[1]) if each is None else (stayed * each).sum(axis=0, dtype=float)


def _changed(value: Singles, shift: Array | None) -> Singles:
    return value if shift is None else (value * np.exp(shift)).astype(np.float32, copy=False)


def _starters(
    rates: Rates, of_start: Singles, everybody: Singles, stayed: Singles, lapsed: Singles
) -> Singles:
    """Share of each state's customers that were active at the start, after the moves.

    Starters go at the realised rates of everybody in their state.
    """
    to_stay = rates.state_stay @ (of_start * _states(rates, stayed))
    to_lapse = rates.state_lapse @ (of_start * _states(rates, lapsed))
    moved = rates.state_stay @ _states(rates, stayed) + rates.state_lapse @ _states(rates, lapsed)
    return _ratio(to_stay + to_lapse, moved)


def _moved(rates: Rates, stayed: Singles, lapsed: Singles) -> Singles:
    """Customers by their next cell."""
    moved = np.empty_like(stayed)
    moved[rates.active] = rates.to_stay @ stayed
    moved[~rates.active] = rates.to_lapse @ lapsed
    return moved


def _states(rates: Rates, cells: Singles) -> Singles:
    return np.add.reduceat(cells, rates.starts, axis=0)


def _nps(
    rates: Rates, plan: Plan, month: int, part: slice, customers: Singles, counted: Array
) -> Array:
    """Net promoter score of the active customers, moved within its scale; NaN where unknown."""
    level = np.clip(rates.nps[:, part] / 100, -1 + EDGE, 1 - EDGE)
    shift = plan.shift("nps", month, part)
    if shift is not None:
        level = np.tanh(np.arctanh(level) + shift / 100 / (1 - level**2))
    return 100 * _ratio((customers * level).sum(axis=0), counted)


def _by_state(moves: Array, starts: NDArray[np.int64]) -> Array:
    return np.add.reduceat(moves, starts, axis=1)[starts]


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 1e-12)


def _single(values: Array) -> Singles:
    return np.ascontiguousarray(values, dtype=np.float32)
