"""Orders -> who was in which state at each month's end, and what they did in the month after.

A month is 30.4375 days, counted back from the as-of day, so every month is complete and twelve
are a year. A state is an order band (a first order only, or repeat orders in recent months) times
a recency band (days since the last order). Both are known for any day of the past, so the rates
of a state are measured on customers as they stood *before* the month: measuring them on today's
segments would count survivors only. Orders are counted in a window of fixed length, because a
count since the first order grows with time and would turn everybody into a heavy buyer.
"""

from dataclasses import dataclass
from datetime import date
from math import ceil

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from loyalty import engine
from loyalty.engine import Tables
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.rollup import CUSTOMER, age, until

DAYS_A_MONTH = 30.4375
REPEAT_BANDS = (0, 2, 3, 5, 9, 17, 33)  # fewest recent orders of each band of repeat buyers
ORDER_BANDS = 1 + len(REPEAT_BANDS)  # band 0: one order so far
LOYAL_ORDERS = 5
MOST_MONTHS = 12
NEVER = 10**6

Ints = NDArray[np.signedinteger]
WHOLE = pa.int32()  # orders and days of a customer
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """The states: order bands times recency bands whose width follows the active days."""

    active_days: int

    @property
    def recency(self) -> tuple[int, ...]:
        """Last day of each recency band but the endless last one; active bands come first."""
        days, parts = self.active_days, self.active_bands
        within = tuple(ceil(days * part / parts) for part in range(1, parts + 1))
        return (*within, 2 * days, 4 * days)

    @property
    def active_bands(self) -> int:
        """Recency bands of active customers: one a month, at most four."""
        return min(4, max(1, ceil(self.active_days / DAYS_A_MONTH)))

    @property
    def width(self) -> int:
        """Recency bands."""
        return len(self.recency) + 1

    @property
    def size(self) -> int:
        """States."""
        return ORDER_BANDS * self.width

    @property
    def active(self) -> NDArray[np.bool_]:
        """Which states hold active customers."""
        return self.recency_band < self.active_bands

    @property
    def order_band(self) -> Ints:
        """The order band of each state."""
        return np.arange(self.size) // self.width

    @property
    def recency_band(self) -> Ints:
        """The recency band of each state."""
        return np.arange(self.size) % self.width

    @property
    def life_cycle(self) -> NDArray[np.str_]:
        """New, active or loyal while active; cooling up to twice the active days; then lost."""
        loyal = self.order_band > REPEAT_BANDS.index(LOYAL_ORDERS)
        fresh = np.select([self.order_band == 0, loyal], ["new", "loyal"], "active")
        cooling = self.recency_band == self.active_bands
        return np.select([self.active, cooling], [fresh, "cooling"], "lost")

    def state(self, orders: Ints, recent: Ints, silent: Ints) -> Ints:
        """The state of customers by orders so far, recent orders, and days since the last one.

        -1 without any order.
        """
        few = np.arange(REPEAT_BANDS[-1] + 1)
        first_cell = self.width * np.searchsorted(REPEAT_BANDS, few, side="right")
        band = first_cell.astype(np.int16)[np.minimum(recent, few[-1])]
        band[orders == 1] = 0
        band += self.recency_band_of(silent)
        band[orders <= 0] = -1
        return band

    def recency_band_of(self, silent: Ints) -> Ints:
        """The recency band of so many days since the last order."""
        days = np.arange(self.recency[-1] + 2)
        bands = np.searchsorted(self.recency, days, side="left").astype(np.int16)
        return bands[np.clip(silent, 0, days[-1])]


@dataclass(frozen=True)
class History:
    """Customers by month: row 0 is the month just past, the last row everything before.

    `months` are counted; `recall` months before each decide on the order band. orders and last
    (age in days of the last order; NEVER without) are (months + recall + 1, customers), money is
    (months, customers); revenue is the sum of money in each row of orders; margin is the share of
    sales left in each month, empty when unknown.
    """

    months: int
    recall: int
    orders: Ints
    last: Ints
    money: Floats
    revenue: Floats
    margin: Floats

    def silent(self) -> Ints:
        """Days since the last order at the end of each month; about `NEVER` before the first."""
        last = np.minimum.accumulate(self.last[::-1], axis=0)[::-1]
        return last - np.array([[days(back)] for back in range(len(last))], dtype=last.dtype)

    def snapshots(self, grid: Grid) -> Ints:
        """The state of each customer at the end of each month; row 0 is the as-of day."""
        total = self.orders[::-1].cumsum(axis=0, dtype=self.orders.dtype)[::-1]
        silent = self.silent()
        states = [
            grid.state(total[back], total[back] - total[back + self.recall], silent[back])
            for back in range(self.months + 1)
        ]
        return np.array(states)


def read(tables: Tables, as_of: date, customers: pd.Series) -> History:
    """The order history of `customers` by month; Refused when there is less than two months."""
    if "orders" not in tables:
        raise Refused(mark("A simulation needs orders; add a table of orders on the Data page."))
    rows = _rows(until(tables, as_of)["orders"], as_of)
    months, recall = _months(rows)
    grouped = rows.with_columns(month=_at_most(months + recall)).group_by(CUSTOMER, "month")
    return _dense(engine.arrow(grouped.agg(**_sums(rows))), months, recall, customers)


def days(months: int) -> int:
    """Days that so many months back take: the month `months` begins with this age."""
    return ceil(months * DAYS_A_MONTH)


def place(found: pa.ChunkedArray, customers: pd.Series) -> Ints:
    """The row of each customer id in `customers`, -1 when it is not there."""
    known = pa.array(customers, type=pa.string())
    rows = pc.index_in(found.cast(pa.string()), value_set=known)
    return rows.fill_null(-1).to_numpy().astype(np.int64)


def _rows(orders: nw.LazyFrame, as_of: date) -> nw.LazyFrame:
    """Orders with their age in days, order_age without returns, and whole months of age."""
    order = ~nw.col("is_return")
    rows = orders.with_columns(is_order=order, age=age(as_of).cast(nw.Int64))
    months = (nw.col("age") * 16) // 487  # 487 / 16 = 30.4375 days
    return rows.with_columns(order_age=nw.when(order).then(nw.col("age")), month=months)


def _months(rows: nw.LazyFrame) -> tuple[int, int]:
    """Months to count and months to look back from each: a year, or half of what there is."""
    oldest = engine.collect(rows.select(nw.col("order_age").max()))["order_age"].iloc[0]
    elapsed = 0 if pd.isna(oldest) else int((oldest + 1) / DAYS_A_MONTH)
    if elapsed < 2:
        raise Refused(
            mark("A simulation needs two months of orders or more; these cover {days} days."),
            days=0 if pd.isna(oldest) else int(oldest) + 1,
        )
    months = min(MOST_MONTHS, elapsed // 2)
    return months, min(MOST_MONTHS, elapsed - months)


def _at_most(months: int) -> nw.Expr:
    return nw.when(nw.col("month") > months).then(nw.lit(months)).otherwise(nw.col("month"))


def _sums(rows: nw.LazyFrame) -> dict[str, nw.Expr]:
    sums = {
        "orders": nw.col("is_order").cast(nw.Int64).sum(),
        "last": nw.col("order_age").min(),
        "money": nw.col("amount").sum(),
    }
    if "margin" in rows.collect_schema().names():
        known = ~nw.col("margin").is_null()
        sums["margin"] = nw.col("margin").sum()
        sums["covered"] = nw.when(known).then(nw.col("amount")).sum()
    return sums


def _dense(table: pa.Table, months: int, recall: int, customers: pd.Series) -> History:
    row, column = table["month"].to_numpy(), place(table[CUSTOMER], customers)
    keep = column >= 0

    flat = (row * len(customers) + column)[keep]

    def fill(name: str, empty: float = 0, kind: pa.DataType = WHOLE) -> NDArray:
        dense = np.full((months + recall + 1) * len(customers), empty, kind.to_pandas_dtype())
        values = table[name].cast(kind).fill_null(empty).to_numpy()
        dense[flat] = values if keep.all() else values[keep]
        return dense.reshape(-1, len(customers))

    margin = np.zeros(0)
    if "margin" in table.column_names:
        earned, covered = (fill(name, kind=pa.float64()) for name in ("margin", "covered"))
        margin = _ratio(earned[:months], covered[:months])
    orders, last, money = fill("orders"), fill("last", NEVER), fill("money", kind=pa.float64())
    return History(months, recall, orders, last, money[:months], money.sum(axis=1), margin)


def _ratio(margin: Floats, covered: Floats) -> Floats:
    sales = covered.sum(axis=1)
    return margin.sum(axis=1)[sales > 0] / sales[sales > 0]
