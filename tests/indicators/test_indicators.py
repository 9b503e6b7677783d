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
) | {"channel": ["web", "shop", "web", "app", None, "web", "web"]}
LINES = {
    "customer_id": ["ann", "ann", "ann", "cat"],
    "time": ["2024-01-01", "2024-01-01", "2024-03-31", "2024-06-01"],
    "category": ["tv", "tv", None, "audio"],
    "is_return": [False, False, False, True],
}
EVENTS = {
    "customer_id": ["ann", "ann", "bob", "eve"],
    "time": ["2024-02-01", "2024-02-02", "2024-05-01", "2024-05-01"],
    "touchpoint": ["Complaint by phone", "投诉", "advert", None],
    "position": [0, 1, 2, 3],
}
ANSWERS = {
    "customer_id": ["ann", "ann", "ann", "bob", "bob", "bob", "ann", "ann"],
    "time": ["2024-02-01", "2024-03-01", "2024-03-01", "2024-05-01", None, "2024-06-01"]
    + ["2024-02-01"] * 2,
    "question": ["NPS", "nps ", "净推荐值", "csat", "nps", "nps", "CES", "满意度"],
    "score": [3.0, 9.0, 10.0, 4.0, 7.0, 55.0, 2.0, 5.0],
    "position": list(range(8)),
}
CUSTOMERS = {
    "customer_id": ["ann", "bob", "fay"],
    "referred_by": [None, "ann", "ann"],
}

# ann's first order is 365 days old: 4 full windows of 90 days, 2 of them hold an order.
EXPECTED = {
    "recency_days": {"ann": 274, "bob": 0},
    "order_count": {"ann": 3, "bob": 1, "cat": 0, "eve": 0, "fay": 0},
    "spend": {"ann": 55.55, "bob": 0, "cat": -7, "eve": 0, "fay": 0},
    "average_order_value": {"ann": 20.2, "bob": 0},
    "tenure_days": {"ann": 365, "bob": 0},
    "repeat_interval_days": {"ann": 45.5},
    "repurchase_rate": {"ann": 0.5},
    "return_share": {"ann": 0.25, "bob": 0, "cat": 1},
    "category_count": {"ann": 1, "bob": 0, "cat": 0, "eve": 0, "fay": 0},
    "channel_count": {"ann": 2, "bob": 0, "cat": 0, "eve": 0, "fay": 0},
    "interaction_count": {"ann": 2, "bob": 1, "cat": 0, "eve": 1, "fay": 0},
    "complaint_count": {"ann": 2, "bob": 0, "cat": 0, "eve": 0, "fay": 0},
    "satisfaction": {"ann": 5, "bob": 4},
    "nps_score": {"ann": 10, "bob": 7},
    "effort_score": {"ann": 2},
    "referral_count": {"ann": 2, "bob": 0, "cat": 0, "eve": 0, "fay": 0},
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
    assert list(customers.index) == ["ann", "bob", "cat", "eve", "fay"]


def test_every_file_of_the_shelf_is_in_its_catalogue():
    files = {path.stem for path in Path("loyalty/indicators").glob("*.py")}
    assert files - {"__init__", "base"} == set(BY_KEY)


def test_every_indicator_explains_itself():
    for one in CATALOGUE:
        assert one.label and one.unit and one.meaning.endswith(".")
        assert one.family in FAMILIES
