"""What a set of tables holds: rows, customers and days of each."""

import narwhals as nw
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables

COLUMNS = ["table", "rows", "returns", "customers", "first", "last"]
TIME = {"campaigns": "start", "customers": "joined"}
SHOWN = ("orders", "events", "answers", "customers", "campaigns")


def contents(tables: Tables) -> pd.DataFrame:
    """One row per table: rows, returns among them, customers, and its first and last time."""
    rows = [_row(name, tables[name]) for name in SHOWN if name in tables]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(name: str, table: nw.LazyFrame) -> tuple[object, ...]:
    known = table.collect_schema().names()
    time = TIME.get(name, "time")
    asked = {"rows": nw.len()}
    if "is_return" in known:
        asked["returns"] = nw.col("is_return").cast(nw.Int64).sum()
    if "customer_id" in known:
        asked["customers"] = nw.col("customer_id").n_unique()
    if time in known:
        asked |= {"first": nw.col(time).min(), "last": nw.col(time).max()}
    found = engine.collect(table.select(**asked)).iloc[0]
    return (name, *(found.get(column) for column in COLUMNS[1:]))
