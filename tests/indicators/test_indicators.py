"""Each indicator on a literal table: rows in, one number per customer out."""

from datetime import date
from pathlib import Path

import pytest
from tables import open_literal, orders

from loyalty import rollup
from loyalty.indicators import BY_KEY, CATALOGUE, FAMILIES

AS_OF = date(2024, 12, 31)
ORDERS = orders(
    [
        ("ann", "2024-01-01 23:59", 10.10),
        ("ann", "2024-03-31 00:00", 20.20),  # day 90: first window
        ("ann", "2024-04-01 12:00", 30.30),  # day 91: second window
        ("ann", "2024-12-31 18:00", -5.05, True),
        ("bob", "2024-12-31 09:00", 0.00),
        ("cat", "2024-06-01 00:00", -7.00, True),
        ("dan", "2025-01-01 00:00", 99.00),  # after the day of the study
    ]
) | {
    "channel": ["web", "shop", "web", "app", None, "web", "web"],
    "discount": [1, 0, None, -2, None, -1, 5],  # a zero is written, so a blank is unknown
}
LINES = {
    "customer_id": ["ann", "ann", "ann", "cat"],
    "time": ["2024-01-01", "2024-01-01", "2024-03-31", "2024-06-01"],
    "category": ["tv", "tv", None, "audio"],
    "is_return": [False, False, False, True],
}
EVENTS = {
    "customer_id": ["ann", "ann", "bob", "eve", "ann", "ann", "ann", "bob", "cat", "cat", "cat"],
    "time": [
        "2024-02-01", "2024-02-02", "2024-05-01", "2024-05-01", "2024-03-01 08:00",
        "2024-03-01 20:00", "2024-03-02", "2024-05-01", "2024-05-02", "2024-05-03", "2025-01-01",
    ],
    "touchpoint": [
        "Complaint by phone", "投诉", "advert", None, "App use", "App use", "Complaint by phone",
        "Lesson", "App use", "Checkout", "App use",
    ],
    "duration": [12.0, None, None, 3.0, 10.25, 5.0, None, 20.0, None, 4.0, 60.0],
    "feature": [None, None, None, None, "radio", "radio", "manual", None, None, None, "timer"],
    "position": list(range(11)),
}  # fmt: skip
ANSWERS = {
    "customer_id": [
        "ann", "ann", "ann", "bob", "bob", "bob", "ann", "ann", "ann", "ann", "bob", "bob", "bob",
    ],
    "time": [
        "2024-02-01", "2024-03-01", "2024-03-01", "2024-05-01", None, "2024-06-01", "2024-02-01",
        "2024-02-01", "2024-06-01", "2024-02-01", "2024-02-01", "2024-06-01", "2025-06-01",
    ],
    "question": [
        "NPS", "nps ", "净推荐值", "csat", "nps", "nps", "CES", "满意度", "Brand Identity",
        "品牌认同", "relative_attitude", "相对态度", "相对态度",
    ],
    "score": [3.0, 9.0, 10.0, 4.0, 7.0, 55.0, 2.0, 5.0, 6.0, 7.0, 5.0, 3.0, 1.0],
    "position": list(range(13)),
}  # fmt: skip
CUSTOMERS = {
    "customer_id": ["ann", "bob", "cat", "dan", "fay"],
    "referred_by": [None, "ann", "bob", "bob", "ann"],
}

NOTHING = {"ann": 0, "bob": 0, "cat": 0, "dan": 0, "eve": 0, "fay": 0}
# ann's first order is 365 days old: 4 full windows of 90 days, 2 of them hold an order.
EXPECTED = {
    "recency_days": {"ann": 274, "bob": 0},
    "order_count": NOTHING | {"ann": 3, "bob": 1},
    "spend": NOTHING | {"ann": 55.55, "cat": -7},
    "average_order_value": {"ann": 20.2, "bob": 0},
    "tenure_days": {"ann": 365, "bob": 0},
    "repeat_interval_days": {"ann": 45.5},
    "repurchase_rate": {"ann": 0.5},
    "return_share": {"ann": 0.25, "bob": 0, "cat": 1},
    "category_count": NOTHING | {"ann": 1},
    "discount_share": {"ann": 0.5},
    "channel_count": NOTHING | {"ann": 2},
    "interaction_count": NOTHING | {"ann": 5, "bob": 2, "cat": 2, "eve": 1},
    "usage_days": NOTHING | {"ann": 2, "bob": 1, "eve": 1},
    "usage_minutes": NOTHING | {"ann": 15.25, "bob": 20, "eve": 3},
    "feature_share": NOTHING | {"ann": 1},
    "complaint_count": NOTHING | {"ann": 3},
    "satisfaction": {"ann": 5, "bob": 4},
    "nps_score": {"ann": 10, "bob": 7},
    "effort_score": {"ann": 2},
    "brand_identity": {"ann": 6},
    "relative_attitude": {"bob": 3},
    "referral_count": NOTHING | {"ann": 2, "bob": 2},
    "referral_success": {"ann": 0.5, "bob": 0},  # cat only returned, dan orders after the day
}


@pytest.fixture(scope="module")
def customers(tmp_path_factory):
    tables = open_literal(
        tmp_path_factory.mktemp("tables"),
        orders=ORDERS,
        lines=LINES,
        events=EVENTS,
        answers=ANSWERS,
        customers=CUSTOMERS,
    )
    return rollup.customers(tables, AS_OF, CATALOGUE).set_index("customer_id")


@pytest.mark.parametrize("key", BY_KEY)
def test_indicator(customers, key):
    assert customers[key].dropna().to_dict() == pytest.approx(EXPECTED[key])


def test_one_sorted_row_per_customer_of_any_table(customers):
    assert list(customers.index) == list(NOTHING)


def test_every_file_of_the_shelf_is_in_its_catalogue():
    files = {path.stem for path in Path("loyalty/indicators").glob("*.py")}
    assert files - {"__init__", "base"} == set(BY_KEY)


def test_every_indicator_explains_itself():
    for one in CATALOGUE:
        assert one.label and one.unit and one.meaning.endswith(".")
        assert one.family in FAMILIES
