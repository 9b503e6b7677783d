from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import segmentation
from loyalty.charts import theme
from loyalty.segments import CATALOGUE, THRESHOLDS
from loyalty.study import Condition, Rule, Study

NAN = float("nan")
STUDY = Study(
    as_of=date(2024, 1, 1),
    active_days=90,
    thresholds={
        "recent_days": 30,
        "lapsed_days": 180,
        "new_days": 45,
        "frequent_orders": 5,
        "high_spend": 1000,
    },
    segments=segmentation.default_rules(),
)

# recency, orders, spend, tenure -> segment, worked out by hand from the meanings
CASES = [
    (30, 5, 1000, 400, "champions"),
    (31, 5, 1000, 400, "loyal"),
    (10, 5, 999, 400, "loyal"),
    (90, 4, 1000, 400, "big_spenders"),
    (45, 1, 10, 45, "new"),
    (46, 1, 10, 46, "promising"),
    (46, 2, 10, 400, "potential_loyal"),
    (91, 5, 1000, 400, "cannot_lose"),
    (999, 5, 1000, 1400, "cannot_lose"),
    (180, 2, 10, 400, "at_risk"),
    (180, 1, 10, 180, "hibernating"),
    (181, 1, 10, 181, "lost"),
    (181, 4, 2000, 400, "lost"),
    (NAN, 0, -5, NAN, "no_orders"),
    (NAN, NAN, NAN, NAN, "no_orders"),
]


def frame(cases) -> pd.DataFrame:
    columns = ["recency_days", "order_count", "spend", "tenure_days", "segment"]
    return pd.DataFrame(cases, columns=columns)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[-1])
def test_named_groups(case):
    assert segmentation.assign(frame([case]), STUDY)["segment"].tolist() == [case[-1]]


def test_every_segment_can_be_reached_explains_itself_and_has_a_colour():
    assert {case[-1] for case in CASES} == {one.key for one in CATALOGUE} == set(theme.SEGMENTS)
    for one in CATALOGUE:
        assert one.meaning.endswith(".")
        assert one.action.endswith(".")


def test_no_rule_left_means_unassigned():
    only = (Rule(key="a", conditions=(Condition(column="spend", op=">", threshold=5),)),)
    found = segmentation.assign(pd.DataFrame({"spend": [9.0, 1]}), STUDY.change(segments=only))
    assert found["segment"].tolist() == ["a", "unassigned"]


def test_moves_and_sizes_count_customers_and_money():
    names = ["a", "b", "c"]
    before, after = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    spend = np.array([1.0, 2.5, NAN, 4])
    assert segmentation.moves(before, after, names, spend).to_dict("records") == [
        {"source": "a", "target": "a", "customers": 1, "spend": 1.0},
        {"source": "a", "target": "b", "customers": 1, "spend": 2.5},
        {"source": "b", "target": "b", "customers": 1, "spend": 0.0},
        {"source": "c", "target": "b", "customers": 1, "spend": 4.0},
    ]
    found = segmentation.sizes(after, names, spend)
    assert found["customers"].tolist() == [1, 3, 0]
    assert found["spend_share"].tolist() == pytest.approx([1 / 7.5, 6.5 / 7.5, 0])


def test_default_thresholds_come_from_the_customers():
    customers = pd.DataFrame(
        {"order_count": [0.0, *range(1, 11)], "spend": [0.0, *range(10, 110, 10)]}
    )
    found = segmentation.learn_thresholds(customers, pd.Series([10, 20, 60]), 60)
    assert found == {
        "recent_days": 20,
        "lapsed_days": 120,
        "new_days": 20,
        "frequent_orders": 9,
        "high_spend": 82,
    }


def test_compare_two_definitions_with_different_segments():
    first = STUDY.change(segments=(Rule(key="all"),))
    old, new = (segmentation.codes(frame(CASES), study) for study in (first, STUDY))
    names, before, after = segmentation.aligned(first, STUDY, old, new)
    assert {names[code] for code in before} == {"all"}
    assert [names[code] for code in after] == [case[-1] for case in CASES]


def test_all_thresholds_are_explained():
    for threshold in THRESHOLDS.values():
        assert threshold.label
        assert threshold.meaning.endswith(".")
