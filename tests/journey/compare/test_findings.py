"""What a comparison says: the largest significant difference of each measure, or that none is."""

import pandas as pd
import pytest

from loyalty.journey.compare import findings
from loyalty.journey.compare.comparison import MEASURES
from loyalty.language import translator

NAMES = ("Champions", "Lost")
NAN = float("nan")


def row(measure, touchpoint, first, second, low, high, stage="service", next_stage="repurchase"):
    return {
        "stage": stage, "touchpoint": touchpoint, "next_stage": next_stage, "measure": measure,
        "first": first, "second": second, "difference": first - second, "low": low, "high": high,
        "first_base": 40, "second_base": 50, "significant": low > 0 or high < 0,
    }  # fmt: skip


def rows(*given) -> pd.DataFrame:
    return pd.DataFrame([row(*one) for one in given])


def told(differences, measure, names, _=str) -> str:
    return findings.sentence(findings.ranked(differences, measure), measure, names, _)


FEELINGS = rows(
    ("feeling", None, 0.3, 0.2, -0.1, 0.3),
    ("feeling", "Hotline", 0.51, 0.2, 0.12, 0.5),
    ("feeling", "Repair", -0.5, 0.4, -2.0, 0.2),
    ("feeling", "Chat", 0.2, 0.4, -0.3, -0.1),
    ("feeling", "Letter", 0.9, -0.9, NAN, NAN),
    ("feeling", "Visit", NAN, 0.4, NAN, NAN),
)


def test_significant_ones_lead_then_the_largest_then_those_without_an_interval():
    found = findings.ranked(FEELINGS, "feeling")
    assert list(found["touchpoint"].fillna("all")) == ["Hotline", "Chat", "Repair", "all", "Letter"]
    assert findings.ranked(FEELINGS, "conversion").empty


def test_a_stage_with_one_touchpoint_is_said_once():
    twice = rows(
        ("feeling", None, 0.3, 0.2, 0.05, 0.3), ("feeling", "Hotline", 0.3, 0.2, 0.05, 0.3)
    )
    assert list(findings.ranked(twice, "feeling")["touchpoint"]) == ["Hotline"]


def test_the_largest_significant_difference_is_told_with_its_interval():
    said = told(FEELINGS, "feeling", NAMES)
    assert said == "At Hotline, “Champions” feel 0.31 better than “Lost” (0.12 to 0.50)."


def test_a_difference_to_the_worse_is_told_without_minus_signs():
    said = told(FEELINGS[3:4], "feeling", NAMES)
    assert said == "At Chat, “Champions” feel 0.20 worse than “Lost” (0.10 to 0.30)."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            ("conversion", None, 0.63, 0.47, 0.05, 0.262),
            "After Service, 63% of “Champions” later reach Repurchase, 47% of “Lost”: 16"
            " percentage points more (5 to 26.2).",
        ),
        (
            ("complaint_share", "Repair", 0.1, 0.3, -0.3, -0.05),
            "At Repair, 10% of “Champions” complain, 30% of “Lost”: 20 percentage points less (5"
            " to 30).",
        ),
        (
            ("journey_share", "Repair", 0.4, 0.3, 0.01, 0.2),
            "40% of the journeys of “Champions” come to Repair, 30% of those of “Lost”: 10"
            " percentage points more (1 to 20).",
        ),
        (
            ("median_hours", "Repair", 24.0, 60.0, -48.0, -12.0),
            "From Repair to Repurchase, “Champions” take 1 days (median), “Lost” 2.5: 1.5 less"
            " (0.5 to 2).",
        ),
    ],
)
def test_each_measure_is_told_in_its_own_unit(given, expected):
    assert told(rows(given), given[0], NAMES) == expected


def test_where_nothing_is_significant_that_is_said():
    none = told(FEELINGS[:1], "feeling", NAMES)
    assert none.startswith("Feeling: none of 1 differences between “Champions” and “Lost”")


def test_no_more_than_chance_is_no_answer():
    many = [("feeling", f"T{n}", 0.3, 0.2, -0.1, 0.3) for n in range(19)]
    one = ("feeling", "Hotline", 0.3, 0.2, 0.05, 0.3)
    unknown = ("feeling", "Letter", 0.9, -0.9, NAN, NAN)
    found = findings.by_measure(rows(*many, one, unknown))
    assert findings.significant(found) == (20, 1, 1)
    assert findings.answer(found, NAMES) == (
        "“Champions” and “Lost” differ no more than by chance: 1 of 20 differences are"
        " significant, about 1 would be by chance alone."
    )
    fewer = findings.by_measure(rows(*many[:5], one))
    assert findings.answer(fewer, NAMES).startswith("At Hotline")


def test_the_answer_is_of_the_first_measure_with_a_significant_difference():
    unsure = ("feeling", None, 0.3, 0.2, -0.1, 0.3)
    sure = [
        ("journey_share", "Repair", 0.4, 0.3, 0.01, 0.2),
        ("conversion", None, 0.6, 0.4, 0.1, 0.3),
    ]
    found = findings.by_measure(rows(unsure, *sure))
    assert list(found) == ["feeling", "conversion", "journey_share"]
    assert findings.answer(found, NAMES).startswith("After Service, 60%")


def test_every_measure_has_its_words_and_names_of_the_data_are_left_alone():
    assert set(findings.LABELS) == set(findings.MORE) == set(findings.LESS) == set(MEASURES)
    strange = ("<b>{first}</b>", "北方 “q”")
    said = told(FEELINGS, "feeling", strange, translator("en"))
    assert "“<b>{first}</b>” feel 0.31 better than “北方 “q””" in said
