"""Replayed segments, who moved, and each customer's segment before."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from tables import open_literal, orders

from loyalty import analysis, replay, segmentation
from loyalty.replay import ARRIVED, History
from loyalty.study import Condition, Rule, Study

JAN, FEB, MAR, APR = (date(2024, month, 28) for month in (1, 2, 3, 4))
ROWS = [
    ("ann", "2024-01-05", 10), ("ann", "2024-02-05", 10), ("ann", "2024-03-05", 10),
    ("bob", "2024-01-20", 99),
    ("cyd", "2024-02-28 23:59", 5), ("cyd", "2024-04-02", 5),
    ("dan", "2024-05-01", 5),
]  # fmt: skip
STUDY = Study(
    as_of=APR,
    segments=[
        Rule(key="often", conditions=[Condition(column="order_count", op=">=", threshold=2)]),
        Rule(key="fresh", conditions=[Condition(column="recency_days", op="<=", threshold=20)]),
    ],
)
IDS = pd.Index(["ann", "bob", "cyd"])
# 0 often, 1 fresh, 2 unassigned, -1 not yet known; by hand from ROWS
CODES = [[2, 0, 0, 0], [1, 2, 2, 2], [-1, 1, 2, 0]]


@pytest.fixture
def history(tmp_path):
    return replay.replay(open_literal(tmp_path, orders=orders(ROWS)), STUDY, [MAR, JAN, FEB, APR])


def made(codes, names=("a", "b", "unassigned")) -> History:
    days = tuple(date(2024, month, 1) for month in range(1, len(codes[0]) + 1))
    ids = pd.Index([f"c{number}" for number in range(len(codes))])
    return History(ids, days, names, np.array(codes, dtype=np.int16))


def test_segments_on_past_days_by_hand(history):
    assert history.days == (JAN, FEB, MAR, APR)
    assert history.ids.tolist() == ["ann", "bob", "cyd"]
    assert history.names == ("often", "fresh", "unassigned")
    assert history.codes.tolist() == CODES and history.codes.dtype == np.int16


def test_a_day_of_the_replay_is_the_page_with_that_day_chosen(tmp_path):
    tables = open_literal(tmp_path, orders=orders(ROWS))
    study = analysis.first_study(analysis.base(tables, APR), APR)
    found = replay.replay(tables, study, [JAN, FEB, MAR, APR])
    for day in found.days:
        then = study.change(as_of=day)
        expected = analysis.results(analysis.base(tables, day), then)
        ids, codes = replay.at(tables, study, day)
        assert ids.tolist() == expected["customer_id"].tolist()
        assert codes.tolist() == expected["segment"].cat.codes.tolist()
        known = found.on(day) >= 0
        assert found.ids[known].tolist() == ids.tolist()
        assert found.on(day)[known].tolist() == codes.tolist()


def test_progress_is_told_after_each_day(tmp_path):
    said = []
    tables = open_literal(tmp_path, orders=orders(ROWS))
    replay.replay(tables, STUDY, [APR, JAN], progress=lambda *so_far: said.append(so_far))
    assert said == [(1, 2), (2, 2)]


def test_a_replay_of_no_day_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="at least one day"):
        replay.replay(open_literal(tmp_path, orders=orders(ROWS)), STUDY, [])


def test_month_ends_go_back_to_the_first_record(tmp_path):
    tables = open_literal(tmp_path, orders=orders(ROWS))
    ends = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]
    assert replay.month_ends(tables, date(2024, 4, 15)) == [*ends, date(2024, 4, 15)]
    assert replay.month_ends(tables, date(2024, 3, 31)) == ends
    assert replay.month_ends(tables, date(2024, 4, 1), count=2) == [*ends[1:], date(2024, 4, 1)]
    assert replay.month_ends(tables, date(2023, 1, 1)) == [date(2023, 1, 1)]
    assert len(replay.month_ends({}, date(2026, 6, 30))) == 1


def test_month_ends_of_a_long_history_are_24_and_the_day(tmp_path):
    tables = open_literal(tmp_path, orders=orders([("ann", "2010-01-01", 1)]))
    found = replay.month_ends(tables, date(2026, 6, 30))
    assert len(found) == 25 and found[0] == date(2024, 6, 30) and found[-2] == date(2026, 5, 31)


def test_movement_counts_pairs_and_newcomers(history):
    assert replay.movement(history, JAN, APR).to_dict("records") == [
        {"source": "fresh", "target": "unassigned", "customers": 1},
        {"source": "unassigned", "target": "often", "customers": 1},
        {"source": ARRIVED, "target": "often", "customers": 1},
    ]
    spend = np.array([30.0, 99.0, np.nan])
    found = replay.movement(history, FEB, MAR, spend)
    assert found.to_dict("records") == [
        {"source": "often", "target": "often", "customers": 1, "spend": 30.0},
        {"source": "fresh", "target": "unassigned", "customers": 1, "spend": 0.0},
        {"source": "unassigned", "target": "unassigned", "customers": 1, "spend": 99.0},
    ]
    with pytest.raises(ValueError, match="is after"):
        replay.movement(history, APR, JAN)
    with pytest.raises(ValueError):
        replay.movement(history, date(2024, 1, 1), APR)


def test_customers_who_come_later_are_no_movement(history):
    assert replay.movement(history, JAN, JAN)["customers"].sum() == 2


def test_who_comes_and_goes_adds_up_on_many_random_customers():
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 3, (500, 2))
    codes[rng.random(500) < 0.3, 0] = -1
    history = made(codes)
    found = replay.movement(history, *history.days)
    pairs = pd.crosstab(codes[:, 0], codes[:, 1])
    assert found["customers"].sum() == 500
    for row in found.itertuples():
        names = [*history.names, ARRIVED]
        source = names.index(row.source)
        expected = pairs.loc[-1 if source == 3 else source, names.index(row.target)]
        assert row.customers == expected


def test_each_customer_has_a_segment_the_one_before_and_the_day(history):
    found = replay.per_customer(history)
    assert found["customer_id"].tolist() == ["ann", "bob", "cyd"]
    assert found["segment"].tolist() == ["often", "unassigned", "often"]
    assert found["previous"].tolist() == ["unassigned", "fresh", "unassigned"]
    assert found["changed_on"].dt.date.tolist() == [FEB, FEB, APR]
    assert found["since"].dt.date.tolist() == [FEB, FEB, APR]


def test_previous_is_the_last_different_segment_and_may_be_missing():
    found = replay.per_customer(
        made([[0, 0, 0], [-1, 0, 0], [0, 1, 0], [0, 1, 1], [1, 0, 1], [-1, -1, 1]])
    )
    assert found["previous"].astype(object).where(found["previous"].notna(), None).tolist() == [
        None, None, "b", "a", "a", None,
    ]  # fmt: skip
    assert found["changed_on"].dt.month.fillna(0).tolist() == [0, 0, 3, 2, 3, 0]
    assert found["since"].dt.month.tolist() == [1, 2, 3, 2, 3, 3]


def test_per_customer_is_what_a_loop_finds():
    rng = np.random.default_rng(5)
    history = made(rng.integers(0, 3, (300, 8)))
    found = replay.per_customer(history)
    for codes, row in zip(history.codes, found.itertuples(), strict=True):
        end = len(codes) - 1
        while end > 0 and codes[end - 1] == codes[-1]:
            end -= 1
        assert row.since.date() == history.days[end]
        if end == 0:
            assert pd.isna(row.previous) and pd.isna(row.changed_on)
        else:
            assert row.previous == history.names[codes[end - 1]]
            assert row.changed_on == row.since


def test_one_day_knows_no_previous_segment():
    found = replay.per_customer(made([[0], [2]]))
    assert found["segment"].tolist() == ["a", "unassigned"] and found["previous"].isna().all()


def test_sizes_over_time(history):
    found = replay.sizes_over(history)
    assert found["day"].dt.date.unique().tolist() == list(history.days)
    wide = found.pivot(index="day", columns="segment", values="customers")[list(history.names)]
    assert wide.to_numpy().tolist() == [[0, 1, 1], [1, 1, 1], [1, 0, 2], [2, 0, 1]]
    assert found["share"].tolist()[:3] == [0, 0.5, 0.5]


def test_nobody_has_a_history(tmp_path):
    empty = {"customer_id": [], "order_id": [], "time": [], "amount": [], "is_return": []}
    found = replay.replay(open_literal(tmp_path, orders=empty), STUDY, [JAN, FEB])
    assert found.codes.shape == (0, 2)
    assert replay.per_customer(found).empty
    assert replay.movement(found, JAN, FEB).empty
    assert replay.sizes_over(found)["share"].tolist() == [0.0] * 6


def test_segment_names_are_those_of_the_study(history):
    assert list(history.names) == segmentation.segment_names(STUDY)
