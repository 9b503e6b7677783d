"""Recovery: a known effect, planted in worlds made of the user's own cells, is found again.

Each world takes one draw of the rates and of their months, splits today's customers at random into
a treated and an untreated half, and lives some months in whole customers: binomial staying,
multinomial moves, Poisson orders. The effect is then estimated from the counts alone, as a test
with two groups would be read: common odds ratio of staying and common ratio of orders within each
state and month (Mantel & Haenszel 1959; variances of Robins, Breslow & Greenland 1986 and of
Greenland & Robins 1985). Where nine of ten intervals hold what was planted, and the estimates are
right on average, effects of the size tried can be learned from a base of this size.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.intervals import wilson
from loyalty.simulation import draws, model
from loyalty.simulation.cells import Cells
from loyalty.simulation.cells.history import Floats, Ints
from loyalty.simulation.cells.odds import Z90, odds_ratio
from loyalty.study import Study

WORLDS, MONTHS = 100, 6


@dataclass(frozen=True)
class Planted:
    """A known effect on the treated half: factors of the odds of staying and of orders."""

    stay: float
    orders: float


NOTHING, GOOD, BAD = Planted(1.0, 1.0), Planted(1.5, 1.15), Planted(0.7, 0.9)


def recover(
    cells: Cells,
    study: Study,
    planted: tuple[Planted, ...] = (NOTHING, GOOD, BAD),
    worlds: int = WORLDS,
    months: int = MONTHS,
) -> pd.DataFrame:
    """How well planted effects are found, one row per effect and rate ("stay" or "orders").

    Columns rate, planted (factor), found (geometric mean of estimates), worlds (that allow an
    estimate), inside (share of 90 % intervals that hold what was planted), low and high (its 95 %
    interval), told (share of intervals without 1: an effect is seen). `worlds` is 100 or more, as
    the draws of a study.
    """
    chosen = study.change(draws=worlds, months=months)
    base, luck = model.world(cells, chosen)
    starts = np.flatnonzero(np.diff(cells.table["state"], prepend=-1))
    world = World(
        customers=np.add.reduceat(cells.table["customers"].to_numpy(np.int64), starts),
        logit=np.log(base.stay[starts]) - np.log1p(-base.stay[starts]),
        orders=base.orders[starts].astype(float),
        stay_moves=_by_state(cells.stay_moves, starts),
        lapse_moves=_by_state(cells.lapse_moves, starts),
        luck=luck,
    )
    rows = []
    for number, effect in enumerate(planted):
        rng = draws.stream(chosen, f"recovery {number}")
        tables = [world.live(place, effect, rng) for place in range(worlds)]
        staying = [odds_ratio(stayed) for stayed, _orders in tables]
        ordering = [rate_ratio(orders) for _stayed, orders in tables]
        rows += [_row("stay", effect.stay, staying), _row("orders", effect.orders, ordering)]
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class World:
    """The states' rates in every world, (states, worlds), and their moves, (states, states)."""

    customers: Ints
    logit: Floats
    orders: Floats
    stay_moves: Floats
    lapse_moves: Floats
    luck: draws.Luck

    def live(self, place: int, effect: Planted, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Counts of each state and month: of staying (see `odds_ratio`) and of orders.

        Orders are (treated orders, treated customers, other orders, other customers).
        """
        treated = rng.binomial(self.customers, 0.5)
        groups = np.array([treated, self.customers - treated])
        logit = self.logit[:, place] + np.log([[effect.stay], [1.0]])
        rate = self.orders[:, place] * np.array([[effect.orders], [1.0]])
        staying, ordering = [], []
        for stay_shock, orders_shock in zip(
            self.luck.stay_shock[:, place], self.luck.orders_shock[:, place], strict=True
        ):
            stayed = rng.binomial(groups, 1 / (1 + np.exp(-logit - stay_shock)))
            orders = rng.poisson(stayed * rate * np.exp(orders_shock))
            lapsed = groups - stayed
            staying.append([stayed[0], lapsed[0], stayed[1], lapsed[1]])
            ordering.append([orders[0], stayed[0], orders[1], stayed[1]])
            groups = _moved(stayed, self.stay_moves, rng) + _moved(lapsed, self.lapse_moves, rng)
        return _strata(staying), _strata(ordering)


def rate_ratio(tables: Floats) -> tuple[float, float] | None:
    """90 % interval of the common ratio of (orders, customers) of two groups; None without orders.

    Rows of (treated orders, treated customers, other orders, other customers), one per stratum.
    """
    orders, people, other_orders, others = tables.T
    whole = np.maximum(people + others, 1)
    treated, other = (orders * others / whole).sum(), (other_orders * people / whole).sum()
    if not (treated > 0 and other > 0):
        return None
    spread = (people * others * (orders + other_orders) / whole**2).sum() / (treated * other)
    middle, half = np.log(treated / other), Z90 * np.sqrt(spread)
    return float(np.exp(middle - half)), float(np.exp(middle + half))


def _row(rate: str, planted: float, found: list[tuple[float, float] | None]) -> dict[str, object]:
    ends = np.log(np.array([ends for ends in found if ends is not None]).reshape(-1, 2))
    truth, size = np.log(planted), len(ends)
    inside = ((ends[:, 0] <= truth) & (truth <= ends[:, 1])).sum()
    low, high = wilson(inside, size)
    told = ((ends[:, 0] > 0) | (ends[:, 1] < 0)).mean() if size else np.nan
    return {
        "rate": rate, "planted": planted, "found": np.exp(ends.mean()) if size else np.nan,
        "worlds": size, "inside": inside / size if size else np.nan,
        "low": float(low), "high": float(high), "told": told,
    }  # fmt: skip


def _moved(groups: Ints, moves: Floats, rng: np.random.Generator) -> Ints:
    return np.array([rng.multinomial(group, moves).sum(axis=0) for group in groups])


def _strata(months: list[list[Ints]]) -> Floats:
    return np.concatenate([np.transpose(month) for month in months]).astype(float)


def _by_state(moves: Floats, starts: NDArray[np.int64]) -> Floats:
    shares = np.add.reduceat(moves, starts, axis=1)[starts]
    return shares / shares.sum(axis=1, keepdims=True)
