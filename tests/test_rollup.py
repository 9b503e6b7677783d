from datetime import date

import pandas as pd
import pytest
from tables import open_literal, orders

from loyalty import rollup
from loyalty.indicators import BY_KEY, CATALOGUE

AS_OF = date(2024, 3, 1)


def test_what_the_data_lack_is_unavailable_with_its_reason(tmp_path):
    tables = open_literal(
        tmp_path,
        orders=orders([("ann", "2024-01-01", 1)]),
        answers={"customer_id": ["ann"], "question": ["csat"], "score": [4.0], "position": [0]},
    )
    reasons = rollup.unavailable(tables, CATALOGUE)
    assert reasons == {
        "category_count": "needs orders with a category column",
        "channel_count": "the data have no column for it",
        "discount_share": "the data have no column for it",
        "interaction_count": "needs touchpoint events",
        "usage_days": "needs touchpoint events",
        "usage_minutes": "needs touchpoint events",
        "feature_share": "needs touchpoint events",
        "complaint_count": "needs touchpoint events",
        "nps_score": "no survey answer to this question",
        "effort_score": "no survey answer to this question",
        "brand_identity": "no survey answer to this question",
        "relative_attitude": "no survey answer to this question",
        "referral_count": "needs a customer table",
        "referral_success": "needs a customer table",
    }
    frame = rollup.customers(tables, AS_OF, CATALOGUE)
    assert frame["interaction_count"].isna().all()
    assert list(frame.columns) == ["customer_id", *BY_KEY]


def reasons(tables, *keys: str) -> dict[str, str]:
    return rollup.unavailable(tables, [BY_KEY[key] for key in keys])


USE = ("usage_days", "usage_minutes", "feature_share")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, ["no event of use tells it", *["the data have no column for it"] * 2]),
        ({"duration": [5.0], "feature": [None]}, ["", "", "no event of use tells it"]),
        ({"duration": [None], "feature": ["radio"]}, ["", "no event of use tells it", ""]),
        ({"duration": [None], "feature": [None]}, ["no event of use tells it"] * 3),
        ({"duration": [5.0]}, ["", "", "the data have no column for it"]),
    ],
)
def test_use_is_unavailable_without_a_column_or_an_event_that_tells_it(tmp_path, columns, expected):
    events = {"customer_id": ["ann"], "time": ["2024-01-01"], "touchpoint": ["App use"]} | columns
    tables = open_literal(tmp_path, events=events)
    found = reasons(tables, *USE)
    assert [found.get(key, "") for key in USE] == expected
    values = rollup.customers(tables, AS_OF, [BY_KEY[key] for key in USE])
    assert [bool(values[key].isna().all()) for key in USE] == [bool(text) for text in expected]


def test_minutes_on_a_hotline_alone_are_no_use(tmp_path):
    events = {"customer_id": ["ann"], "time": ["2024-01-01"], "touchpoint": ["Hotline"]}
    tables = open_literal(tmp_path, events=events | {"duration": [5.0]})
    assert reasons(tables, "usage_days") == {"usage_days": "no event of use tells it"}


def test_referral_success_needs_orders_and_who_referred_whom(tmp_path):
    customers = {"customer_id": ["ann", "bob"]}
    referred = customers | {"referred_by": [None, "ann"]}
    keys = ("referral_count", "referral_success")
    tables = open_literal(tmp_path, customers=referred)
    assert reasons(tables, *keys) == {"referral_success": "needs orders"}
    found = rollup.customers(tables, AS_OF, [BY_KEY[key] for key in keys])
    assert found["referral_count"].tolist() == [1, 0]
    assert found["referral_success"].isna().all()
    tables = open_literal(tmp_path, customers=customers, orders=orders([("bob", "2024-01-01", 1)]))
    assert set(reasons(tables, *keys).values()) == {"the data have no column for it"}


@pytest.mark.parametrize(
    ("discounts", "expected"),
    [
        ([2, None, 3, None], {"ann": 0.5, "bob": 0.5}),  # never a zero: a blank means none
        ([2, None, 0, None], {"ann": 1, "bob": 0}),
        ([2, None, -1, None], {"ann": 1, "bob": 0}),
        ([None, None, None, None], {}),
        ([0.01, 0, 0, 0], {"ann": 0.5, "bob": 0}),
    ],
)
def test_a_blank_discount_is_none_only_where_zeros_are_not_written(tmp_path, discounts, expected):
    rows = [(name, "2024-01-01", 5) for name in ("ann", "ann", "bob", "bob")]
    rows += [("ann", "2024-01-02", -5, True)]  # what a return takes back tells nothing
    table = orders(rows) | {"discount": [*discounts, -2]}
    found = rollup.customers(
        open_literal(tmp_path, orders=table), AS_OF, [BY_KEY["discount_share"]]
    )
    assert found.set_index("customer_id")["discount_share"].dropna().to_dict() == expected


def test_first_and_last_day_look_at_all_tables(tmp_path):
    tables = open_literal(
        tmp_path,
        orders=orders([("ann", "2024-01-05 23:00", 1)]),
        events={"customer_id": ["ann"], "time": ["2024-02-07 01:00"], "touchpoint": ["ad"]},
    )
    assert rollup.last_day(tables) == date(2024, 2, 7)
    assert rollup.first_day(tables) == date(2024, 1, 5)


def test_repeat_gaps_count_days_between_order_days(tmp_path):
    tables = open_literal(
        tmp_path,
        orders=orders(
            [
                ("ann", "2024-01-01 08:00", 1),
                ("ann", "2024-01-01 20:00", 1),
                ("ann", "2024-01-11 07:00", 1),
                ("ann", "2024-02-10", -1, True),
                ("ann", "2024-02-20", 1),
                ("bob", "2024-01-01", 1),
                ("ann", "2024-03-02", 1),
            ]
        ),
    )
    gaps = rollup.repeat_gaps(tables, AS_OF)
    assert sorted(gaps) == [10, 40]
    assert rollup.active_days(gaps) == 37
    assert rollup.active_days(pd.Series([], dtype=float)) == 90


def test_money_is_summed_exactly(tmp_path):
    tables = open_literal(tmp_path, orders=orders([("ann", "2024-01-01", 0.1)] * 10))
    assert rollup.customers(tables, AS_OF, [BY_KEY["spend"]])["spend"].tolist() == [1.0]


def test_months_count_orders_spend_and_who_is_new(tmp_path):
    tables = open_literal(
        tmp_path,
        orders=orders(
            [
                ("ann", "2023-12-31", 1),
                ("ann", "2024-02-01", 2),
                ("ann", "2024-02-02", -1, True),
                ("bob", "2024-02-29", 4),
                ("cat", "2024-02-29", -9, True),
            ]
        ),
    )
    found = rollup.monthly(tables, AS_OF).set_index("month")
    assert [str(month.date()) for month in found.index] == [
        "2023-12-01",
        "2024-01-01",
        "2024-02-01",
    ]
    assert found["orders"].tolist() == [1, 0, 2]
    assert found["spend"].tolist() == [1, 0, -4]
    assert found["customers"].tolist() == [1, 0, 2]
    assert found["new"].tolist() == [1, 0, 1]
    assert found["returning"].tolist() == [0, 0, 1]


def test_recent_spend_needs_orders_that_reach_back_so_far(tmp_path):
    rows = [("ann", "2024-01-01", 7), ("ann", "2024-02-10", 5), ("ann", "2024-02-20", -1, True)]
    rows += [("bob", "2024-03-01 23:00", 2), ("bob", "2024-03-02", 100)]
    tables = open_literal(tmp_path, orders=orders(rows))
    assert rollup.recent_spend(tables, AS_OF, 21) == 5 - 1 + 2
    assert rollup.recent_spend(tables, AS_OF, 20) == -1 + 2
    assert rollup.recent_spend(tables, AS_OF, 61) == 13
    assert rollup.recent_spend(tables, AS_OF, 62) is None
