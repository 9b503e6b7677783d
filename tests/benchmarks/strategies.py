"""The strategy lab: all strategies on 200 cells, cells of a million customers, one assumption.

There is no bare engine to compare the simulation with, since it is plain numpy; the cells stand
beside the one SQL query that counts orders by customer and month.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from loyalty import engine, simulation
from loyalty.simulation.cells import Cells, counting
from loyalty.simulation.cells.division import divide
from loyalty.simulation.cells.history import Grid
from loyalty.strategies import CATALOGUE
from loyalty.study import Scenario, Study
from tests.benchmarks import browser_page, replay, sample_pages
from tests.benchmarks.big_page import only_workspace
from tests.benchmarks.clock import repeated
from tests.benchmarks.harness import Measure
from tests.benchmarks.server import Session, server

CELLS, SEGMENTS, MONTHS, DRAWS = 200, 4, 36, 2000
STUDY = Study(as_of=date(2024, 1, 1), active_days=90, months=MONTHS, draws=DRAWS)
TIMES, DEPTH = 12, 0  # moves of an assumption; its row in the table
SLIDER = "mover_0-elasticity_range"

RAW = """
SELECT customer_id, date_diff('day', "time"::DATE, $day) * 16 // 487 AS month,
       count_if(NOT is_return) AS orders, sum(amount) AS amount,
       min(date_diff('day', "time"::DATE, $day)) FILTER (NOT is_return) AS last
FROM read_parquet($path) WHERE "time" < $day + INTERVAL 1 DAY GROUP BY ALL
"""


def nothing(_folder: Path) -> None:
    """The cells are made in memory."""


def world() -> Cells:
    """About `CELLS` cells of a made business with `SEGMENTS` segments."""
    rng, grid = np.random.default_rng(0), Grid(STUDY.active_days)
    customers = 200_000
    at = rng.integers(0, grid.size, customers)
    segment = pd.Series(rng.choice(list("abcdefgh")[:SEGMENTS], customers))
    division = divide(at, segment, grid)
    stay = np.where(grid.active, 0.85, 0.03)
    seen = np.bincount(at, minlength=grid.size) * 12
    states = pd.DataFrame({
        "state": np.arange(grid.size), "order_band": grid.order_band,
        "recency_band": grid.recency_band, "life_cycle": grid.life_cycle, "active": grid.active,
        "value_band": "high", "months_seen": seen, "stayed": (seen * stay).astype(int),
        "orders": (seen * stay / 2).astype(int), "stay_prior": stay, "orders_prior": 0.5,
        "amount": 50.0, "amount_error": 1.0, "failed": 1.0, "nps": 30.0, "nps_error": 2.0,
    })  # fmt: skip
    table = states.iloc[division.state].assign(
        segment=division.keys(), share=division.share,
        customers=np.bincount(at, minlength=grid.size)[division.state] * division.share,
    ).reset_index(drop=True)  # fmt: skip
    moves = rng.poisson(20, (grid.size, grid.size)) * (rng.random((grid.size, grid.size)) < 0.1)
    entry = counting.entry(np.bincount(at, minlength=grid.size), grid)
    stays, lapses = (counting.moves(moves, grid, active=active) for active in (True, False))
    return Cells(
        table, division.joint(stays), division.joint(lapses), np.full(12, 500),
        entry[division.state] * division.share, 1.1, 50.0, 20.0, 12, 3.0,
    )  # fmt: skip


def shelf(_folder: Path) -> Iterator[float]:
    """Every strategy of the shelf and doing nothing."""
    cells = world()
    assert 0.9 * CELLS <= len(cells.table) <= 1.2 * CELLS
    yield from repeated(lambda: simulation.run(cells, STUDY, CATALOGUE), 3, warm=0)


def one(_folder: Path) -> Iterator[float]:
    """One strategy beside doing nothing, bands and decision."""
    cells, scenario = world(), Scenario(name="x", strategy="service_recovery")

    def once() -> None:
        found = simulation.run(cells, STUDY, [scenario])
        found.table(), found.decision()

    yield from repeated(once, 5)


def cells(folder: Path) -> Iterator[float]:
    """Cells of a million customers, from the file on."""
    tables = engine.open_tables({"orders": folder / "orders.parquet"})
    customers = engine.collect(tables["orders"].select("customer_id").unique())
    customers = customers.assign(segment=np.resize(list("abcde"), len(customers)))
    study = Study(as_of=replay.AS_OF, active_days=180)
    yield from repeated(lambda: simulation.cells(tables, customers, study), 3, warm=0)


def by_hand(folder: Path) -> Iterator[float]:
    """Orders, money and last order by customer and month, by SQL alone."""
    values = {"path": str(folder / "orders.parquet"), "day": replay.AS_OF}
    config = {"threads": engine.THREADS, "memory_limit": engine.MEMORY}
    connection = duckdb.connect(config=config)
    yield from repeated(lambda: connection.sql(RAW, params=values).to_arrow_table(), 3, warm=0)


def assumption(folder: Path) -> Iterator[float]:
    """One assumption moved on the Strategies page of the sample, until all of the page is there."""
    home = folder / "home"
    with server(home) as port, Session(port, only_workspace(home)) as tab:
        tab.open("strategies")
        tab.rerun()
        for turn in range(TIMES):
            seconds = tab.edit("assumptions_", DEPTH, "high", 12 + turn)
            if turn > 1:
                yield seconds


def fan(folder: Path) -> Iterator[float]:
    """One step more of an assumption's slider in Chromium: the large fan is redrawn."""
    yield from browser_page.presses(folder, "strategies", SLIDER)


MEASURES = (
    Measure(
        "36 months x 2,000 draws x 18 strategies x 200 cells", "strategies", "nothing", "shelf",
        seconds=6.0, megabytes=1500,
    ),
    Measure(
        "One strategy beside doing nothing, 200 cells, with its bands", "strategies", "nothing",
        "one", seconds=0.7,
    ),
    Measure(
        "Cells from 5 million orders of 1 million customers", "strategies", "orders", "cells",
        "by_hand", seconds=5.0,
    ),
    Measure(
        "Strategies page of the sample in Chromium: slider key to new fan", "strategies",
        "workspace", "fan", seconds=0.7,
    ),
    Measure(
        "Strategies page of the sample: one assumption, whole rerun", "strategies", "workspace",
        "assumption",
    ),
)  # fmt: skip

orders, workspace = replay.orders, sample_pages.workspace
