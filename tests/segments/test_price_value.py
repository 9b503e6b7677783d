"""Price-sensitive against value-sensitive."""

import pytest
from segments.people import NAN, chosen, groups, people, sizes

from loyalty import segmentation
from loyalty.problems import Refused
from loyalty.segments import SCHEMES

COLUMNS = ("discount_share", "order_count", "average_order_value")
CUTS = {"discount_mostly": 0.5, "discount_seldom": 0.25, "high_order_value": 100}
# share at a discount, orders, average order value -> group
CASES = [
    (1, 2, 500, "price_sensitive"),
    (0.5, 4, 10, "price_sensitive"),
    (0, 2, 100, "value_sensitive"),
    (0.25, 4, 101, "value_sensitive"),
    (0, 2, 99, "price_mixed"),
    (0.4, 5, 500, "price_mixed"),
    (1, 1, 500, "price_too_few"),
    (NAN, 3, 500, "price_too_few"),
    (NAN, 0, NAN, "price_no_orders"),
    (NAN, NAN, NAN, "price_no_orders"),
]


def test_every_group_by_hand():
    found = people([case[:3] for case in CASES], *COLUMNS)
    study = chosen("price_value", found, thresholds=CUTS)
    assert groups(found, study) == [case[3] for case in CASES]
    assert set(groups(found, study)) == {one.key for one in SCHEMES["price_value"].groups}


def test_the_order_value_is_what_half_of_the_buyers_reach():
    found = people([(0, 2, 90), (0, 2, 110), (0, 1, 111), (NAN, 0, NAN)], *COLUMNS)
    study = chosen("price_value", found)
    assert {key: study.thresholds[key] for key in CUTS} == CUTS | {"high_order_value": 110}
    assert groups(found, study)[:2] == ["price_mixed", "value_sensitive"]


def test_data_without_discounts_are_refused():
    found = people([(NAN, 2, 90)], *COLUMNS)
    assert segmentation.lacking("price_value", found) == ["discount_share"]
    with pytest.raises(Refused, match=r"needs: Discount share\."):
        chosen("price_value", found)


def test_the_retailers_groups_are_all_there(retailer):
    customers = retailer.customers
    study = chosen("price_value", customers)
    found = sizes(customers, study)
    assert set(found) == {one.key for one in SCHEMES["price_value"].groups}
    orders, share = customers["order_count"], customers["discount_share"]
    assert found["price_no_orders"] == (orders == 0).sum()
    assert found["price_too_few"] == (orders == 1).sum()
    assert found["price_sensitive"] == ((orders >= 2) & (share >= 0.5)).sum()
