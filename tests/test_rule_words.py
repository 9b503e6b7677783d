from datetime import date

import pandas as pd
import pytest

from loyalty import rule_words
from loyalty.segmentation import Change, Finding, check, distance, edits, reasons, repair
from loyalty.study import Group, Rule, Study

PEOPLE = pd.DataFrame({"spend": [float(one) for one in range(2000)]})


def rule(key, *conditions):
    return Rule(key=key, conditions=tuple(edits.condition("spend", *one) for one in conditions))


STUDY = Study(
    as_of=date(2024, 1, 1),
    thresholds={"high_spend": 1990},
    segments=(
        rule("champions", (">=", "high_spend")),
        rule("Mine", (">", 5), ("<", 3)),
        rule("loyal", (">=", 1500)),
        rule("lost", ("<", 1500)),
        rule("Hidden", (">", 1400), ("<", 1600)),
        rule("Beyond", (">=", 2000)),
    ),
)


def test_findings_in_words():
    found = [rule_words.finding(one, STUDY) for one in check(PEOPLE, STUDY)]
    assert found == [
        "“Mine” can never be reached: its conditions exclude each other.",
        "“Hidden” can never be reached: “Loyal”, “Lost” together take all of its customers first.",
        "“Beyond” can never be reached: “Champions” takes all of its customers first.",
        "“Champions” has 10 customers, fewer than the 30 wanted.",
        "10 customers meet “Loyal” but are in “Champions”, which comes first.",
    ]
    others = [Finding("empty", "lost"), Finding("unassigned", "unassigned", 1200)]
    assert [rule_words.finding(one, STUDY) for one in others] == [
        "Nobody is in “Lost” now.",
        "1,200 customers are in no segment.",
    ]
    few = Finding("small", "lost", 3)
    assert rule_words.finding(few, STUDY, minimum=1000).endswith("fewer than the 1,000 wanted.")


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (Finding("unreachable", "Mine"), "Remove “Mine”"),
        (Finding("unreachable", "Hidden", 0, ("loyal", "lost")), "Move “Hidden” up, before “Lost”"),
        (
            Finding("small", "champions", 10),
            "Set “High spend: at least” to 1,970: “Champions” then has 30 customers",
        ),
        (Finding("unassigned", "unassigned", 3), "Add “Rest” as the last rule, for everybody left"),
    ],
)
def test_repairs_in_words(finding, expected):
    assert rule_words.repair(repair(PEOPLE, STUDY, finding, last="Rest"), STUDY) == expected


def test_a_limit_in_words():
    study = STUDY.change(segments=(rule("x", (">=", 1990.5)), Rule(key="rest")))
    proposed = repair(PEOPLE, study, Finding("small", "x", 9))
    assert rule_words.repair(proposed, study) == (
        "Change Spend ≥ 1,990.5 into Spend ≥ 1,970: “x” then has 30 customers"
    )


def test_reasons_in_words():
    none = Group(match="none", conditions=(edits.condition("spend", "<", "high_spend"),))
    rules = (Rule(key="x", conditions=(Group(match="any", conditions=(none,)),)), Rule(key="rest"))
    study = STUDY.change(segments=rules)
    found = reasons(PEOPLE.iloc[[5]], study)
    assert [
        rule_words.reason(test, inside, study)
        for test, inside in zip(found["test"], found["inside"], strict=True)
    ] == ["any of (none of (Spend < 1,990))", "everybody left"]


def test_changes_in_words():
    (change,) = distance(PEOPLE.iloc[[5]], STUDY, "champions")
    assert rule_words.change(change) == "Spend: 5 → 1,990 (+1,985)"
    fewer = Change("recency_days", 42.0, 30.0, -12.0, 1.0)
    assert rule_words.change(fewer) == "Recency: 42 → 30 (−12)"
    region = Change("attribute.region", None, "north", None, 1.0)
    assert rule_words.change(region) == "region: not known → north"
    joined = Change("date.joined", date(2024, 3, 1), date(2024, 1, 31), -30, 1.0)
    assert rule_words.change(joined) == "Joined: Mar 1, 2024 → Jan 31, 2024 (−30)"
