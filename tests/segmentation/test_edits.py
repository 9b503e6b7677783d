from datetime import date

import pytest

from loyalty.problems import Refused
from loyalty.segmentation import edits
from loyalty.study import MAX_RULES, Condition, Group, Rule, Study

LOW = Condition(column="spend", op="<=", threshold=5)
HIGH = Condition(column="spend", op=">", threshold="high_spend")
NORTH = Condition(column="attribute.region", op="in", values=("north",))
EITHER = Group(match="any", conditions=(HIGH, Group(match="none", conditions=(NORTH,))))
STUDY = Study(
    as_of=date(2024, 1, 1),
    thresholds={"high_spend": 100},
    segments=(Rule(key="a", conditions=(LOW, EITHER)), Rule(key="b"), Rule(key="c")),
)


SAMPLE = Rule(key="q")


def keys(study) -> str:
    return "".join(rule.key for rule in study.segments)


def conditions_of(study, key="a"):
    return study.segments[edits.position(study, key)].conditions


def test_rules_are_added_removed_renamed_and_copied():
    new = Rule(key="  d ", conditions=(LOW,))
    assert keys(edits.add(STUDY, new)) == "abcd"
    assert keys(edits.add(STUDY, new, 1)) == "adbc"
    assert keys(edits.remove(STUDY, "b")) == "ac"
    assert keys(edits.rename(STUDY, "b", "x")) == "axc"
    assert keys(edits.rename(STUDY, "b", "B")) == "aBc"
    copied = edits.duplicate(edits.describe(STUDY, "a", colour="#112233", action="Call"), "a", "d")
    assert keys(copied) == "adbc"
    assert conditions_of(copied, "d") == (LOW, EITHER)
    assert [(rule.colour, rule.action) for rule in copied.segments[:2]] == [
        ("#112233", "Call"),
        ("", "Call"),
    ]


@pytest.mark.parametrize(
    ("key", "steps", "expected"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("c", -2, "cab")],
)
def test_rules_move_and_stop_at_the_ends(key, steps, expected):
    assert keys(edits.move(STUDY, key, steps)) == expected


def test_every_edit_makes_the_rules_own_and_leaves_the_study_as_it_was():
    before = STUDY.to_json()
    assert STUDY.scheme == "rfm_named"
    for edited in (
        edits.remove(STUDY, "b"),
        edits.move(STUDY, "b", 1),
        edits.remove_test(STUDY, "a", (0,)),
        edits.describe(STUDY, "a", description="Who spends little."),
    ):
        assert edited.scheme == "own"
        assert edited.thresholds == STUDY.thresholds
    assert STUDY.to_json() == before


def test_tests_are_found_and_replaced_at_any_depth():
    assert edits.test_at(STUDY, "a", (0,)) == LOW
    assert edits.test_at(STUDY, "a", (1, 1)) == EITHER.conditions[1]
    assert edits.test_at(STUDY, "a", (1, 1, 0)) == NORTH
    changed = edits.set_test(STUDY, "a", (1, 1, 0), LOW)
    inner = Group(match="none", conditions=(LOW,))
    assert conditions_of(changed) == (LOW, Group(match="any", conditions=(HIGH, inner)))


def test_a_group_left_empty_goes_with_its_last_condition():
    assert conditions_of(edits.remove_test(STUDY, "a", (1, 1, 0))) == (
        LOW,
        Group(match="any", conditions=(HIGH,)),
    )
    assert conditions_of(edits.remove_test(STUDY, "a", (1,))) == (LOW,)
    only = STUDY.change(segments=(Rule(key="a", conditions=(EITHER.conditions[1],)),))
    assert conditions_of(edits.remove_test(only, "a", (0, 0))) == ()


def test_tests_are_added_and_matches_changed():
    assert conditions_of(edits.add_test(STUDY, "b", (), LOW), "b") == (LOW,)
    deeper = edits.add_test(STUDY, "a", (1, 1), LOW)
    assert edits.test_at(deeper, "a", (1, 1)) == Group(match="none", conditions=(NORTH, LOW))
    none = edits.set_match(STUDY, "a", (1,), "none")
    assert edits.test_at(none, "a", (1,)) == Group(match="none", conditions=EITHER.conditions)
    wrapped = edits.wrap(STUDY, "a", (0,), "none")
    assert conditions_of(wrapped) == (Group(match="none", conditions=(LOW,)), EITHER)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("  ", edits.NAMELESS),
        ("x" * 201, edits.LONG),
        (" B ", edits.TAKEN),
        ("Unassigned", edits.NOBODYS),
        ("in no  Segment ", edits.NOBODYS),
        ("未归入客群", edits.NOBODYS),
        ("loyal  ones", edits.TAKEN),
    ],
)
def test_names_that_cannot_be_told_apart_are_refused(name, reason):
    for attempt in (
        lambda: edits.rename(STUDY, "a", name, shown=["Loyal ones"]),
        lambda: edits.add(
            STUDY, Rule(key="q").model_copy(update={"key": name}), shown=["LOYAL ones"]
        ),
        lambda: edits.duplicate(STUDY, "a", name, shown=["Loyal ones"]),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.text == reason


@pytest.mark.parametrize("path", [(), (2,), (-1,), (0, 0), (1, 5), (1, 1, 0, 0)])
def test_a_path_that_leads_nowhere_is_refused(path):
    with pytest.raises(Refused, match="not in the rule any more"):
        edits.remove_test(STUDY, "a", path)
    with pytest.raises(Refused, match="not in the rule any more"):
        edits.test_at(STUDY, "a", path)


def test_what_a_study_cannot_hold_is_refused():
    with pytest.raises(Refused, match="not among the rules"):
        edits.remove(STUDY, "gone")
    with pytest.raises(Refused, match="not in the rule any more"):
        edits.set_match(STUDY, "a", (0,), "any")
    with pytest.raises(Refused, match="no threshold called “nowhere”"):
        edits.set_test(STUDY, "a", (0,), Condition(column="spend", op="<", threshold="nowhere"))
    with pytest.raises(Refused, match="at most 2000 characters"):
        edits.describe(STUDY, "a", action="x" * 2001)
    deep = STUDY
    for _level in range(4):
        deep = edits.wrap(deep, "a", (1,))
    with pytest.raises(Refused, match="at most 6 deep"):
        edits.wrap(deep, "a", (1,))
    with pytest.raises(Refused, match="at most 6 deep"):
        edits.wrap(deep, "a", (1, 0, 0, 0, 0, 1, 0))


@pytest.mark.parametrize(
    ("limit", "field"),
    [(5, "threshold"), ("high_spend", "threshold"), (date(2024, 5, 1), "day")],
)
def test_a_condition_is_made_of_any_limit(limit, field):
    made = edits.condition("spend", "<=", limit)
    assert getattr(made, field) == limit


def test_a_condition_without_its_limit_is_refused():
    assert edits.condition("x", "in", ["north", "south"]).values == ("north", "south")
    assert edits.condition("x", "missing") == Condition(column="x", op="missing")
    for op, limit in (("in", []), ("<=", None), ("missing", 3), ("<=", float("nan")), ("~", 3)):
        with pytest.raises(Refused, match="compares with"):
            edits.condition("x", op, limit)


def test_names_are_unique_as_they_are_shown():
    assert edits.names_unique(STUDY)
    assert not edits.names_unique(STUDY, {"a": "Loyal", "b": "loyal ", "c": "Lost"}.get)


def test_a_definition_has_a_largest_number_of_segments():
    full = STUDY.change(segments=tuple(Rule(key=str(place)) for place in range(MAX_RULES)))
    with pytest.raises(Refused, match="at most 200"):
        edits.add(full, Rule(key="one more"))
    assert len(edits.remove(full, "0").segments) == MAX_RULES - 1
