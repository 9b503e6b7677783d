"""Named RFM groups on customers; their rules by hand stand in tests/segmentation/test_rules.py."""

import pytest
from segments.people import NAN, chosen, groups, people, sizes

from loyalty import segmentation
from loyalty.problems import Refused
from loyalty.segments import SCHEMES

COLUMNS = ("recency_days", "order_count", "spend", "tenure_days")


def test_five_customers_with_the_thresholds_they_give():
    # Gaps of 10, 20 and 60 days: recent is 20 days; the top fifth reach 3.8, so 4 orders, and 380.
    found = people(
        [(5, 5, 500, 400), (20, 3, 300, 300), (10, 1, 20, 10), (181, 2, 90, 300), (NAN, 0, 0, NAN)],
        *COLUMNS,
    )
    study = chosen("rfm_named", found)
    assert study.thresholds == {
        "recent_days": 20,
        "lapsed_days": 180,
        "new_days": 20,
        "frequent_orders": 4,
        "high_spend": 380,
    }
    assert groups(found, study) == ["champions", "potential_loyal", "new", "lost", "no_orders"]


def test_without_orders_the_scheme_says_what_it_needs():
    nobody = people([(NAN, 0, NAN, NAN)], *COLUMNS)
    assert segmentation.lacking("rfm_named", nobody) == ["recency_days", "spend"]
    with pytest.raises(Refused, match=r"needs: Recency, Spend\."):
        chosen("rfm_named", nobody)


def test_the_retailer_has_customers_in_every_group(retailer):
    study = chosen("rfm_named", retailer.customers)
    found = sizes(retailer.customers, study)
    assert set(found) == {one.key for one in SCHEMES["rfm_named"].groups}
    assert found["no_orders"] == (retailer.customers["order_count"] == 0).sum()
