"""The whole Complete Journey, 2,469 households: from its files to scores, and every scheme.

``COMPLETE_JOURNEY`` names the folder with the original tables; see data/make_complete_journey.py,
which brings them into the form of the extract that the tests use.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import duckdb

from data import make_complete_journey as script
from loyalty import analysis, engine, ingest, segmentation
from loyalty.segments import SCHEMES
from tests.benchmarks.harness import Measure

SETTING = "COMPLETE_JOURNEY"
TIMES = 2
TABLES = {
    "transactions": "orders",
    "demographics": "customers",
    "campaigns": "events",
    "coupon_redemptions": "events",
    "campaign_descriptions": "campaigns",
}
COUNTED = """
SELECT count(*), count(DISTINCT household_id), count(DISTINCT basket_id),
       sum(sales_value::DECIMAL(18, 2))::DOUBLE
FROM read_parquet($path)
"""


def files(folder: Path) -> None:
    """Every household, in the form of the extract."""
    originals = Path(os.environ[SETTING])
    bought = script.read(originals)["transactions"]
    script.write(originals, folder / "files", bought["household_id"].nunique())


def scored(folder: Path) -> Iterator[float]:
    """From the files to scores and named groups."""
    for number in range(TIMES):
        start = perf_counter()
        read = _read(folder, f"scored-{number}")
        opened = engine.open_tables(read.tables)
        day = analysis.default_day(opened)
        base = analysis.base(opened, day)
        results = analysis.results(base, analysis.first_study(base, day))
        yield perf_counter() - start
        _check(folder, read, results)


def schemes(folder: Path) -> Iterator[float]:
    """Each scheme of the shelf chosen, and everybody sorted; two of them lack survey answers."""
    opened = engine.open_tables(_read(folder, "schemes").tables)
    day = analysis.default_day(opened)
    base = analysis.base(opened, day)
    study = analysis.first_study(base, day)
    able = [key for key in SCHEMES if not segmentation.lacking(key, base.customers)]
    assert set(SCHEMES) - set(able) == {"dick_basu", "oliver"}, able
    for _ in range(TIMES):
        start = perf_counter()
        for key in able:
            chosen = segmentation.choose(key, base.customers, base.gaps, study)
            analysis.results(base, study.change(**chosen))
        yield perf_counter() - start


def _read(folder: Path, name: str) -> ingest.Result:
    sources = [
        ingest.Source(path, path.name, ingest.Reading(table=table))
        for path, table in ((folder / "files" / f"{key}.parquet", TABLES[key]) for key in TABLES)
    ]
    return ingest.read(sources, folder / name)


def _check(folder: Path, read: ingest.Result, results: object) -> None:
    """Lines, households, baskets and spend are those SQL counts."""
    path = str(folder / "files" / "transactions.parquet")
    lines, households, baskets, spend = duckdb.execute(COUNTED, {"path": path}).fetchone()
    assert (read.rows["lines"], read.rows["orders"]) == (lines, baskets), read.rows
    assert (len(results), round(results["spend"].sum(), 2)) == (households, round(spend, 2))


MEASURES = (
    Measure(
        "Complete Journey, 1.5 million lines of 2,469 households: files to scores",
        "complete_journey", "files", "scored", seconds=20, setting=SETTING,
    ),
    Measure(
        "the same households: every scheme they allow", "complete_journey", "files", "schemes",
        seconds=20, setting=SETTING,
    ),
)  # fmt: skip
