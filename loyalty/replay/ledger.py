"""Orders as sorted arrays, from which the order indicators of any past day follow at once.

The engine sorts the orders once. A customer's orders until a day are then one run of rows, and
counts and sums are differences of running totals: no group-by per day. Money stays in whole
numbers of 1/10000. `COLUMNS` are the numbers `loyalty.rollup` and `loyalty.attributes` give.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loyalty import engine
from loyalty.attributes import GAP
from loyalty.indicators.repurchase_rate import WINDOW
from loyalty.prepared import CUSTOMER
from loyalty.schema import MONEY

MICROSECONDS = 86_400_000_000  # of a day
UNIT = 10.0**MONEY.scale
NEEDS = (CUSTOMER, "time", "amount", "is_return")


@dataclass(frozen=True)
class Orders:
    """All orders and returns, sorted by customer and time.

    Attributes:
        ids: the c customers. places: (m,) the customer of each row. days: (m,) since 1970.
        money: (m,) in 1/10000. is_return: (m,).
    """

    ids: pd.Index
    places: np.ndarray
    days: np.ndarray
    money: np.ndarray
    is_return: np.ndarray

    def first_days(self) -> pd.Series:
        """Each customer's first day with an order or a return."""
        begins = np.flatnonzero(np.diff(self.places, prepend=-1))
        return pd.Series(self.days[begins], index=self.ids)


def read(orders: nw.LazyFrame) -> Orders | None:
    """The rows of an orders table; None where one lacks a time, an amount or its kind."""
    rows = engine.arrow(orders.select(NEEDS).sort(CUSTOMER, "time"))
    if any(rows[name].null_count for name in NEEDS):
        return None
    names = rows[CUSTOMER]
    begins = np.ones(len(names), dtype=bool)
    if len(names):
        begins[1:] = pc.not_equal(names.slice(1), names.slice(0, len(names) - 1)).to_numpy()
    return Orders(
        ids=pd.Index(names.filter(pa.array(begins)).to_pandas(), dtype="str"),
        places=np.cumsum(begins) - 1,
        days=rows["time"].cast(pa.int64()).to_numpy() // MICROSECONDS,
        money=_money(rows["amount"]),
        is_return=rows["is_return"].to_numpy(),
    )


def _money(amounts: pa.ChunkedArray) -> np.ndarray:
    """Decimals as whole numbers of 1/10000: the low half of each is all there is."""
    decimals = amounts.cast(MONEY).combine_chunks()
    halves = np.frombuffer(decimals.buffers()[1], dtype=np.int64)
    return halves[::2][decimals.offset : decimals.offset + len(decimals)]


class Rows:
    """Some of the rows, for n customers.

    Attributes:
        days: (m,) of each row. starts: (n,) where each customer's rows begin.
        totals: (m + 1,) money of all rows before each row.
    """

    def __init__(self, places: np.ndarray, days: np.ndarray, money: np.ndarray, size: int):
        self.days = days
        self.starts = np.searchsorted(places, np.arange(size))
        self.totals = np.concatenate(([0], np.cumsum(money)))
        self._first, last = (int(days.min()), int(days.max())) if len(days) else (0, 0)
        self._span = last - self._first + 2
        self._moments = places * self._span + (days - self._first)
        self.places = places

    def ends(self, day: int) -> np.ndarray:
        """(n,) where each customer's rows until the day end."""
        until = min(max(day - self._first + 1, 0), self._span - 1)
        customers = np.arange(len(self.starts)) * self._span
        return np.searchsorted(self._moments, customers + until)

    def running(self, marks: np.ndarray) -> np.ndarray:
        """(m,) how many marked rows the customer has up to and with each row."""
        total = np.cumsum(marks)
        before = (total - marks)[self.starts[self.places]]
        return total - before


class Ledger:
    """Orders and returns of n customers, by position among `ids` (sorted, all of the orders')."""

    def __init__(self, orders: Orders, ids: pd.Index):
        places = ids.get_indexer(orders.ids)[orders.places]
        self.orders, self.returns = (
            Rows(places[kind], orders.days[kind], orders.money[kind], len(ids))
            for kind in (~orders.is_return, orders.is_return)
        )

    def until(self, day: date) -> "Until":
        """What the ledger says up to a day."""
        return Until(self, days_since_1970(day))

    @cached_property
    def previous(self) -> np.ndarray:
        """(m,) the last earlier day with an order of the same customer; NaN at the first."""
        rows = self.orders
        new_day = np.ones(len(rows.days), dtype=bool)
        new_day[1:] = (rows.days[1:] != rows.days[:-1]) | (rows.places[1:] != rows.places[:-1])
        begins = np.maximum.accumulate(np.where(new_day, np.arange(len(rows.days)), 0))
        earlier = np.maximum(begins - 1, 0)
        same = (begins > 0) & (rows.places[earlier] == rows.places)
        return np.where(same, rows.days[earlier].astype(float), np.nan)

    @cached_property
    def windows(self) -> np.ndarray:
        """(m,) the 90-day window since the first order that each order lies in; 0 the first day."""
        rows = self.orders
        return (rows.days - rows.days[rows.starts[rows.places]] + WINDOW - 1) // WINDOW

    @cached_property
    def windows_held(self) -> np.ndarray:
        """(m,) how many windows the customer's orders up to and with each row lie in."""
        held, places = self.windows, self.orders.places
        new = held > 0
        new[1:] &= (held[1:] != held[:-1]) | (places[1:] != places[:-1])
        return self.orders.running(new)


class Until:
    """The rows up to a day; (n,) arrays.

    Attributes:
        day: since 1970. count: orders of each customer.
    """

    def __init__(self, ledger: Ledger, day: int):
        self.ledger = ledger
        self.day = day
        self.ends = ledger.orders.ends(day)
        self.count = self.ends - ledger.orders.starts

    @cached_property
    def returned(self) -> np.ndarray:
        """Where each customer's returns end."""
        return self.ledger.returns.ends(self.day)

    def last(self, values: np.ndarray) -> np.ndarray:
        """The value in the row of each customer's last order; NaN without one."""
        return self._of_buyers(values, self.ends - 1)

    def first(self, values: np.ndarray) -> np.ndarray:
        """The value in the row of each customer's first order; NaN without one."""
        return self._of_buyers(values, self.ledger.orders.starts)

    def _of_buyers(self, values: np.ndarray, rows: np.ndarray) -> np.ndarray:
        found = np.full(len(rows), np.nan)
        bought = self.count > 0
        found[bought] = values[rows[bought]]
        return found


def _sum(rows: Rows, ends: np.ndarray) -> np.ndarray:
    return rows.totals[ends] - rows.totals[rows.starts]


def _recency(until: Until) -> np.ndarray:
    return until.day - until.last(until.ledger.orders.days)


def _tenure(until: Until) -> np.ndarray:
    return until.day - until.first(until.ledger.orders.days)


def _spend(until: Until) -> np.ndarray:
    ordered = _sum(until.ledger.orders, until.ends)
    return (ordered + _sum(until.ledger.returns, until.returned)) / UNIT


def _average(until: Until) -> np.ndarray:
    return _share(_sum(until.ledger.orders, until.ends) / UNIT, until.count)


def _gap(until: Until) -> np.ndarray:
    return until.last(until.ledger.orders.days) - until.last(until.ledger.previous)


def _interval(until: Until) -> np.ndarray:
    return _share(_tenure(until) - _recency(until), until.count - 1)


def _returns(until: Until) -> np.ndarray:
    returns = until.returned - until.ledger.returns.starts
    return _share(returns, returns + until.count)


def _repurchase(until: Until) -> np.ndarray:
    elapsed = _tenure(until) // WINDOW
    held = until.last(until.ledger.windows_held)
    running = until.last(until.ledger.windows) > elapsed
    return _share(held - running, elapsed)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """part / whole; NaN where there is no whole."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


COLUMNS: dict[str, Callable[[Until], np.ndarray]] = {
    "recency_days": _recency,
    "order_count": lambda until: until.count.astype(float),
    "spend": _spend,
    "tenure_days": _tenure,
    "average_order_value": _average,
    "repeat_interval_days": _interval,
    "repurchase_rate": _repurchase,
    "return_share": _returns,
    GAP: _gap,
}


def days_since_1970(day: date) -> int:
    """A day as a whole number."""
    return (day - date(1970, 1, 1)).days
