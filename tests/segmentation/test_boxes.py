"""Boxes against every combination of values that the rules can tell apart."""

from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest
from segmentation import random_rules
from segmentation.random_rules import NAN

from loyalty import segmentation
from loyalty.segmentation import boxes, edits
from loyalty.segments import CATALOGUE
from loyalty.study import Condition, Group, Rule, Study

STUDY = Study(as_of=date(2024, 1, 1), thresholds={"t": 2.0, "u": 1.0})
COLUMNS = ("a", "b", random_rules.REGION)
POINTS = [*np.arange(-0.25, 4.5, 0.25), NAN]
GRID = pd.DataFrame(product(POINTS, POINTS, [*random_rules.REGIONS, "west", None]), columns=COLUMNS)
GRID[random_rules.REGION] = GRID[random_rules.REGION].astype("category")


def inside(space, region) -> np.ndarray:
    """Which rows of the grid lie in one of the boxes."""
    atoms = np.array([[space.axes[one].atom(x) for x in GRID[one]] for one in space.axes], object)
    found = np.zeros(len(GRID), dtype=bool)
    for box in region:
        met = np.ones(len(GRID), dtype=bool)
        for allowed, own in zip(box, atoms, strict=True):
            met &= (own & allowed) != 0
        found |= met
    return found


@pytest.mark.parametrize("seed", range(25))
def test_a_region_is_where_the_test_holds_or_fails(seed):
    rng = np.random.default_rng(seed)
    test = random_rules.test(rng, 3, ("t",), COLUMNS)
    space = boxes.Space(GRID, STUDY.change(segments=(Rule(key="x", conditions=(test,)),)))
    truth = segmentation.Evaluation(GRID, STUDY.thresholds)
    assert (inside(space, space.holds(test)) == truth.holds(test)).all()
    assert (inside(space, space.fails(test)) == truth.fails(test)).all()


@pytest.mark.parametrize("seed", range(60))
def test_unreachable_is_what_no_combination_of_values_reaches(seed):
    rng = np.random.default_rng(seed)
    rules = random_rules.rules(rng, 7, ("t", "u"), COLUMNS)
    study = STUDY.change(segments=rules)
    found = boxes.unreachable(GRID, study)
    reached = set(segmentation.codes(GRID, study))
    assert set(found) == set(range(len(rules))) - reached
    for place, others in found.items():
        taken = (*(rules[one] for one in others), rules[place])
        assert len(others) not in segmentation.codes(GRID, study.change(segments=taken))
        for last in others[-1:]:
            before = (*rules[:last], rules[place])
            assert last in segmentation.codes(GRID, study.change(segments=before))


def test_random_rules_are_of_both_kinds():
    counts = [0, 0]
    for seed in range(60):
        rules = random_rules.rules(np.random.default_rng(seed), 7, ("t", "u"), COLUMNS)
        for others in boxes.unreachable(GRID, STUDY.change(segments=rules)).values():
            counts[min(1, len(others))] += 1
    assert min(counts) > 10


@pytest.mark.parametrize("place", range(4))
def test_what_is_left_over_is_what_the_rule_takes(place):
    rng = np.random.default_rng(7)
    study = STUDY.change(segments=random_rules.rules(rng, 3, ("t",), COLUMNS)[:3])
    space = boxes.Space(GRID, study)
    region = boxes.left_over(space, study.segments, place)
    assert (inside(space, region) == (segmentation.codes(GRID, study) == place)).all()


def rule(key, *conditions):
    return Rule(key=key, conditions=tuple(edits.condition(*one) for one in conditions))


def never(*rules, **columns):
    customers = pd.DataFrame(columns)
    return boxes.unreachable(customers, STUDY.change(segments=rules))


def test_contradictions_and_covers():
    assert never(
        rule("none", ("a", ">", 3), ("a", "<", 3)),
        rule("half", ("a", "<", 3)),
        rule("other half", ("a", ">=", 3)),
        rule("missing", ("a", "missing")),
        rule("three", ("a", "==", 3)),
        rule("any", ("a", "<", 9)),
        rule("all"),
        a=[1.0],
    ) == {0: (), 4: (2,), 5: (1, 2), 6: (1, 2, 3)}


@pytest.mark.parametrize(
    ("column", "conditions", "expected"),
    [
        ("order_count", ((">", 1), ("<", 2)), True),
        ("order_count", (("<", 0),), True),
        ("order_count", (("==", 1.5),), True),
        ("order_count", ((">", 1), ("<", 3)), False),
        ("spend", ((">", 1), ("<", 2)), False),
        ("spend", (("<", 0),), False),
        ("score.loyalty_index", ((">", 100),), True),
        ("score.loyalty_index", ((">=", 100),), False),
        ("date.joined", ((">", date(2024, 1, 1)), ("<", date(2024, 1, 2))), True),
        ("date.joined", ((">=", date(2024, 1, 1)), ("<", date(2024, 1, 2))), False),
        ("attribute.region", (("in", ("x", "y")), ("in", ("z",))), True),
        ("attribute.region", (("in", ("x", "y")), ("not in", ("x",))), False),
        ("attribute.region", (("not in", ("x",)), ("not in", ("y",)), ("missing",)), True),
        ("attribute.region", ((">", 3),), True),
        ("spend", (("in", ("x",)),), True),
        ("spend", (("not in", ("x",)),), False),
        ("spend", ((">", date(2024, 1, 1)),), True),
    ],
)
def test_what_a_column_can_hold(column, conditions, expected):
    values = {"date.joined": pd.Timestamp("2024-05-05"), "attribute.region": "x"}.get(column, 1.0)
    contradiction = rule("x", *((column, *one) for one in conditions))
    assert (0 in never(contradiction, **{column: [values]})) == expected


@pytest.mark.parametrize("condition", [("in", ("x",)), (">", 3), (">", date(2024, 1, 1))])
def test_a_column_without_any_value_is_what_its_conditions_take_it_for(condition):
    assert never(rule("x", ("attribute.spare", *condition)), **{"attribute.spare": [NAN]}) == {}


def test_unknowns_are_in_neither_a_test_nor_its_contrary():
    low = Condition(column="a", op="<", threshold=3)
    rules = (
        Rule(key="low", conditions=(low,)),
        Rule(key="not low", conditions=(Group(match="none", conditions=(low,)),)),
        Rule(key="rest"),
    )
    assert never(*rules, a=[1.0]) == {}
    known = Rule(key="unknown", conditions=(Condition(column="a", op="missing"),))
    assert never(*rules[:2], known, rules[2], a=[1.0]) == {3: (0, 1, 2)}


@pytest.mark.parametrize("scheme", [one.key for one in CATALOGUE if one.groups])
def test_every_group_of_the_shelf_can_be_reached(scheme):
    rules = segmentation.default_rules(scheme)
    study = STUDY.change(
        segments=rules,
        active_days=90,
        thresholds={
            "recent_days": 30, "lapsed_days": 180, "new_days": 45, "frequent_orders": 5,
            "high_spend": 1000,
        } | dict(zip(named(rules), range(90, 0, -10), strict=False)),
    )  # fmt: skip
    customers = pd.DataFrame({one: [NAN] for one in segmentation.columns(study)})
    assert boxes.unreachable(customers, study) == {}


def named(rules):
    """Thresholds of the scheme's own in reading order: lower ones later."""
    known = {"recent_days", "lapsed_days", "new_days", "frequent_orders", "high_spend"}
    found = (one.threshold for one in segmentation.conditions(rules))
    return [one for one in dict.fromkeys(found) if isinstance(one, str) and one not in known]


def tangle(pairs):
    """For each pair of columns, the one is low or the other is high."""
    groups = [
        Group(
            match="any",
            conditions=(edits.condition(f"a{one}", "<", 1), edits.condition(f"b{one}", ">", 2)),
        )
        for one in range(pairs)
    ]
    return Rule(key=f"tangle {pairs}", conditions=tuple(groups))


def test_beyond_its_bounds_nothing_is_claimed():
    columns = {f"{letter}{one}": [1.0] for letter in "ab" for one in range(20)}
    impossible = rule("x", ("a0", ">", 1), ("a0", "<", 1))
    hidden = Rule(key="y", conditions=(*tangle(20).conditions, *impossible.conditions))
    assert never(tangle(4), impossible, tangle(4), **columns) == {1: (), 2: (0,)}
    assert never(tangle(20), impossible, hidden, tangle(20), **columns) == {1: ()}
