"""The list for export: reasons with values, the segment before, and the day."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import language
from loyalty.segmentation import UNASSIGNED, assign
from loyalty.segmentation.members import reason_texts, segment_list
from loyalty.study import Condition, Group, Rule, Study

NAN = float("nan")
DAY = date(2024, 6, 30)


def test(column: str, op: str, threshold: object = None, **limits) -> Condition:
    return Condition(column=column, op=op, threshold=threshold, **limits)


test.__test__ = False  # type: ignore[attr-defined]

STUDY = Study(
    as_of=DAY,
    thresholds={"recent_days": 30},
    segments=[
        Rule(key="best", conditions=[
            test("recency_days", "<=", "recent_days"), test("spend", ">=", 1000),
        ]),
        Rule(key="north", conditions=[
            test("attribute.region", "in", values=["north", "east"]),
            Group(match="any", conditions=[
                test("date.joined", ">=", day=date(2024, 1, 1)), test("order_count", ">=", 9),
            ]),
        ]),
        Rule(key="dark", conditions=[
            test("recency_days", "missing"),
            Group(match="none", conditions=[test("order_count", ">", 3)]),
        ]),
        Rule(key="some", conditions=[test("order_count", ">=", 1)]),
    ],
)  # fmt: skip
CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["ann", "bob", "cyd", "dan", "eve"],
        "recency_days": [12.0, 40, NAN, 99, 50],
        "spend": [1234.5, 10, 0, 5, 0],
        "order_count": [7.0, 2, 0, 1, 0],
        "attribute.region": pd.Categorical(["north", "east", None, "south", "south"]),
        "date.joined": pd.to_datetime(["2020-01-01", "2024-03-02", None, "2021-01-01", None]),
    }
)
TEXTS = [
    "Recency ≤ 30 (12), Spend ≥ 1,000 (1,234.5)",
    "region is north / east (east), any of (Joined ≥ Jan 1, 2024 (Mar 2, 2024), Frequency ≥ 9 (2))",
    "Recency is not known, none of (Frequency > 3)",
    "Frequency ≥ 1 (1)",
    "no rule holds",
]


def test_reasons_are_the_conditions_with_the_values():
    assert reason_texts(CUSTOMERS, STUDY, np.arange(5)).tolist() == TEXTS


def test_reasons_of_some_rows_in_their_order():
    assert reason_texts(CUSTOMERS, STUDY, np.array([3, 0])).tolist() == [TEXTS[3], TEXTS[0]]
    assert len(reason_texts(CUSTOMERS, STUDY, np.array([], dtype=int))) == 0


def test_everybody_left_is_a_reason_too():
    rest = STUDY.change(segments=[Rule(key="rest")])
    assert reason_texts(CUSTOMERS, rest, np.array([1])).tolist() == ["everybody left"]


def test_reasons_in_chinese():
    chinese = language.translator("zh_CN")
    found = reason_texts(CUSTOMERS, STUDY, np.array([0]), chinese, "zh_CN")[0]
    assert "≤ 30" in found and "1,234.5" in found and "Recency" not in found


@pytest.mark.parametrize("value", [0.0, 12.0, 1234567.891, -3.456, 0.005, 100.0, 2.675, 1e12])
@pytest.mark.parametrize("lang", list(language.LANGUAGES))
def test_numbers_are_written_as_everywhere(value, lang):
    frame = pd.DataFrame({"spend": [value]})
    study = STUDY.change(segments=[Rule(key="x", conditions=[test("spend", ">=", -10)])])
    text = reason_texts(frame, study, np.array([0]), language=lang)[0]
    assert text == f"Spend ≥ -10 ({language.number(value, lang, 2)})"


def changes() -> pd.DataFrame:
    names = [*[rule.key for rule in STUDY.segments], UNASSIGNED]
    return pd.DataFrame(
        {
            "customer_id": ["ann", "bob", "dan"],
            "segment": pd.Categorical(["best", "north", "some"], categories=names),
            "previous": pd.Categorical(["some", None, "best"], categories=names),
            "changed_on": pd.to_datetime(["2024-05-31", None, "2024-02-29"]),
        }
    )


def test_the_list_has_what_is_needed_to_act():
    results = assign(CUSTOMERS, STUDY)
    reasons = reason_texts(CUSTOMERS, STUDY, np.arange(5))
    found = segment_list(results, changes(), reasons, DAY, name=str.title)
    assert list(found) == [
        "customer_id", "segment", "previous", "changed_on", "reason", "day"
    ]  # fmt: skip
    assert found["customer_id"].tolist() == ["ann", "bob", "cyd", "dan", "eve"]
    assert found["segment"].tolist() == ["Best", "North", "Dark", "Some", "Unassigned"]
    assert found["previous"].fillna("-").tolist() == ["Some", "-", "-", "Best", "-"]
    assert found["changed_on"].dt.month.fillna(0).tolist() == [5, 0, 0, 2, 0]
    assert found["reason"].tolist() == TEXTS
    assert (found["day"].dt.date == DAY).all()


def test_two_segments_of_one_name_may_stand_in_a_list():
    results = assign(CUSTOMERS, STUDY)
    found = segment_list(results, changes(), np.full(5, ""), DAY, name=lambda _key: "same")
    assert set(found["segment"]) == {"same"}


def test_a_list_of_nobody():
    results = assign(CUSTOMERS[:0], STUDY)
    assert segment_list(results, changes(), np.array([]), DAY).empty
