"""Cells: the customer base as at most a few hundred groups with their rates, from own history.

A cell is a segment (today's, by the study's rules) x a life-cycle state (days since the last order)
x a value band (orders lately). Staying and ordering are counted by the last two alone, its *state*:
measured on today's segments, the past would hold survivors only, and within a state the segments
of three and six months before hardly differed (three shops: 2 of 32 in orders by more than chance,
none in staying; the heaviest buyers of a grocer do). In what an order brings they do. How segments
go along with states is told in `loyalty.simulation.cells.division`. For every state the last months
are counted:

stay     of the customers in the state at a month's end, how many were active a month later
         (Beta: counts plus `STRENGTH` pseudo-customers at the rate of the same recency band)
orders   orders of that month for each customer who stayed (Gamma, shrunk alike)
moves    where customers went, separately for those who stayed active and those who did not
amount   net money per order by order band (returns subtracted), shrunk to the average, and by how
         much segments differ in it (`loyalty.simulation.cells.order_value`)
arrivals first-time customers a month, and the cells they are in at the month's end; those whom a
         customer referred come in proportion to the customers who stay

Months differ more than chance alone explains (season, trend, campaigns). `spread` holds that extra
variation of staying, ordering and arriving: where the level stands now, how much single months
scatter around it, and how far it moves in a month (`loyalty.simulation.cells.drift`). A trend or a
season is not continued: the middle of the future stays at today's level, and bands widen around it.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.engine import Tables
from loyalty.simulation.cells import (
    counting,
    feelings,
    handover_loss,
    order_value,
    referrals,
    service,
)
from loyalty.simulation.cells.counting import STRENGTH
from loyalty.simulation.cells.division import Division, divide
from loyalty.simulation.cells.drift import STEADY, Drift, fit
from loyalty.simulation.cells.history import DAYS_A_MONTH, Floats, Grid, Ints, read
from loyalty.study import Range, Study


@dataclass(frozen=True)
class Spread:
    """What differs between months beyond chance: logit of staying, log of the others."""

    stay: Drift = STEADY
    orders: Drift = STEADY
    arrivals: Drift = STEADY


@dataclass(frozen=True, eq=False)
class Cells:
    """The customer base in cells; holds counts and rates, no customer. Equal only to itself.

    Attributes:
        table: one row per cell: segment, state (its number), order_band and recency_band (see
            `Grid`), life_cycle, value_band, active, customers (now), share (of its state); and of
            its state: months_seen (customer-months counted), stayed, orders, stay_prior and
            orders_prior (rates a thin one is shrunk to), failed (bad service, relative to the
            average), nps and nps_error (NaN where unknown). amount and amount_error: money per
            order of the cell.
        stay_moves, lapse_moves: (cells, cells) shares of where customers go, rows sum to 1.
        arrivals: first-time customers of the months counted; entry: shares of their cells.
        first_orders, first_amount: orders in the month of the first order, money per order.
        amount_noise: standard deviation of one order's money.
        months: months counted. memory: active days in months. spread: see `Spread`.
        measured: assumptions the data answer, by key.
        referred: how many of the arrivals another customer referred.
    """

    table: pd.DataFrame
    stay_moves: Floats
    lapse_moves: Floats
    arrivals: Ints
    entry: Floats
    first_orders: float
    first_amount: float
    amount_noise: float
    months: int
    memory: float
    spread: Spread = field(default_factory=Spread)
    measured: dict[str, Range] = field(default_factory=dict)
    referred: int = 0

    @property
    def segments(self) -> tuple[str, ...]:
        """Keys of the segments that hold customers, in the order of their cells."""
        return tuple(dict.fromkeys(self.table["segment"]))


def cells(tables: Tables, customers: pd.DataFrame, study: Study) -> Cells:
    """Count the cells; Refused without orders or with less than two months of them.

    `customers` holds customer_id and, where known, segment and nps_score.
    """
    grid = Grid(study.active_days)
    history = read(tables, study.as_of, customers["customer_id"])
    at = history.snapshots(grid)
    counts = counting.count(history, at, grid)
    bad = service.measure(tables, study, customers["customer_id"], history, at, grid)
    active = (at[0] >= 0) & grid.active[at[0]]
    handed = handover_loss.measure(tables, study, customers["customer_id"], active)
    division = divide(at[0], _column(customers, "segment"), grid)
    amounts = counting.amounts(history, at, grid)
    priors = counting.priors(counts, grid)
    states = _states(customers, at[0], grid, counts, priors, amounts).assign(failed=bad.profile)
    factor, usual = order_value.of_customers(history, at, grid, amounts)
    worth = order_value.by_segment(factor, usual, _column(customers, "segment"), division)
    return Cells(
        table=_table(states, division, grid, worth),
        stay_moves=division.joint(counting.moves(counts.moves, grid, active=True)),
        lapse_moves=division.joint(counting.moves(counts.moves, grid, active=False)),
        arrivals=counts.arrivals,
        entry=counting.entry(counts.entry, grid)[division.state] * division.share,
        first_orders=max(1.0, counts.first_orders / max(counts.arrivals.sum(), 1)),
        first_amount=amounts.first,
        amount_noise=amounts.noise,
        months=history.months,
        memory=study.active_days / DAYS_A_MONTH,
        spread=_spread(counts, priors),
        measured=_margin(history.margin) | bad.ranges | handed,
        referred=referrals.count(tables, customers["customer_id"], at),
    )


def _states(
    customers: pd.DataFrame, now: Ints, grid: Grid, counts: counting.Counts,
    priors: dict[str, Floats], amounts: counting.Amounts,
) -> pd.DataFrame:  # fmt: skip
    """One row per state: who is there now, what was counted there, and what an order brings."""
    return pd.DataFrame(
        {
            "state": np.arange(grid.size),
            "order_band": grid.order_band,
            "recency_band": grid.recency_band,
            "life_cycle": grid.life_cycle,
            "active": grid.active,
            "state_customers": counting.bincount(now, grid),
            "months_seen": counts.seen,
            "stayed": counts.stayed,
            "orders": counts.orders,
            **priors,
            "amount": amounts.mean[grid.order_band],
            "amount_error": amounts.error[grid.order_band],
            **feelings.nps(_column(customers, "nps_score"), now, grid),
        }
    )


def _column(customers: pd.DataFrame, name: str) -> pd.Series:
    nothing = pd.Series([None] * len(customers), index=customers.index)
    return customers.get(name, nothing)


def _table(states: pd.DataFrame, division: Division, grid: Grid, worth: Floats) -> pd.DataFrame:
    """`worth` is the money per order of each cell against the average of its state."""
    table = states.assign(value_band=_value_band(states, grid)).iloc[division.state]
    return table.assign(
        amount=table["amount"] * worth,
        amount_error=table["amount_error"] * worth,
        segment=division.keys(),
        share=division.share,
        customers=(table["state_customers"] * division.share).round().astype(np.int64),
    ).reset_index(drop=True)


def _value_band(states: pd.DataFrame, grid: Grid) -> NDArray[np.str_]:
    """Bands by share of value, half and four fifths: kinds of buyers by where their middle lies."""
    money = (states["state_customers"] * states["stay_prior"] * states["orders_prior"]).to_numpy()
    money = np.bincount(grid.order_band, money * states["amount"])
    people = np.bincount(grid.order_band, states["state_customers"])
    best = np.argsort(-money / np.maximum(people, 1), kind="stable")
    middle = np.empty(len(money))
    middle[best] = money[best].cumsum() - money[best] / 2
    share = middle / max(money.sum(), 1e-12)
    return np.select([share < 0.5, share < 0.8], ["high", "middle"], "mass")[grid.order_band]


def _spread(counts: counting.Counts, priors: dict[str, Floats]) -> Spread:
    """Drift of each month's totals against what the rates of all months give."""
    rates = rates_of(counts.seen, counts.stayed, counts.orders, **priors)
    expected, chance = counts.by_seen @ rates.stay, counts.by_seen @ (rates.stay * (1 - rates.stay))
    chance = np.maximum(chance, 1.0)
    ordered = counts.by_stayed @ rates.orders + 1
    arrived = counts.arrivals + 1
    return Spread(
        stay=fit((counts.by_stayed.sum(axis=1) - expected) / chance, 1 / chance),
        orders=fit(np.log((counts.by_orders.sum(axis=1) + 1) / ordered), 1 / ordered),
        arrivals=fit(np.log(arrived / arrived.mean()), 1 / arrived),
    )


@dataclass(frozen=True)
class Rates:
    """Posterior of each cell: Beta(stay_yes, stay_no), Gamma(orders_shape) / orders_seen."""

    stay_yes: Floats
    stay_no: Floats
    orders_shape: Floats
    orders_seen: Floats

    @property
    def stay(self) -> Floats:
        """Mean chance of staying active."""
        return self.stay_yes / (self.stay_yes + self.stay_no)

    @property
    def orders(self) -> Floats:
        """Mean orders a month of those who stay."""
        return self.orders_shape / self.orders_seen


def rates_of(
    months_seen: NDArray, stayed: NDArray, orders: NDArray, stay_prior: Floats, orders_prior: Floats
) -> Rates:
    """Counts plus `STRENGTH` pseudo-customers at the prior rates."""
    return Rates(
        stayed + STRENGTH * stay_prior,
        months_seen - stayed + STRENGTH * (1 - stay_prior),
        orders + STRENGTH * orders_prior,
        stayed + STRENGTH,
    )


def _margin(ratios: Floats) -> dict[str, Range]:
    """The margin in per cent of sales with its variation between months, where it is known."""
    if not len(ratios):
        return {}
    centre, half = 100 * ratios.mean(), 164.49 * (ratios.std(ddof=1) if len(ratios) > 1 else 0.05)
    return {"margin_share": Range(low=round(centre - half, 2), high=round(centre + half, 2))}
