"""Reasons and distances against a plain reading of the rules and a search of all values."""

from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest
from segmentation import random_rules
from segmentation.random_rules import NAN

from loyalty import segmentation
from loyalty.segmentation import (
    Change,
    changed,
    distance,
    edits,
    nearest,
    reasons,
    spreads,
)
from loyalty.study import Group, Rule, Study

COLUMNS = ("a", "b", random_rules.REGION)
STUDY = Study(as_of=date(2024, 1, 1), thresholds={"t": 2.0, "u": 1.0})


def rule(key, *conditions):
    return Rule(key=key, conditions=tuple(edits.condition(*one) for one in conditions))


def of(*rules, **choices):
    return STUDY.change(segments=rules, **choices)


def one(**values) -> pd.DataFrame:
    return pd.DataFrame({key: [value] for key, value in values.items()})


def test_every_condition_with_its_outcome():
    low = edits.condition("spend", "<", "t")
    none = Group(match="none", conditions=(low, edits.condition("visits", ">", 3)))
    study = of(
        Rule(key="x", conditions=(edits.condition("spend", ">=", 5), Group(conditions=(none,)))),
        rule("y", ("spend", "<=", "t")),
        rule("z", ("attribute.region", "in", ("north",)), ("date.joined", "<", date(2024, 5, 1))),
        rule("w", ("visits", "missing")),
        Rule(key="rest"),
    )
    customer = one(
        spend=2.0, visits=NAN, **{"attribute.region": "south", "date.joined": pd.NaT}
    ).astype({"date.joined": "datetime64[s]"})
    found = reasons(customer, study)
    rows = found[["segment", "place", "path", "inside", "outcome", "met", "taken_by"]]
    assert rows.to_numpy().tolist() == [
        ["x", 0, (0,), (), False, False, ""],
        ["x", 0, (1, 0, 0), ("all", "none"), False, False, ""],
        ["x", 0, (1, 0, 1), ("all", "none"), None, False, ""],
        ["y", 1, (0,), (), True, True, ""],
        ["z", 2, (0,), (), False, False, "y"],
        ["z", 2, (1,), (), None, False, "y"],
        ["w", 3, (0,), (), True, True, "y"],
        ["rest", 4, (), (), True, True, "y"],
    ]
    assert found["column"].tolist()[:3] == ["spend", "spend", "visits"]
    assert found["limit"].tolist()[1:6] == [2.0, 3.0, 2.0, ("north",), date(2024, 5, 1)]
    assert found["value"].tolist()[:5] == [2.0, 2.0, None, 2.0, "south"]
    assert found["test"].iloc[1] == low and found["test"].iloc[7] is None


def test_a_customer_whom_no_rule_takes():
    found = reasons(one(spend=NAN), of(rule("x", ("spend", ">", 1))))
    assert found[["outcome", "met", "taken_by"]].to_numpy().tolist() == [[None, None, ""]]


@pytest.mark.parametrize("seed", range(20))
def test_outcomes_agree_with_the_segments(seed):
    rng = np.random.default_rng(seed)
    customers = random_rules.people(rng, 15)
    study = of(*random_rules.rules(rng, 5, ("t",), COLUMNS))
    names = segmentation.segment_names(study)
    truth = segmentation.Evaluation(customers, study.thresholds)
    for row, code in enumerate(segmentation.codes(customers, study)):
        found = reasons(customers.iloc[[row]], study)
        met = found.drop_duplicates("place").set_index("segment")["met"]
        for place, each in enumerate(study.segments):
            assert (met[each.key] is True) == truth.rule(each)[row]
            assert (found[found["place"] == place]["taken_by"] == names[code]).all() == (
                place > code
            )


CASES = [
    (one(order_count=3.0), ("order_count", ">=", 5), [Change("order_count", 3, 5, 2, 2.0)]),
    (one(order_count=3.0), ("order_count", ">", 5), [Change("order_count", 3, 6, 3, 3.0)]),
    (one(spend=120.5), ("spend", ">=", 300), [Change("spend", 120.5, 300, 179.5, 179.5)]),
    (one(spend=120.5), ("spend", ">", 300), [Change("spend", 120.5, 300.1, 179.6, 179.6)]),
    (one(recency_days=42.0), ("recency_days", "<", 31), [Change("recency_days", 42, 30, -12, 12)]),
    (one(spend=4.0), ("spend", "!=", 4), [Change("spend", 4, 3, -1, 1)]),
    (
        one(recency_days=NAN),
        ("recency_days", "<=", 30),
        [Change("recency_days", None, 30, None, 1)],
    ),
    (one(order_count=NAN), ("order_count", ">", 2), [Change("order_count", None, 3, None, 1)]),
    (
        one(**{"score.loyalty_index": 50.0}),
        ("score.loyalty_index", ">", 99.5),
        [Change("score.loyalty_index", 50, 99.6, 49.6, 49.6)],
    ),
    (
        one(**{"date.joined": pd.Timestamp("2024-03-01")}),
        ("date.joined", "<", date(2024, 2, 1)),
        [Change("date.joined", date(2024, 3, 1), date(2024, 1, 31), -30, 30)],
    ),
    (one(spend=4.0), ("spend", "missing"), None),
    (one(spend=4.0), ("spend", "in", ("x",)), None),
    (one(order_count=3.0), ("order_count", "<", 0), None),
    (one(order_count=5.0), ("order_count", ">=", 5), []),
]


@pytest.mark.parametrize(("customer", "condition", "expected"), CASES)
def test_the_nearest_value_in_the_units_of_the_column(customer, condition, expected):
    study = of(rule("x", condition))
    found = distance(customer, study, "x")
    assert found == expected
    if found:
        assert segmentation.codes(changed(customer, found), study).tolist() == [0]


def test_texts_that_conditions_name_and_others():
    region = "attribute.region"
    customer = pd.DataFrame({region: pd.Categorical(["north"], ["east", "north", "south"])})
    study = of(
        rule("x", (region, "in", ("south", "west"))), rule("y", (region, "not in", ("north",)))
    )
    assert distance(customer, study, "x") == [Change(region, "north", "south", None, 1.0)]
    assert distance(customer, study, "y") == [Change(region, "north", "east", None, 1.0)]
    assert distance(one(**{region: "north"}), study, "y") is None


def test_fewest_columns_come_before_short_ways_and_spreads_make_units_equal():
    study = of(
        rule("both", ("spend", ">=", 11), ("order_count", ">=", 4)),
        rule("spend", ("spend", ">=", 500)),
        rule("orders", ("order_count", ">=", 9)),
        Rule(key="rest"),
    )
    customer = one(spend=10.0, order_count=3.0)
    assert nearest(customer, study) == ("orders", [Change("order_count", 3, 9, 6, 6.0)])
    key, changes = nearest(customer, study, {"spend": 490.0, "order_count": 2.0})
    assert (key, changes[0].relative) == ("spend", 1.0)
    assert len(distance(customer, study, "both")) == 2


def test_earlier_rules_are_left_first():
    study = of(rule("high", ("spend", ">", 100)), rule("low", ("spend", ">", 10)), Rule(key="rest"))
    assert distance(one(spend=250.0), study, "low") == [Change("spend", 250, 100, -150, 150)]
    assert distance(one(spend=250.0), study, "rest") == [Change("spend", 250, 10, -240, 240)]
    assert distance(one(spend=250.0), study, "unassigned") is None
    assert nearest(one(spend=250.0), of(rule("high", ("spend", ">", 100)))) is None


def search(customer, study, target) -> int | None:
    """The fewest columns to change, by trying all values; a value cannot become missing."""
    points = [*np.arange(-0.25, 4.5, 0.25), NAN]
    grid = pd.DataFrame(product(points, points, ["north", "south", "east", "west", None]))
    grid.columns = COLUMNS
    old = customer.iloc[0]
    same = [
        (grid[name] == old[name]) | (grid[name].isna() & pd.isna(old[name])) for name in COLUMNS
    ]
    lost = [grid[name].isna() & ~same[place] for place, name in enumerate(COLUMNS)]
    grid[random_rules.REGION] = grid[random_rules.REGION].astype("category")
    place = segmentation.segment_names(study).index(target)
    right = (segmentation.codes(grid, study) == place) & ~np.any(lost, axis=0)
    return int((3 - np.sum(same, axis=0))[right].min()) if right.any() else None


@pytest.mark.parametrize("seed", range(30))
def test_changes_lead_to_the_target_by_the_fewest_columns(seed):
    rng = np.random.default_rng(seed)
    study = of(*random_rules.rules(rng, 4, ("t", "u"), COLUMNS))
    people = random_rules.people(rng, 5)[list(COLUMNS)]
    texts = ["east", "north", "south", "west"]
    people[random_rules.REGION] = people[random_rules.REGION].cat.set_categories(texts)
    spread = spreads(people, study)
    for row in range(len(people)):
        customer = people.iloc[[row]]
        least = []
        for place, target in enumerate(segmentation.segment_names(study)):
            found = distance(customer, study, target, spread)
            assert (None if found is None else len(found)) == search(customer, study, target)
            if found is not None:
                assert segmentation.codes(changed(customer, found), study)[0] == place
                least += [len(found)] if found and place < len(study.segments) else []
        next_one = nearest(customer, study, spread)
        assert (len(next_one[1]) if next_one else None) == min(least, default=None)


def test_spreads_are_quartiles_else_deviations():
    people = pd.DataFrame(
        {
            "a": [1.0, 2, 3, 4, 5],
            "b": [0.0, 0, 0, 0, 10],
            "c": [7.0] * 5,
            "d": [NAN] * 5,
            "attribute.region": list("xxxyy"),
            "date.joined": pd.to_datetime(["2024-01-01"] * 2 + ["2024-01-11"] * 3),
        }
    )
    study = of(rule("x", *((name, "missing") for name in people)))
    assert spreads(people, study) == {
        "a": 2.0, "b": pytest.approx(4), "c": 1.0, "d": 1.0, "date.joined": 10.0,
    }  # fmt: skip


def test_entangled_rules_are_given_up():
    values = {f"{letter}{i}": 1.0 for letter in "ab" for i in range(20)}
    groups = tuple(
        Group(
            match="any",
            conditions=(edits.condition(f"a{i}", "<", 1), edits.condition(f"b{i}", ">", 2)),
        )
        for i in range(20)
    )
    assert distance(one(**values), of(Rule(key="x", conditions=groups)), "x") is None
