"""Customers as they were on past days, with only the columns a study needs.

Order indicators come from the ledger, everything else from `loyalty.rollup`,
`loyalty.attributes` and `loyalty.visits`, for each day anew. The columns of the customer table
have no history: they are what the table says now, for those who had joined.
"""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import narwhals as nw
import numpy as np
import pandas as pd

from loyalty import attributes, engine, features, rollup, visits
from loyalty.engine import Tables
from loyalty.indicators import BY_KEY
from loyalty.replay import ledger
from loyalty.replay.ledger import Ledger, Orders
from loyalty.replay.sources import base_columns
from loyalty.rollup import CUSTOMER
from loyalty.study import Study

ALWAYS = np.iinfo(np.int64).min  # since when a customer is known of whom a record has no time
JOINED = "date.joined"


def customers_at(tables: Tables, study: Study, day: date, also: Sequence[str] = ()) -> pd.DataFrame:
    """Everybody known on a day, sorted by customer_id, as the frozen study sees them then.

    Args:
        tables: all of them; rows later than the day are not read.
        study: its scale, cuts, clusters, thresholds and weights stay as they are.
        also: further columns that rules may name.

    Returns:
        customer_id, the columns the study's rules and weight groups name, those in `also`, and
        what they rest on. The numbers are those of a study made for that day.
    """
    return Past(tables, day).frame(study, day, also)


class Past:
    """Everybody known on a last day, to be looked at on any day until then.

    Attributes:
        ids: the n customers, sorted.
    """

    def __init__(self, tables: Tables, last: date):
        self.tables = rollup.until(tables, last)
        orders = ledger.read(self.tables["orders"]) if "orders" in self.tables else None
        first = _first_days(self.tables, orders)
        self.ids = pd.Index(first.index, dtype="str", name=CUSTOMER)
        self._first = first.to_numpy()
        self._last = last
        self._ledger = Ledger(orders, self.ids) if orders else None

    def known(self, day: date) -> np.ndarray:
        """(n,) True for customers with a record until the day."""
        return self._first <= ledger.days_since_1970(day)

    def frame(self, study: Study, day: date, also: Sequence[str] = ()) -> pd.DataFrame:
        """All n customers, with the columns `customers_at` gives.

        Rows of customers who are not yet known on the day mean nothing.
        """
        names = tuple(dict.fromkeys((*features.needed(study), *also)))
        base = base_columns(study, (*names, *features.grouping(study)))
        scale = {key: caps for key, caps in study.scale.items() if key in base}
        then = study.model_copy(update={"as_of": day, "scale": scale})
        return features.frame(self._columns(day, base), then, names)

    def _columns(self, day: date, names: Sequence[str]) -> pd.DataFrame:
        found = self._ordered(day, names)
        left = [name for name in names if name not in found]
        for part in self._parts(day, left):
            found |= {name: part[name].array for name in left if name in part}
        nothing = np.full(len(self.ids), np.nan)
        columns = {name: found.get(name, nothing) for name in names}
        return pd.DataFrame({CUSTOMER: self.ids.array} | columns)

    def _ordered(self, day: date, names: Sequence[str]) -> dict[str, object]:
        if self._ledger is None:
            return {}
        until = self._ledger.until(day)
        return {name: ledger.COLUMNS[name](until) for name in names if name in ledger.COLUMNS}

    def _parts(self, day: date, names: Sequence[str]) -> list[pd.DataFrame]:
        """Frames of all n customers that together have every one of the names the data give."""
        parts = []
        if indicators := [BY_KEY[name] for name in names if name in BY_KEY]:
            rows = rollup.customers(self.tables, day, indicators)
            parts.append(rows.set_index(CUSTOMER).reindex(self.ids))
        if any(name.startswith("attribute.") or name == JOINED for name in names):
            parts.append(self._of_table(day))
        if any(name.startswith("answer.") for name in names):
            parts.append(self._known_of("answers", day))
        if attributes.GAP in names:
            parts.append(self._known_of("orders", day))
        if visits.named(names):
            parts.append(visits.columns(self.tables, day, self.ids.to_series(), names))
        return parts

    def _of_table(self, day: date) -> pd.DataFrame:
        """The columns of the customer table, empty for those who had not joined."""
        if JOINED not in self._table:
            return self._table
        return self._table.mask(self._table[JOINED] >= pd.Timestamp(day) + pd.Timedelta(days=1))

    @cached_property
    def _table(self) -> pd.DataFrame:
        return self._known_of("customers", self._last)

    def _known_of(self, table: str, day: date) -> pd.DataFrame:
        tables = {name: rows for name, rows in self.tables.items() if name == table}
        return attributes.attributes(tables, day).reindex(self.ids)


def _first_days(tables: Tables, orders: Orders | None) -> pd.Series:
    """The first day each customer is known, in days since 1970; customers sorted."""
    parts = [orders.first_days()] if orders else []
    names = [name for name in ("customers", "orders", "events", "answers") if name in tables]
    parts += [_first_of(tables[name], rollup.TIMES[name]) for name in names
              if not (orders and name == "orders")]  # fmt: skip
    if len(parts) == 1:
        return parts[0].sort_index()
    every = pd.concat(parts) if parts else pd.Series(dtype="int64")
    return every.groupby(level=0).min()


def _first_of(table: nw.LazyFrame, time: str) -> pd.Series:
    if time not in table.collect_schema().names():
        ids = engine.collect(table.select(CUSTOMER).unique())[CUSTOMER]
        return pd.Series(ALWAYS, index=pd.Index(ids), dtype="int64")
    rows = table.group_by(CUSTOMER).agg(
        first=nw.col(time).min(), undated=nw.col(time).is_null().any()
    )
    found = engine.collect(rows).set_index(CUSTOMER)
    days = found["first"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return pd.Series(np.where(found["undated"], ALWAYS, days), index=found.index)
