"""A million order lines as CSV: read, folded into orders, kept in a workspace, scored."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import duckdb

from loyalty import analysis, engine, ingest
from loyalty.store import Store
from tests.benchmarks.harness import Measure

LINES = 1_000_000
MAKE = """
COPY (
  SELECT 'C' || lpad((hash(i // 3) % 60000)::VARCHAR, 6, '0') AS "Customer ID",
         'INV' || i // 3 AS "Invoice No",
         strftime(TIMESTAMP '2023-07-01' + to_seconds((hash(i // 3 + 1e8::BIGINT)
           % (1095 * 86400))::BIGINT), '%Y-%m-%d %H:%M:%S') AS "Order date",
         'SKU' || hash(i + 2e8::BIGINT) % 3000 AS "Product",
         'category ' || hash(i + 3e8::BIGINT) % 20 AS "Category",
         1 + hash(i + 4e8::BIGINT) % 5 AS "Quantity",
         ((hash(i + 5e8::BIGINT) % 9900) / 100 + 1)::DECIMAL(9, 2) AS "Unit price",
         'channel ' || hash(i // 3 + 6e8::BIGINT) % 4 AS "Channel"
  FROM range({lines}) t(i)
) TO '{path}' (FORMAT csv, HEADER)
"""


def lines(folder: Path) -> None:
    """Write the file."""
    duckdb.connect().execute(MAKE.format(lines=LINES, path=folder / "lines.csv"))


def ours(folder: Path) -> Iterator[float]:
    """From the file to scored customers in a stored workspace."""
    for number in range(2):
        start = perf_counter()
        scored(folder, folder / f"run-{number}")
        yield perf_counter() - start


def scored(folder: Path, out: Path) -> None:
    """What a page does after an upload."""
    found = ingest.read([ingest.Source(folder / "lines.csv", "lines.csv")], out)
    assert found.rows["lines"] == LINES, found.rows
    opened = engine.open_tables(found.tables)
    day = analysis.default_day(opened)
    base = analysis.base(opened, day)
    study = analysis.first_study(base, day)
    store = Store(out / "home")
    workspace = store.open(store.create("0" * 32, "Benchmark"))
    workspace.import_tables(found.tables, found.problems, study=study)
    assert analysis.results(base, study)["level"].notna().all()


MEASURES = (
    Measure("1 million order lines in CSV to scores", "upload", "lines", "ours", seconds=20),
)
