"""The record refuses what it cannot mean, says where, and reads studies of before."""

import json
from datetime import date

import pytest

from loyalty.problems import Refused
from loyalty.study import (
    MAX_DEPTH,
    MAX_RULES,
    Clusters,
    Condition,
    Group,
    Rule,
    Study,
    depth,
    from_json,
)

BEFORE = {
    "version": 1,
    "as_of": "2024-01-01",
    "thresholds": {"recent_days": 30},
    "segments": [
        {"key": "a", "conditions": [{"column": "spend", "op": ">=", "threshold": 10}]},
        {"key": "rest"},
    ],
}


def test_a_study_of_before_reads_as_it_did_and_comes_back_the_same():
    study = from_json(json.dumps(BEFORE))
    assert study.segments[0].conditions == (Condition(column="spend", op=">=", threshold=10),)
    assert (study.scheme, study.aggregation, study.weighting.method) == (
        "rfm_named",
        "sum",
        "direct",
    )
    assert from_json(study.to_json()) == study


@pytest.mark.parametrize(
    "wrong",
    [
        {"op": "<="},
        {"op": "<=", "threshold": 1, "day": "2024-01-01"},
        {"op": "in"},
        {"op": "in", "threshold": 1},
        {"op": "in", "values": ["a"], "threshold": 1},
        {"op": "missing", "threshold": 1},
        {"op": "==", "values": ["a"]},
        {"op": "about", "threshold": 1},
        {"op": "<=", "threshold": float("nan")},
    ],
)
def test_a_condition_needs_the_one_limit_that_fits(wrong):
    rule = {"key": "a", "conditions": [{"column": "spend"} | wrong]}
    with pytest.raises(Refused) as refused:
        from_json(json.dumps({"as_of": "2024-01-01", "segments": [rule]}))
    assert refused.value.values["where"].startswith("segments.0.conditions.0")


def nested(levels: int) -> dict:
    test = {"column": "spend", "op": "missing"}
    for _level in range(levels):
        test = {"match": "any", "conditions": [test]}
    return test


def test_groups_nest_to_a_depth_that_stays_readable():
    whole = {"as_of": "2024-01-01"}
    good = whole | {"segments": [{"key": "a", "conditions": [nested(MAX_DEPTH)]}]}
    assert depth(from_json(json.dumps(good)).segments[0].conditions[0]) == MAX_DEPTH
    for levels in (MAX_DEPTH + 1, 200):
        bad = whole | {"segments": [{"key": "a", "conditions": [nested(levels)]}]}
        with pytest.raises(Refused):
            from_json(json.dumps(bad))


def test_a_group_holds_something_and_a_colour_is_one():
    with pytest.raises(ValueError, match="at least 1"):
        Group(match="all", conditions=())
    with pytest.raises(ValueError, match="pattern"):
        Rule(key="a", colour="red;}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"centres": ()},
        {"centres": ((0.1, 0.2),)},
        {"indicators": (), "centres": ((), ())},
        {"centres": ((0.1,),), "spreads": ((1.0,),)},
        {"method": "mixture", "centres": ((0.1,),)},
        {"method": "mixture", "centres": ((0.1,),), "spreads": ((0.0,),), "shares": (1.0,)},
        {"method": "mixture", "centres": ((0.1,),), "spreads": ((0.1,),), "shares": (-1.0,)},
    ],
)
def test_clusters_have_a_number_for_each_indicator(wrong):
    with pytest.raises(ValueError, match=r"needs? |must be"):
        Clusters(**{"indicators": ("spend",)} | wrong)


@pytest.mark.parametrize(
    ("condition", "where", "why"),
    [
        (nested(MAX_DEPTH + 1), "group", "groups of conditions are nested more than 6 deep"),
        ({"column": "spend", "op": ">="}, "condition", "the condition on spend needs one fitting"),
        ({"match": "any", "conditions": []}, "group.conditions", "at least 1"),
        ({"match": "both", "conditions": [nested(0)]}, "group.match", "'all', 'any' or 'none'"),
        ({"match": "any", "conditions": [{"column": "spend", "op": "~"}]},
         "group.conditions.0.condition.op", "Input should be '<='"),
        ("spend > 5", "condition", "an object"),
    ],
)  # fmt: skip
def test_a_refused_test_is_named_as_what_it_is_meant_to_be(condition, where, why):
    rule = {"key": "a", "conditions": [condition]}
    with pytest.raises(Refused) as refused:
        from_json(json.dumps({"as_of": "2024-01-01", "segments": [rule]}))
    assert refused.value.values["where"] == f"segments.0.conditions.0.{where}"
    assert why in refused.value.values["why"]
    assert "Value error" not in str(refused.value)


@pytest.mark.parametrize(
    "choices",
    [
        {"segments": [{"key": f"r{number}"} for number in range(MAX_RULES + 1)]},
        {"levels": [{"key": f"l{number}", "start": 4 * number} for number in range(21)]},
        {"as_of": "9999-12-31"},
        {"as_of": "1899-12-31"},
    ],
)
def test_what_no_page_or_code_could_hold_is_refused(choices):
    with pytest.raises(Refused, match="The study file cannot be used"):
        from_json(json.dumps({"as_of": "2024-01-01"} | choices))


def test_a_change_is_checked():
    with pytest.raises(ValueError, match="minimum_size"):
        Study(as_of=date(2024, 1, 1)).change(minimum_size=0)
