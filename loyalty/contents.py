"""What a set of tables holds: rows, customers and days of each."""

from pathlib import Path

import narwhals as nw
import pandas as pd
import pyarrow.parquet as pq

from loyalty import engine
from loyalty.engine import Tables

COLUMNS = ["table", "rows", "returns", "customers", "first", "last"]
TIME = {"campaigns": "start", "customers": "joined"}
SHOWN = ("orders", "events", "answers", "customers", "campaigns")


def is_synthetic(path: Path) -> bool:
    """Whether a Parquet file says that its rows are invented, as our sample and exports do."""
    with path.open("rb") as file:
        if file.read(4) != b"PAR1":
            return False
    return (pq.read_schema(path).metadata or {}).get(b"synthetic") == b"yes"


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
