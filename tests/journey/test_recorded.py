"""Orders that an event records: as the lazy rows say it, customer by customer, and by hand."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from journey.logs import events, study
from tables import open_literal, orders

from loyalty import engine, journey
from loyalty.journey import log as logs
from loyalty.journey import sources

NAMES = ["Checkout", "Riddle", "Advert", "order 1", "Payment received"]


def drawn(seed: int, size: int) -> tuple[list[tuple], list[tuple]]:
    """Events and orders of a few customers, many within two days, some just beside midnight."""
    rng = np.random.default_rng(seed)
    start = pd.Timestamp("1969-12-20")

    def moments() -> list[tuple]:
        hours = rng.choice([0, 0.01, 12, 23.99], size) + 24 * rng.integers(0, 60, size)
        return [
            (f"C{who}", start + timedelta(hours=hour))
            for who, hour in zip(rng.integers(0, 8, size), hours.tolist(), strict=True)
        ]

    names = rng.choice(NAMES, size).tolist()
    done = [(*moment, name) for moment, name in zip(moments(), names, strict=True)]
    return done, [(*moment, 5, bool(rng.random() < 0.1)) for moment in moments()]


def rows_of(log: logs.Log) -> list[tuple]:
    times = pd.to_datetime(log.time, unit="us")
    columns = (log.ids[log.customer], times, [log.names[place] for place in log.touchpoint])
    return sorted(zip(*columns, strict=True))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "choices",
    [{}, {"stages": {"Riddle": "purchase"}}, {"journey": {"orders": "none"}}],
    ids=["names", "stage", "none"],
)
def test_the_log_holds_what_the_lazy_rows_hold(tmp_path, seed, choices):
    done, placed = drawn(seed, 60)
    tables = open_literal(tmp_path, events=events(done), orders=orders(placed))
    asked = study(**choices)
    log = journey.read(tables, asked)
    told = engine.collect(sources.moments(tables, asked))
    expected = zip(told["customer_id"], told["time"], told["touchpoint"], strict=True)
    assert rows_of(log) == sorted(expected)
    assert list(log.names) == sorted(set(told["touchpoint"]))


@pytest.mark.parametrize("stages", [{}, {"Riddle": "purchase"}], ids=["names", "stage"])
def test_an_order_within_a_day_of_its_event_is_recorded(tmp_path, stages):
    done, placed = drawn(9, 60)
    buying = {"Checkout", "order 1", "Payment received", *stages}
    near = {
        (who, time.date() + timedelta(days=by))
        for who, time, name in done
        for by in (-1, 0, 1)
        if name in buying
    }
    kept = [
        (who, time) for who, time, _, back in placed if not back and (who, time.date()) not in near
    ]
    tables = open_literal(tmp_path, events=events(done), orders=orders(placed))
    rows = rows_of(journey.read(tables, study(stages=stages)))
    entered = [(who, time) for who, time, _ in done]
    assert sorted(row[:2] for row in rows) == sorted([*entered, *kept])
    assert 0 < len(kept) < len(placed)


def test_another_stage_map_needs_no_other_moments(tmp_path):
    done, placed = drawn(5, 60)
    tables = open_literal(tmp_path, events=events(done), orders=orders(placed))
    found = logs.moments(tables, study())
    for stages in ({}, {"Riddle": "purchase"}, {"Riddle": "use"}):
        asked = study(stages=stages)
        entered = logs.entered(found, logs.asked(tables, asked), asked)
        assert rows_of(entered) == rows_of(journey.read(tables, asked))


def test_without_events_of_a_purchase_all_orders_enter(tmp_path):
    tables = open_literal(
        tmp_path,
        events=events([("a", "2024-01-01", "Advert")]),
        orders=orders([("a", "2024-01-01", 5), ("b", "2024-01-01", 5)]),
    )
    log = journey.read(tables, study())
    assert [row[2] for row in rows_of(log)] == ["Advert", "order 1", "order 1"]


def test_neither_events_nor_orders_that_count(tmp_path):
    tables = open_literal(
        tmp_path, events=events([]), orders=orders([("a", "2024-01-01", 5, True)])
    )
    log = journey.read(tables, study())
    assert len(log.time) == 0 and log.names == ()
