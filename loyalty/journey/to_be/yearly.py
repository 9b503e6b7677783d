"""What customers who come back order in a year, as a measure of what newcomers could bring."""

from typing import NamedTuple

import narwhals as nw
import numpy as np
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.journey.to_be.chain import Floats
from loyalty.journey.to_be.knock_on import stream
from loyalty.rollup import CUSTOMER, age, until
from loyalty.study import Study

YEAR = 365
COLUMNS = [CUSTOMER, "orders", "spend"]


class Yearly(NamedTuple):
    """Customers with a repeat order in the year, the mean orders and money of each, with errors."""

    customers: int
    orders: float
    orders_error: float
    spend: float
    spend_error: float


def repeat_orders(tables: Tables, study: Study) -> pd.DataFrame:
    """customer_id, orders, spend: orders of the last 365 days that are not the customer's first.

    Returns are left out and not subtracted. Empty without orders, or when they begin later.
    """
    if "orders" not in tables:
        return pd.DataFrame(columns=COLUMNS)
    orders = until(tables, study.as_of)["orders"].filter(~nw.col("is_return"))
    rows = orders.drop_nulls([CUSTOMER, "time"]).with_columns(
        age=age(study.as_of),
        number=nw.col("order_id").cum_count().over(CUSTOMER, order_by=["time", "order_id"]),
    )
    oldest = engine.collect(rows.select(oldest=nw.col("age").max()))["oldest"].iloc[0]
    if pd.isna(oldest) or oldest + 1 < YEAR:
        return pd.DataFrame(columns=COLUMNS)
    recent = rows.filter((nw.col("age") < YEAR) & (nw.col("number") > 1))
    found = recent.group_by(CUSTOMER).agg(orders=nw.len(), spend=nw.col("amount").sum())
    return engine.collect(found)[COLUMNS].sort_values(CUSTOMER, ignore_index=True)


def of_customers(found: pd.DataFrame, ids: np.ndarray) -> Yearly | None:
    """The mean of `repeat_orders` over some customers; None with fewer than two of them."""
    rows = found[found[CUSTOMER].isin(ids)]
    if len(rows) < 2:
        return None
    mean, error = (rows[["orders", "spend"]].agg(how) for how in ("mean", "sem"))
    return Yearly(len(rows), mean["orders"], error["orders"], mean["spend"], error["spend"])


def brought(more: Floats, yearly: Yearly, seed: int) -> tuple[Floats, Floats]:
    """(draws,) orders and money a year if customers who newly come back order like the others."""
    luck = stream(seed, "yearly").standard_normal((2, len(more)))
    orders = np.maximum(yearly.orders + yearly.orders_error * luck[0], 0)
    return more * orders, more * (yearly.spend + yearly.spend_error * luck[1])
