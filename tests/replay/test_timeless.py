"""Columns without a past are named, others are not."""

from datetime import date

import pytest
from tables import open_literal, orders

from loyalty import replay
from loyalty.replay.timeless import timeless
from loyalty.study import Condition, Rule, Study

DAY = date(2024, 3, 31)
CUSTOMERS = {"customer_id": ["ann", "bob"], "joined": ["2024-01-01"] * 2}
ANSWERS = {"customer_id": ["ann"], "question": ["csat"], "score": [4.0], "position": [0]}


def of_columns(*columns: str) -> Study:
    rules = [
        Rule(key=f"rule {place}", conditions=[Condition(column=column, op="missing")])
        for place, column in enumerate(columns)
    ]
    return Study(as_of=DAY, segments=rules)


@pytest.fixture
def tables(tmp_path):
    rows = orders([("ann", "2024-01-05", 1)])
    return open_literal(tmp_path, orders=rows, customers=CUSTOMERS, answers=ANSWERS)


def test_orders_and_the_day_of_joining_have_a_past(tables):
    named = ("recency_days", "spend", "date.joined", "date.first_order", "last_gap_days")
    assert timeless(tables, of_columns(*named, "life_cycle")) == ()


def test_other_columns_of_the_customer_table_have_none(tables):
    assert timeless(tables, of_columns("spend", "attribute.region")) == ("attribute.region",)
    without = {name: table for name, table in tables.items() if name != "customers"}
    assert timeless(without, of_columns("attribute.region")) == ()


def test_a_table_without_times_has_none(tables, tmp_path):
    study = of_columns("answer.csat", "referral_count", "satisfaction")
    assert timeless(tables, study) == ("answer.csat", "satisfaction")
    (tmp_path / "timed").mkdir()
    timed = open_literal(
        tmp_path / "timed",
        answers=ANSWERS | {"time": ["2024-01-05"]},
        customers={"customer_id": ["ann"], "referred_by": ["bob"]},
    )
    assert timeless(timed, study) == ("referral_count",)


def test_what_weights_differ_by_counts_where_a_rule_reads_a_score(tables):
    by_region = {"group_by": "attribute.region"}
    scored = of_columns("score.loyalty_index").model_copy(update=by_region)
    assert "attribute.region" in timeless(tables, scored)
    assert timeless(tables, of_columns("spend").model_copy(update=by_region)) == ()


def test_a_timeless_answer_is_on_a_past_day_what_it_is_now(tables):
    study = Study(
        as_of=DAY,
        segments=[
            Rule(key="yes", conditions=[Condition(column="answer.csat", op="==", threshold=4)])
        ],
    )
    then = replay.replay(tables, study, [date(2024, 1, 31), DAY])
    assert then.codes.tolist() == [[0, 0], [1, 1]]
