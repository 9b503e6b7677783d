"""10 million orders in Parquet -> one row per customer, against DuckDB SQL for the same columns."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from loyalty import engine, rollup
from loyalty.indicators import CATALOGUE
from tests.benchmarks.clock import repeated
from tests.benchmarks.harness import Measure

ORDERS, CUSTOMERS = 10_000_000, 1_000_000
AS_OF = date(2026, 6, 30)
REPETITIONS = 3

MAKE = """
COPY (
  SELECT 'C' || lpad((hash(i) % $customers)::VARCHAR, 7, '0') AS customer_id,
         'O' || i AS order_id,
         TIMESTAMP '2023-07-01' + to_seconds((hash(i + 1e8::BIGINT) % (1095 * 86400))::BIGINT)
           AS "time",
         ((hash(i + 2e8::BIGINT) % 50000) / 100 + 1)::DECIMAL(18, 4)
           * CASE WHEN hash(i + 3e8::BIGINT) % 20 = 0 THEN -1 ELSE 1 END AS amount,
         hash(i + 3e8::BIGINT) % 20 = 0 AS is_return,
         'channel ' || hash(i + 4e8::BIGINT) % 5 AS channel,
         ((hash(i + 5e8::BIGINT) % 1000) / 100)::DECIMAL(18, 4) AS discount,
         (1 + hash(i + 6e8::BIGINT) % 4)::BIGINT AS lines
  FROM range($orders) t(i)
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""

RAW = """
WITH aged AS (
  SELECT *, NOT is_return AS is_order,
         date_diff('day', "time"::DATE, $as_of) AS age,
         CASE WHEN NOT is_return THEN date_diff('day', "time"::DATE, $as_of) END AS order_age
  FROM read_parquet($path) WHERE "time" < $as_of + INTERVAL 1 DAY
), dated AS (
  SELECT *, max(order_age) OVER (PARTITION BY customer_id) AS first_age FROM aged
)
SELECT customer_id,
       min(order_age)::DOUBLE AS recency_days,
       count_if(is_order)::DOUBLE AS order_count,
       sum(amount)::DOUBLE AS spend,
       (sum(amount) FILTER (is_order))::DOUBLE / nullif(count_if(is_order), 0)
         AS average_order_value,
       (max(order_age) - min(order_age))::DOUBLE / nullif(greatest(count_if(is_order) - 1, 0), 0)
         AS repeat_interval_days,
       count(DISTINCT (first_age - order_age + 89) // 90)
         FILTER ((first_age - order_age + 89) // 90 BETWEEN 1 AND first_age // 90)::DOUBLE
         / nullif(max(first_age // 90), 0) AS repurchase_rate,
       count(DISTINCT channel) FILTER (is_order)::DOUBLE AS channel_count,
       max(order_age)::DOUBLE AS tenure_days,
       avg(is_return::DOUBLE) AS return_share
FROM dated GROUP BY customer_id ORDER BY customer_id
"""
KEYS = (
    "recency_days", "order_count", "spend", "average_order_value", "repeat_interval_days",
    "repurchase_rate", "channel_count", "tenure_days", "return_share",
)  # fmt: skip


def orders(folder: Path) -> None:
    """Write the orders."""
    path = folder / "orders.parquet"
    values = {"customers": CUSTOMERS, "orders": ORDERS}
    duckdb.connect().execute(MAKE.format(path=path), values)


def ours(folder: Path) -> Iterator[float]:
    """The product's roll-up of every indicator these orders can give."""
    check(folder)
    yield from repeated(lambda: customers(folder), REPETITIONS, warm=0)


def raw(folder: Path) -> Iterator[float]:
    """The same columns in one SQL statement."""
    yield from repeated(lambda: by_hand(folder), REPETITIONS)


def customers(folder: Path) -> pd.DataFrame:
    """The product's way."""
    usable = [one for one in CATALOGUE if one.key in KEYS]
    return rollup.customers(
        engine.open_tables({"orders": folder / "orders.parquet"}), AS_OF, usable
    )


def by_hand(folder: Path) -> pd.DataFrame:
    """The engine alone, with the same threads and memory."""
    connection = duckdb.connect(
        config={"threads": engine.THREADS, "memory_limit": engine.MEMORY,
                "preserve_insertion_order": False}
    )  # fmt: skip
    values = {"path": str(folder / "orders.parquet"), "as_of": AS_OF}
    return connection.sql(RAW, params=values).to_arrow_table().to_pandas()


def check(folder: Path) -> None:
    """Both ways give the same numbers; otherwise the comparison means nothing."""
    left, right = customers(folder), by_hand(folder)
    pd.testing.assert_frame_equal(left[["customer_id", *KEYS]], right, check_dtype=False)


MEASURES = (
    Measure(
        "10 million orders to 1 million customers", "rollup_orders", "orders", "ours", "raw",
        ratio=2.0, megabytes=4000,
    ),
)  # fmt: skip
