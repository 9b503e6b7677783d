"""5 million orders of 1 million customers on 24 month-ends, against one SQL query a day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from loyalty import engine, replay, segmentation
from loyalty.study import Study
from tests.benchmarks.clock import repeated
from tests.benchmarks.harness import Measure
from tests.benchmarks.rollup_orders import MAKE

ORDERS, CUSTOMERS = 5_000_000, 1_000_000
AS_OF = date(2026, 6, 30)
DAYS = 24
REPETITIONS = 3
STUDY = Study(
    as_of=AS_OF,
    active_days=180,
    thresholds={
        "recent_days": 60,
        "lapsed_days": 360,
        "new_days": 60,
        "frequent_orders": 6,
        "high_spend": 2000,
    },
    segments=segmentation.default_rules(),
)

RAW = """
WITH base AS (
  SELECT customer_id,
         date_diff('day', (max("time") FILTER (NOT is_return))::DATE, $day) AS recency,
         date_diff('day', (min("time") FILTER (NOT is_return))::DATE, $day) AS tenure,
         count_if(NOT is_return) AS orders,
         sum(amount) AS spend
  FROM read_parquet($path) WHERE "time" < $day + INTERVAL 1 DAY GROUP BY customer_id
)
SELECT customer_id,
       (CASE WHEN recency <= 60 AND orders >= 6 AND spend >= 2000 THEN 0
             WHEN recency <= 180 AND orders >= 6 THEN 1
             WHEN recency <= 180 AND spend >= 2000 THEN 2
             WHEN tenure <= 60 AND orders <= 1 THEN 3
             WHEN recency <= 180 AND orders >= 2 THEN 4
             WHEN recency <= 180 THEN 5
             WHEN orders >= 6 AND spend >= 2000 THEN 6
             WHEN recency <= 360 AND orders >= 2 THEN 7
             WHEN recency <= 360 THEN 8
             WHEN orders >= 1 THEN 9
             ELSE 10 END)::SMALLINT AS segment
FROM base ORDER BY customer_id
"""


def orders(folder: Path) -> None:
    """Write the orders."""
    values = {"customers": CUSTOMERS, "orders": ORDERS}
    duckdb.connect().execute(MAKE.format(path=folder / "orders.parquet"), values)


def ours(folder: Path) -> Iterator[float]:
    """The product's replay, from the file on."""
    check(folder)
    yield from repeated(lambda: replayed(folder), REPETITIONS, warm=0)


def raw(folder: Path) -> Iterator[float]:
    """The same segments by SQL, one query a day."""
    yield from repeated(lambda: by_hand(folder, days(folder)), 1, warm=0)


def days(folder: Path) -> list[date]:
    """24 month-ends, the day of the study the last."""
    return replay.month_ends(tables(folder), AS_OF, DAYS - 1)


def tables(folder: Path) -> engine.Tables:
    """The orders."""
    return engine.open_tables({"orders": folder / "orders.parquet"})


def replayed(folder: Path) -> replay.History:
    """The product's way."""
    return replay.replay(tables(folder), STUDY, days(folder))


def by_hand(folder: Path, wanted: list[date]) -> list[pa.Table]:
    """The engine alone, with the same threads and memory: customer_id and segment by day."""
    connection = duckdb.connect(
        config={"threads": engine.THREADS, "memory_limit": engine.MEMORY,
                "preserve_insertion_order": False}
    )  # fmt: skip
    path = str(folder / "orders.parquet")
    return [
        connection.sql(RAW, params={"path": path, "day": day}).to_arrow_table() for day in wanted
    ]


def check(folder: Path) -> None:
    """Both ways give the same segments; otherwise the comparison means nothing."""
    found = replayed(folder)
    wanted = [found.days[0], found.days[-1]]
    for day, table in zip(wanted, by_hand(folder, wanted), strict=True):
        codes = found.on(day)
        known = codes >= 0
        np.testing.assert_array_equal(codes[known], table["segment"].to_numpy())
        assert found.ids[known].tolist() == table["customer_id"].to_pylist()


MEASURES = (
    Measure(
        "5 million orders of 1 million customers, segments on 24 month-ends", "replay", "orders",
        "ours", "raw", ratio=1.0, seconds=25.0, megabytes=4000,
    ),
)  # fmt: skip
