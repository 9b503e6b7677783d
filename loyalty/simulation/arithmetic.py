"""The arithmetic behind a result, cell by cell: the average future, without chance.

Every rate is taken at its mean over the draws, every shift too, and no month is luckier than
another; from month to month customers go by the same moves as in the simulation. What comes out
is not the median of the futures, since curves bend and levels drift, but near it, and every number
in it can be followed with a pocket calculator:

    customers x chance of staying = stayed;  stayed x orders x money per order = sales
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty.simulation.actions import Plan
from loyalty.simulation.cells import Cells
from loyalty.simulation.model import planned, simulate, world
from loyalty.strategies import Baseline
from loyalty.strategies.base import Array
from loyalty.study import Scenario, Study

DRAWS = 250
ALL = slice(None)
CELL = ["segment", "life_cycle", "value_band"]
COLUMNS = [
    *CELL, "customers", "stay_before", "stay", "stayed", "orders_before", "orders",
    "amount_before", "amount", "sales_before", "sales",
]  # fmt: skip


@dataclass(frozen=True)
class Steps:
    """The average month of a scenario.

    Attributes:
        table: one row per cell with customers, in the order of `COLUMNS`: customers at the month's
            start; chance of staying, orders of one who stays and list price of an order, without
            (`_before`) and with the scenario; stayed; sales of the customers there with the
            scenario's chances and orders, and with those before.
        new: expected new customers; new_sales: what their first orders come to.
        margin: share of sales left. month: from 1.
    """

    table: pd.DataFrame
    new: float
    new_sales: float
    margin: float
    month: int

    @property
    def sales(self) -> float:
        """List price of all orders of the month."""
        return float(self.table["sales"].sum()) + self.new_sales


def steps(scenario: Scenario, study: Study, cells: Cells, month: int) -> Steps:
    """The average month number `month` (from 1) of the scenario, cell by cell.

    Its reach is cut to its budget, and a stop rule ends it in its share of the draws.
    """
    small = study.change(draws=min(DRAWS, study.draws))
    base, luck = world(cells, small)
    without = simulate(cells, base, Plan(), luck)
    chosen = planned(scenario, small, cells, base, luck, without)
    customers = base.customers
    for past in range(month - 1):
        stayed = customers * _stay(base, chosen, past)
        new = _new(base, chosen, past, stayed)
        customers = _moved(cells, customers, stayed) + cells.entry * new
    return _month(customers, base, chosen, cells, month - 1)


def by(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of `Steps.table` added up by one of `CELL`; rates are weighted means."""
    weighted = table.assign(
        stay_before=table["stay_before"] * table["customers"],
        orders_before=table["orders_before"] * table["stayed"],
        orders=table["orders"] * table["stayed"],
    )
    total = weighted.groupby(column, sort=False)[
        ["customers", "stay_before", "stayed", "orders_before", "orders", "sales_before", "sales"]
    ].sum()
    stayed, customers = total["stayed"].clip(lower=1e-9), total["customers"].clip(lower=1e-9)
    return pd.DataFrame(
        {
            "customers": total["customers"],
            "stay_before": total["stay_before"] / customers,
            "stay": total["stayed"] / customers,
            "stayed": total["stayed"],
            "orders_before": total["orders_before"] / stayed,
            "orders": total["orders"] / stayed,
            "sales_before": total["sales_before"],
            "sales": total["sales"],
        }
    ).reset_index()


def _month(customers: Array, base: Baseline, chosen: Plan, cells: Cells, month: int) -> Steps:
    usual = _stay(base, Plan(), month)
    stay = _stay(base, chosen, month)
    orders, amount = base.orders.mean(axis=1), base.amount.mean(axis=1)
    more, dearer = (np.exp(chosen.mean_shift(name, month)) for name in ("orders", "amount"))
    table = cells.table[CELL].assign(
        customers=customers, stay_before=usual, stay=stay, stayed=customers * stay,
        orders_before=orders, orders=orders * more,
        amount_before=amount, amount=amount * dearer,
        sales_before=customers * usual * orders * amount,
        sales=customers * stay * orders * more * amount * dearer,
    )  # fmt: skip
    new = _new(base, chosen, month, customers * stay)
    worth = new * cells.first_orders * cells.first_amount
    held = table["customers"] > 0
    return Steps(table.loc[held, COLUMNS], new, worth, float(base.margin.mean()), month + 1)


def _stay(base: Baseline, chosen: Plan, month: int) -> Array:
    stay = base.stay.mean(axis=1)
    return 1 / (1 + np.exp(np.log1p(-stay) - np.log(stay) - chosen.mean_shift("stay", month)))


def _new(base: Baseline, chosen: Plan, month: int, stayed: Array) -> float:
    """Expected new customers: by themselves, by word of mouth, and those a strategy brings."""
    more = chosen.shift("arrivals", month, ALL, new=True)
    factor = 1.0 if more is None else float(np.exp(np.mean(more)))
    alone = float(np.mean(base.new_customers) + np.mean(base.word_of_mouth) * stayed.sum())
    return alone * factor + float(np.sum(stayed * chosen.mean_shift("referred", month)))


def _moved(cells: Cells, customers: Array, stayed: Array) -> Array:
    return np.asarray(stayed @ cells.stay_moves + (customers - stayed) @ cells.lapse_moves)
