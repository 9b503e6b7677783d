"""What customers of each state did in the months counted: totals, moves, money."""

from dataclasses import dataclass

import numpy as np

from loyalty.simulation.cells.history import ORDER_BANDS, Floats, Grid, History, Ints

STRENGTH = 20.0  # pseudo-customers (orders) that carry the average into a thin state


@dataclass(frozen=True)
class Counts:
    """Totals over the months; by_* keep the months apart: (months, states).

    moves counts customers from state to state; arrivals are first-time customers a month, entry
    their states at the month's end, first_orders their orders in that month.
    """

    by_seen: Ints
    by_stayed: Ints
    by_orders: Ints
    moves: Ints
    arrivals: Ints
    entry: Ints
    first_orders: int

    @property
    def seen(self) -> Ints:
        """Customers in the state at the start of a month."""
        return self.by_seen.sum(axis=0)

    @property
    def stayed(self) -> Ints:
        """Those of them who were active at its end."""
        return self.by_stayed.sum(axis=0)

    @property
    def orders(self) -> Ints:
        """Their orders in the month."""
        return self.by_orders.sum(axis=0)


def count(history: History, at: Ints, grid: Grid) -> Counts:
    """The totals of all months, oldest first."""
    rows = [
        _one_month(at[back], at[back - 1], history.orders[back - 1], grid)
        for back in range(history.months, 0, -1)
    ]
    seen, stayed, orders, moves, arrivals, entry, first_orders = zip(*rows, strict=True)
    return Counts(
        np.array(seen), np.array(stayed), np.array(orders), np.sum(moves, axis=0),
        np.array(arrivals), np.sum(entry, axis=0), int(sum(first_orders)),
    )  # fmt: skip


def _one_month(before: Ints, after: Ints, orders: Ints, grid: Grid) -> tuple:
    known, new = before >= 0, (before < 0) & (after >= 0)
    stayed = known & grid.active[after]
    pairs = before[known].astype(np.int32) * grid.size + after[known]
    return (
        bincount(before, grid),
        bincount(before[stayed], grid),
        np.bincount(before[known], orders[known], grid.size).astype(np.int64),
        np.bincount(pairs, minlength=grid.size**2).reshape(grid.size, grid.size),
        int(new.sum()),
        bincount(after[new], grid),
        int(orders[new].sum()),
    )


def bincount(state: Ints, grid: Grid) -> Ints:
    """Customers in each state."""
    return np.bincount(state[state >= 0], minlength=grid.size)


def priors(counts: Counts, grid: Grid) -> dict[str, Floats]:
    """Rates of each recency band over all order bands: what a thin state is shrunk to."""
    band = grid.recency_band
    seen, stayed, orders = (
        np.bincount(band, values, grid.width)
        for values in (counts.seen, counts.stayed, counts.orders)
    )
    overall = (orders.sum() + 1) / (stayed.sum() + 1)
    return {
        "stay_prior": ((stayed + 0.5) / (seen + 1))[band],
        "orders_prior": ((orders + overall) / (stayed + 1))[band],
    }


def moves(moves: Ints, grid: Grid, active: bool) -> Floats:
    """Shares of where customers of a state go if they end up active (or not); rows sum to 1.

    A state nobody was seen in moves like its recency band, keeping its order band.
    """
    ends = grid.active if active else ~grid.active
    found = np.where(ends, moves, 0).astype(float)
    band = grid.recency_band
    pooled = np.zeros((grid.width, grid.width))
    np.add.at(pooled, (band[:, None], band), found)
    pooled += np.where(ends[: grid.width], 1e-6, 0)
    same = grid.order_band[:, None] == grid.order_band
    prior = np.where(same, (pooled / pooled.sum(axis=1, keepdims=True))[band[:, None], band], 0)
    shares = found + prior
    return shares / shares.sum(axis=1, keepdims=True)


def entry(entry: Ints, grid: Grid) -> Floats:
    """Shares of the states new customers are in at the end of their first month."""
    first = np.zeros(grid.size)
    first[0] = 1.0
    return (entry + first) / (entry.sum() + 1)


@dataclass(frozen=True)
class Amounts:
    """Net money per order by order band, and of first orders; noise is that of one order."""

    mean: Floats
    error: Floats
    noise: float
    first: float


def amounts(history: History, at: Ints, grid: Grid) -> Amounts:
    """Net money per order by order band, its standard error, and the spread of single orders."""
    orders, money = history.orders[: history.months].ravel(), history.money.ravel()
    moved = np.flatnonzero((orders != 0) | (money != 0))
    orders, money, state = orders[moved], money[moved], at[1:].ravel()[moved]
    band = np.where(state >= 0, grid.order_band[state], ORDER_BANDS)
    count, total = (np.bincount(band, values, ORDER_BANDS + 1) for values in (orders, money))
    overall = max(total.sum() / max(count.sum(), 1), 0.0)
    mean = np.maximum((total + STRENGTH * overall) / (count + STRENGTH), 0.0)
    noise = _noise(orders, money, mean[band])
    return Amounts(mean[:-1], noise / np.sqrt(count + STRENGTH)[:-1], noise, float(mean[-1]))


def _noise(orders: Ints, money: Floats, mean: Floats) -> float:
    bought = orders > 0
    residual = (money - orders * mean)[bought] ** 2 / orders[bought]
    return float(np.sqrt(residual.mean())) if bought.any() else 0.0
