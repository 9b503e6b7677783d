from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import segmentation
from loyalty.segments import SCHEMES, THRESHOLDS
from loyalty.study import Condition, Group, Rule, Study

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


def test_every_named_group_can_be_reached():
    assert {case[-1] for case in CASES} == {one.key for one in SCHEMES["rfm_named"].groups}


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


PEOPLE = pd.DataFrame(
    {
        "spend": [1.0, 5, 9, NAN],
        "attribute.region": pd.Categorical(["north", "south", None, "north"]),
        "date.joined": pd.to_datetime(["2024-01-01", "2024-02-01", None, "2023-05-05"]),
    }
)


def condition(column, op, limit=None) -> Condition:
    kind = {tuple: "values", date: "day"}.get(type(limit), "threshold")
    return Condition(column=column, op=op, **({} if limit is None else {kind: limit}))


LOW, HIGH = condition("spend", "<=", 5), condition("spend", ">", 4)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (condition("spend", "missing"), [0, 0, 0, 1]),
        (condition("attribute.region", "in", ("north", "east")), [1, 0, 0, 1]),
        (condition("attribute.region", "not in", ("north",)), [0, 1, 0, 0]),
        (condition("date.joined", "<=", date(2024, 1, 1)), [1, 0, 0, 1]),
        (condition("date.joined", "==", date(2024, 2, 1)), [0, 1, 0, 0]),
        (condition("spend", "<", date(2024, 2, 1)), [0, 0, 0, 0]),
        (condition("attribute.region", ">", 3), [0, 0, 0, 0]),
        (Group(match="all", conditions=(LOW, HIGH)), [0, 1, 0, 0]),
        (Group(match="any", conditions=(LOW, HIGH)), [1, 1, 1, 0]),
        (Group(match="none", conditions=(LOW,)), [0, 0, 1, 0]),
        (Group(match="none", conditions=(condition("spend", "missing"),)), [1, 1, 1, 0]),
        (Group(match="none", conditions=(Group(match="none", conditions=(LOW,)),)), [1, 1, 0, 0]),
        (
            Group(
                match="any",
                conditions=(
                    Group(match="none", conditions=(LOW, HIGH)),
                    condition("attribute.region", "in", ("north",)),
                ),
            ),
            [1, 0, 0, 1],
        ),
        (Group(match="none", conditions=(Group(match="any", conditions=(LOW, HIGH)),)), [0] * 4),
        (
            Group(match="none", conditions=(Group(match="all", conditions=(LOW, HIGH)),)),
            [1, 0, 1, 0],
        ),
    ],
)
def test_a_missing_value_neither_holds_nor_fails(test, expected):
    truth = segmentation.Evaluation(PEOPLE, {})
    holds, fails = truth.holds(test), truth.fails(test)
    assert holds.astype(int).tolist() == expected
    assert not (holds & fails).any()


def test_groups_agree_with_a_loop_over_three_values():
    rng = np.random.default_rng(3)
    values = rng.integers(0, 4, (300, 3)).astype(float)
    values[rng.random(values.shape) < 0.2] = NAN
    people = pd.DataFrame(values, columns=list("abc"))
    for _round in range(60):
        test = grow(rng, 3)
        truth = segmentation.Evaluation(people, {})
        expected = [three_valued(test, row) for row in people.to_dict("records")]
        assert truth.holds(test).tolist() == [one is True for one in expected]
        assert truth.fails(test).tolist() == [one is False for one in expected]


def grow(rng, depth):
    if depth == 0 or rng.random() < 0.3:
        op = str(rng.choice(["<=", "<", ">=", ">", "==", "!=", "missing"]))
        limit = None if op == "missing" else float(rng.integers(0, 4))
        return condition(str(rng.choice(list("abc"))), op, limit)
    inside = tuple(grow(rng, depth - 1) for _one in range(rng.integers(1, 4)))
    return Group(match=str(rng.choice(["all", "any", "none"])), conditions=inside)


def three_valued(test, row):
    if isinstance(test, Condition):
        value = row[test.column]
        if test.op == "missing":
            return value != value
        return None if value != value else bool(eval(f"value {test.op} {test.threshold}"))
    found = [three_valued(one, row) for one in test.conditions]
    if test.match == "all":
        return False if False in found else None if None in found else True
    some = True if True in found else None if None in found else False
    return some if test.match == "any" or some is None else not some
