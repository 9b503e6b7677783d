"""The Segments and Indicators pages at a million customers: one threshold or weight changed."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from loyalty import analysis, engine
from loyalty.store import Store
from tests.benchmarks import rollup_orders
from tests.benchmarks.harness import Measure
from tests.benchmarks.server import Session, server

ORDERS, CUSTOMERS = 4_000_000, 1_000_000
TIMES = 15


def workspace(folder: Path) -> None:
    """A workspace with a million customers and its saved study."""
    path = folder / "orders.parquet"
    values = {"customers": CUSTOMERS, "orders": ORDERS}
    duckdb.connect().execute(rollup_orders.MAKE.format(path=path), values)
    fill(folder / "home", {"orders": path})


def fill(home: Path, tables: dict[str, Path]) -> None:
    """Store tables with their first study, saved."""
    opened = engine.open_tables(tables)
    day = analysis.default_day(opened)
    study = analysis.first_study(analysis.base(opened, day), day)
    store = Store(home)
    found = store.open(store.create("0" * 32, "Benchmark"))
    found.import_tables(tables, meta={"source": "benchmark"}, study=study)
    found.save(found.state().version)


def threshold(folder: Path) -> Iterator[float]:
    """The recency threshold of the segment rules, each time another value."""
    yield from _slides(folder, "segments", "threshold_active_days")


def weight(folder: Path) -> Iterator[float]:
    """The weight of a family on the Indicators page."""
    yield from _slides(folder, "indicators", "family_purchase")


def only_workspace(home: Path) -> str:
    """The id of the one workspace in `home`."""
    (found,) = Store(home).list("0" * 32)
    return found.id


def _slides(folder: Path, page: str, key: str) -> Iterator[float]:
    home = folder / "home"
    with server(home) as port, Session(port, only_workspace(home)) as tab:
        tab.open(page)
        slider = tab.slider(key)
        for number in range(TIMES + 2):
            seconds = tab.slide(key, slider.default[0] + slider.step * (number + 1))
            if number > 1:
                yield seconds


MEASURES = (
    Measure(
        "Segments page, 1 million customers: one threshold moved", "big_page", "workspace",
        "threshold", seconds=0.15,
    ),
    Measure(
        "Indicators page, 1 million customers: one weight moved", "big_page", "workspace",
        "weight", seconds=0.15,
    ),
)  # fmt: skip
