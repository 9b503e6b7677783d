"""Literal tables for tests: a few rows in, lazy tables on the real engine out."""

from decimal import Decimal
from pathlib import Path

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from loyalty import engine
from loyalty.schema import STORED


def write(folder: Path, **tables: dict[str, list]) -> dict[str, Path]:
    """Write literal columns as stored tables; returns name -> Parquet file."""
    paths = {}
    for name, columns in tables.items():
        paths[name] = folder / f"{name}.parquet"
        pq.write_table(pa.table({k: _column(name, k, v) for k, v in columns.items()}), paths[name])
    return paths


def open_literal(folder: Path, **tables: dict[str, list]) -> dict[str, nw.LazyFrame]:
    """`write` and open on the engine."""
    return engine.open_tables(write(folder, **tables))


def _column(table: str, name: str, values: list) -> pa.Array:
    kind = STORED[table].get(name, pa.string())
    if pa.types.is_timestamp(kind):
        values = [None if value is None else pd.Timestamp(value) for value in values]
    if pa.types.is_decimal(kind):
        values = [None if value is None else Decimal(str(value)) for value in values]
    return pa.array(values, type=kind)


def orders(rows: list[tuple]) -> dict[str, list]:
    """Orders from (customer, day, amount[, is_return]) rows; ids are numbered."""
    full = [(*row, False)[:4] for row in rows]
    return {
        "customer_id": [row[0] for row in full],
        "order_id": [str(number) for number in range(len(full))],
        "time": [row[1] for row in full],
        "amount": [row[2] for row in full],
        "is_return": [row[3] for row in full],
    }
