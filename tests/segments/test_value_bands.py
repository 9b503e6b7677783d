"""Value bands: cut exactly by cumulated shares, ties together."""

import numpy as np
import pytest
from segments.people import NAN, chosen, groups, people, sizes

from loyalty import segmentation
from loyalty.problems import Refused
from loyalty.segments import SCHEMES
from loyalty.segments.value_bands import least_spend


def test_ten_customers_by_hand():
    # 100 in all: 30 + 20 is the first half; + 12 + 10 + 8 makes 80; the rest is mass.
    spend = [30, 20, 12, 10, 8, 8, 6, 4, 2, 0, -5, NAN]
    found = people([(one,) for one in spend], "spend")
    study = chosen("value_bands", found)
    assert study.thresholds["value_high"] == 20
    assert study.thresholds["value_middle"] == 8
    assert groups(found, study) == [
        *["value_high"] * 2, *["value_middle"] * 4, *["value_mass"] * 3, *["value_none"] * 3,
    ]  # fmt: skip
    assert set(groups(found, study)) == {one.key for one in SCHEMES["value_bands"].groups}


def bands(spend, share):
    """The lowest spend of the band, adding up one customer after the other."""
    ranked = sorted((round(one * 10_000) for one in spend if one > 0), reverse=True)
    total = sum(ranked)
    brought = 0
    for one in ranked:
        brought += one
        if brought * 10 >= round(share * 10) * total:
            return one / 10_000
    return 1.0


def test_the_cuts_equal_a_loop_in_whole_numbers():
    rng = np.random.default_rng(2)
    for _round in range(200):
        spend = np.round(rng.choice([5, 7.25, 10, 0, -3], rng.integers(1, 40)), 2)
        if rng.random() < 0.5:
            spend = np.round(spend * rng.gamma(1, 20, len(spend)), 4)
        found = people([(one,) for one in spend], "spend")
        for share in (0.5, 0.8):
            assert least_spend(found, share) == bands(spend, share)
            mixed = found.sample(frac=1, random_state=1)
            assert least_spend(mixed, share) == least_spend(found, share)


def test_ties_stay_together():
    found = people([(10,)] * 9 + [(5,)] * 2, "spend")
    study = chosen("value_bands", found)
    assert groups(found, study) == ["value_high"] * 9 + ["value_mass"] * 2


def test_half_reached_exactly_ends_the_band():
    found = people([(5,), (3,), (2,)], "spend")
    assert least_spend(found, 0.5) == 5
    assert least_spend(found, 0.8) == 3


@pytest.mark.parametrize("spend", [[0, -3], [-1]])
def test_without_spend_nobody_is_of_value(spend):
    found = people([(one,) for one in spend], "spend")
    assert set(groups(found, chosen("value_bands", found))) == {"value_none"}


def test_one_customer_brings_the_whole():
    found = people([(0.01,)], "spend")
    assert groups(found, chosen("value_bands", found)) == ["value_high"]


def test_a_study_keeps_its_cuts_on_other_customers():
    study = chosen("value_bands", people([(30,), (20,), (1,)], "spend"))
    later = people([(3000,), (20,), (19,)], "spend")
    assert study.thresholds["value_high"] == 30
    again = study.change(**segmentation.choose("value_bands", later, later["spend"][:0], study))
    assert again.thresholds == study.thresholds
    assert groups(later, again) == ["value_high", "value_middle", "value_mass"]


def test_without_any_spend_known_the_scheme_says_so():
    nobody = people([(NAN,)], "spend")
    assert segmentation.lacking("value_bands", nobody) == ["spend"]
    with pytest.raises(Refused, match=r"needs: Spend\."):
        chosen("value_bands", nobody)


def test_the_retailers_bands_bring_their_shares(retailer):
    study = chosen("value_bands", retailer.customers)
    spend = retailer.customers["spend"].to_numpy()
    band = np.array(groups(retailer.customers, study))
    total = spend[spend > 0].sum()
    least = spend[band == "value_high"].min()
    assert spend[band == "value_high"].sum() >= total / 2
    assert spend[(band == "value_high") & (spend > least)].sum() < total / 2
    upper = np.isin(band, ["value_high", "value_middle"])
    assert 0.8 <= spend[upper].sum() / total < 0.81
    found = sizes(retailer.customers, study)
    assert found["value_high"] < found["value_middle"] < found["value_mass"]
    assert found["value_none"] == (spend <= 0).sum()
