"""10 million events to transitions, stages, touchpoints and funnel, against DuckDB SQL.

Also 32,000 events, and the Journeys page of the synthetic retailer when the stage map or the
group shown changes.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from loyalty import engine, journey
from loyalty.journey import log as logs
from loyalty.journey import measures, moves
from loyalty.study import Study
from tests.benchmarks import sample_pages
from tests.benchmarks.big_page import only_workspace
from tests.benchmarks.clock import repeated
from tests.benchmarks.harness import Measure
from tests.benchmarks.server import Session, server

EVENTS, FEW = 10_000_000, 32_000
TOUCHPOINTS = 20
REPETITIONS, FEW_REPETITIONS, TIMES = 3, 15, 12
STAGES = list(journey.STAGES)
STUDY = Study(
    as_of=date(2025, 1, 1),
    stages={f"Touchpoint {n}": STAGES[n % len(STAGES)] for n in range(TOUCHPOINTS)},
)

MAKE = """
COPY (
  SELECT 'C' || lpad((hash(i) % ($events // 10))::VARCHAR, 7, '0') AS customer_id,
         make_timestamp(1600000000000000 + (hash(i + 77) % 94608000)::BIGINT * 1000000) AS "time",
         'Touchpoint ' || hash(i * 3 + 1) % $touchpoints AS touchpoint,
         CASE WHEN hash(i + 5) % 3 = 0
              THEN (hash(i + 9) % 2001) / 1000.0::DOUBLE - 1 END AS feeling,
         i AS position
  FROM range($events) t(i)
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""

ORDERED = """
CREATE TEMP TABLE moments AS
SELECT customer_id, "time", touchpoint, stage, feeling, row_number() OVER w AS n,
       lead(touchpoint) OVER w AS target, lead("time") OVER w AS later
FROM read_parquet('{path}') JOIN stage_of USING (touchpoint)
WHERE "time" < DATE '{as_of}' + INTERVAL 1 DAY
WINDOW w AS (PARTITION BY customer_id ORDER BY "time", position)
"""
MOVES = """
SELECT source, target, moves, moves / sum(moves) OVER (PARTITION BY source) AS share,
       median_hours, hours_low, hours_high
FROM (
  SELECT touchpoint AS source, coalesce(target, '(end)') AS target, count(*) AS moves,
         quantile_cont(epoch_us(later) - epoch_us("time"), 0.5) / 3.6e9 AS median_hours,
         quantile_cont(epoch_us(later) - epoch_us("time"), 0.25) / 3.6e9 AS hours_low,
         quantile_cont(epoch_us(later) - epoch_us("time"), 0.75) / 3.6e9 AS hours_high
  FROM moments GROUP BY ALL
  UNION ALL
  SELECT '(start)', touchpoint, count(*), NULL, NULL, NULL FROM moments WHERE n = 1 GROUP BY ALL
) ORDER BY source, target
"""
MAP = """
WITH here AS (
  SELECT customer_id, stage, touchpoint, min(n) AS n, min("time") AS "time", count(*) AS times
  FROM moments
  GROUP BY GROUPING SETS ((customer_id, stage), (customer_id, stage, touchpoint))
), there AS (
  SELECT h.*, min(m."time") AS later
  FROM here h LEFT JOIN moments m
    ON m.customer_id = h.customer_id AND m.stage = h.stage + 1 AND m.n > h.n
  GROUP BY ALL
), reached AS (
  SELECT stage, touchpoint, count(*) AS customers, count(later) AS reached,
         count_if(times > 1)::BIGINT AS repeated,
         quantile_cont(epoch_us(later) - epoch_us("time"), 0.5) / 3.6e9 AS median_hours,
         quantile_cont(epoch_us(later) - epoch_us("time"), 0.25) / 3.6e9 AS hours_low,
         quantile_cont(epoch_us(later) - epoch_us("time"), 0.75) / 3.6e9 AS hours_high
  FROM there GROUP BY ALL
), felt AS (
  SELECT stage, touchpoint, count(*) AS events, count(feeling) AS scored,
         avg(feeling) AS feeling, var_samp(feeling) AS spread,
         min(feeling) AS feeling_least, max(feeling) AS feeling_most
  FROM moments GROUP BY GROUPING SETS ((stage), (stage, touchpoint))
)
SELECT r.*, f.* EXCLUDE (stage, touchpoint)
FROM reached r JOIN felt f
  ON r.stage = f.stage AND r.touchpoint IS NOT DISTINCT FROM f.touchpoint
ORDER BY r.touchpoint IS NOT NULL, r.stage, r.touchpoint
"""
SAME = (
    "customers", "reached", "repeated", "median_hours", "hours_low", "hours_high", "events",
    "scored", "feeling", "feeling_least", "feeling_most",
)  # fmt: skip


def events(folder: Path) -> None:
    """Write the events."""
    _write(folder, EVENTS)


def few_events(folder: Path) -> None:
    """Write few events."""
    _write(folder, FEW)


def ours(folder: Path) -> Iterator[float]:
    """The product's transitions, and stages with touchpoints and the funnel between them."""
    yield from repeated(lambda: counted(folder), REPETITIONS, warm=0)


def raw(folder: Path) -> Iterator[float]:
    """The same columns in SQL; afterwards both are compared."""
    yield from repeated(lambda: by_hand(folder), REPETITIONS, warm=0)
    check(folder)


def ours_few(folder: Path) -> Iterator[float]:
    """The same of few events."""
    check(folder)
    yield from repeated(lambda: counted(folder), FEW_REPETITIONS)


def counted(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The product's way, from the file on."""
    log = logs.read(engine.open_tables({"events": folder / "events.parquet"}), STUDY)
    return moves.of_log(log), measures.of_log(log, STUDY)


def by_hand(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The engine alone, with the same threads and memory."""
    connection = duckdb.connect(
        config={"threads": engine.THREADS, "memory_limit": engine.MEMORY,
                "preserve_insertion_order": False, "temp_directory": str(folder / "tmp")}
    )  # fmt: skip
    places = [(name, STAGES.index(stage)) for name, stage in STUDY.stages.items()]
    connection.execute("CREATE TEMP TABLE stage_of (touchpoint VARCHAR, stage INTEGER)")
    connection.executemany("INSERT INTO stage_of VALUES (?, ?)", places)
    path = folder / "events.parquet"
    connection.execute(ORDERED.format(path=path, as_of=STUDY.as_of))
    found, table = (connection.sql(query).to_arrow_table().to_pandas() for query in (MOVES, MAP))
    return found, table


def check(folder: Path) -> None:
    """Both ways give the same numbers; otherwise the comparison means nothing."""
    (our_moves, our_map), (their_moves, their_map) = counted(folder), by_hand(folder)
    rounded = {"share": 6, "median_hours": 4, "hours_low": 4, "hours_high": 4}
    pd.testing.assert_frame_equal(
        our_moves, their_moves.round(rounded)[our_moves.columns], check_dtype=False, atol=1e-4
    )
    assert our_map["stage"].tolist() == [STAGES[place] for place in their_map["stage"]]
    for column in SAME:
        np.testing.assert_allclose(our_map[column], their_map[column], atol=1e-4, err_msg=column)


def stage_map(folder: Path) -> Iterator[float]:
    """A touchpoint moved to another stage, each time another one."""
    home = folder / "home"
    with server(home) as port, Session(port, only_workspace(home)) as tab:
        tab.open("journeys")
        for number in range(TIMES + 2):
            stage = STAGES[number % len(STAGES)]
            seconds = tab.edit("stages_", number, "stage", stage)
            if number > 1:
                yield seconds


def group(folder: Path) -> Iterator[float]:
    """The journeys of one segment after the other."""
    home = folder / "home"
    with server(home) as port, Session(port, only_workspace(home)) as tab:
        tab.open("journeys")
        tab.press("shown_kind", "Segment")
        for segment in tab.options("shown_segment")[1:]:
            yield tab.press("shown_segment", segment)


def workspace(folder: Path) -> None:
    """A workspace with the sample."""
    sample_pages.workspace(folder)


def _write(folder: Path, count: int) -> None:
    values = {"events": count, "touchpoints": TOUCHPOINTS}
    duckdb.connect().execute(MAKE.format(path=folder / "events.parquet"), values)


MEASURES = (
    Measure(
        "10 million events to transitions, stages, touchpoints and funnel", "journeys", "events",
        "ours", "raw", ratio=2.0, seconds=12, megabytes=4000,
    ),
    Measure("32,000 events to the same", "journeys", "few_events", "ours_few", seconds=0.1),
    Measure(
        "Journeys page of the sample: a touchpoint put into another stage", "journeys",
        "workspace", "stage_map", seconds=0.15,
    ),
    Measure(
        "Journeys page of the sample: another segment shown", "journeys", "workspace", "group",
        seconds=0.15,
    ),
)  # fmt: skip
