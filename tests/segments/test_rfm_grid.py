"""The grid of rated RFM groups: every pair of ratings, by hand, in all three schemes."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from segments.people import DAY, NAN, chosen, groups, people, sizes

from loyalty import rfm, segmentation
from loyalty.problems import Refused
from loyalty.segments import SCHEMES, rfm_named
from loyalty.study import Study

SCHEMES_OF_THE_GRID = {"rfm_quintiles": "rfmq", "rfm_nested": "rfmn", "rfm_fixed": "rfmf"}
NAMES = dict(
    C="champions", L="loyal", P="potential_loyal", N="new", p="promising", X="cannot_lose",
    R="at_risk", H="hibernating", O="lost",
)  # fmt: skip
# Recency down, value across (1, 1.5 ... 5), drawn by hand.
GRID = {
    5: "NNPPLLCCC",
    4: "ppPPLLCCC",
    3: "ppPPLLLLL",
    2: "HHHHRRXXX",
    1: "OOOORRXXX",
}
VALUES = (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)


@pytest.mark.parametrize("scheme", SCHEMES_OF_THE_GRID)
def test_every_pair_of_ratings_has_the_group_of_the_picture(scheme):
    pairs = list(product(GRID, VALUES))
    rated = pd.DataFrame(pairs, columns=[rfm.RECENCY, rfm.VALUE], dtype=float)
    study = Study(as_of=DAY, scheme=scheme, segments=segmentation.default_rules(scheme))
    found = segmentation.assign(rated, study)["segment"].tolist()
    prefix = SCHEMES_OF_THE_GRID[scheme]
    expected = [f"{prefix}_{NAMES[GRID[recency][VALUES.index(value)]]}" for recency, value in pairs]
    assert found == expected
    unrated = pd.DataFrame({rfm.RECENCY: [NAN, 5], rfm.VALUE: [NAN, NAN]})
    assert segmentation.assign(unrated, study)["segment"].tolist() == [f"{prefix}_no_orders"] * 2
    reached = {*expected, f"{prefix}_no_orders"}
    assert reached == {one.key for one in SCHEMES[scheme].groups}


@pytest.mark.parametrize("scheme", SCHEMES_OF_THE_GRID)
def test_a_group_has_the_colour_and_action_of_its_named_kin(scheme):
    named = {one.key: one for one in rfm_named.GROUPS}
    for group in SCHEMES[scheme].groups:
        kin = named[group.key.split("_", 1)[1]]
        assert (group.colour, group.action) == (kin.colour, kin.action)


COLUMNS = ("recency_days", "order_count", "spend")
# Five buyers, one for each rating of recency; frequency and spend rise along with it.
FIVE = [(10, 5, 500), (20, 4, 400), (30, 3, 300), (40, 2, 200), (50, 1, 100), (NAN, 0, 0)]


def test_quintiles_of_five_buyers_by_hand():
    found = people(FIVE, *COLUMNS)
    study = chosen("rfm_quintiles", found)
    assert study.scheme == "rfm_quintiles"
    assert study.cuts["rfm.recency"] == (18, 26, 34, 42)
    assert groups(found, study) == [
        "rfmq_champions", "rfmq_champions", "rfmq_loyal", "rfmq_hibernating", "rfmq_lost",
        "rfmq_no_orders",
    ]  # fmt: skip


def test_nested_rates_among_customers_as_recent():
    # Ten buyers, two for each recency: within each pair the one of more orders is rated 5, the
    # other 1; spend is rated among those alike in both, where everybody is alone: 1.
    rows = [(day, orders, 10 * orders) for day in (1, 2, 3, 4, 5) for orders in (1, 2)]
    found = people(rows, *COLUMNS)
    study = chosen("rfm_nested", found)
    assert groups(found, study) == [
        "rfmn_new", "rfmn_loyal", "rfmn_promising", "rfmn_loyal", "rfmn_promising", "rfmn_loyal",
        "rfmn_hibernating", "rfmn_at_risk", "rfmn_lost", "rfmn_at_risk",
    ]  # fmt: skip
    assert len(study.cuts) == 1 + 5 + 25


def test_fixed_cuts_do_not_follow_the_customers():
    # 1000 in 10 orders: 100 an order.
    rows = [(30, 5, 500), (31, 1, 90), (200, 1, 110), (400, 3, 300), (NAN, 0, 0)]
    found = people(rows, *COLUMNS)
    study = chosen("rfm_fixed", found)
    assert groups(found, study) == [
        "rfmf_champions", "rfmf_promising", "rfmf_hibernating", "rfmf_at_risk", "rfmf_no_orders",
    ]  # fmt: skip
    assert groups(found[1:2], study) == ["rfmf_promising"]


def test_a_study_of_the_scheme_keeps_its_cuts_and_another_learns_its_own():
    found = people(FIVE, *COLUMNS)
    mine = {name: (1.0, 2, 3, 4) for name in rfm.SOURCES}
    assert chosen("rfm_quintiles", found, scheme="rfm_quintiles", cuts=mine).cuts == mine
    assert chosen("rfm_fixed", found, scheme="rfm_quintiles", cuts=mine).cuts != mine
    assert chosen("rfm_quintiles", found, scheme="rfm_quintiles").cuts == rfm.independent(found)


@pytest.mark.parametrize("scheme", SCHEMES_OF_THE_GRID)
def test_without_orders_the_scheme_says_what_it_needs(scheme):
    nobody = people([(NAN, 0, NAN)] * 3, *COLUMNS)
    assert segmentation.lacking(scheme, nobody) == ["recency_days", "spend"]
    with pytest.raises(Refused, match=r"lack what the scheme needs: Recency, Spend\."):
        chosen(scheme, nobody)


@pytest.mark.parametrize("scheme", SCHEMES_OF_THE_GRID)
def test_the_retailer_fills_the_grid(scheme, retailer):
    study = chosen(scheme, retailer.customers)
    found = sizes(retailer.customers, study)
    prefix = SCHEMES_OF_THE_GRID[scheme]
    assert set(found) == {one.key for one in SCHEMES[scheme].groups}
    without = int((retailer.customers["order_count"] == 0).sum())
    assert found[f"{prefix}_no_orders"] == without
    rated = rfm.ratings(retailer.customers, study.cuts)
    best = (rated["rfm.recency"] >= 4) & (rated["rfm.value"] >= 4)
    assert found[f"{prefix}_champions"] == best.sum()
    spend = retailer.customers["spend"].to_numpy()
    assert spend[best].mean() > 1.5 * np.nanmean(spend[~np.isnan(rated["rfm.value"])])
