from datetime import date

import pytest

from loyalty.indicators import FAMILIES
from loyalty.study import Study, WeightSet
from loyalty.weights import PRESETS, effective
from loyalty.weights.family_shares import family_shares, opened, with_family, with_share

SET = {"purchase": 2.0, "usage": 1.0, "emotion": 1.0}


def test_shares_sum_to_one_and_name_every_family():
    found = family_shares(SET)
    assert list(found) == list(FAMILIES)
    assert found == {
        "purchase": 0.5, "usage": 0.25, "recommendation": 0, "emotion": 0.25, "relationship": 0,
    }  # fmt: skip


def test_one_share_is_set_and_the_others_give_way_in_proportion():
    found = with_share(SET, "purchase", 0.8)
    assert found == pytest.approx(
        {"purchase": 0.8, "usage": 0.1, "recommendation": 0, "emotion": 0.1, "relationship": 0}
    )
    assert sum(found.values()) == pytest.approx(1)


def test_others_at_zero_share_equally_what_is_left():
    found = with_share({"purchase": 1.0}, "purchase", 0.6)
    assert found == pytest.approx(
        {"purchase": 0.6, "usage": 0.1, "recommendation": 0.1, "emotion": 0.1, "relationship": 0.1}
    )


@pytest.mark.parametrize(("share", "kept"), [(-1.0, 0.0), (7.0, 1.0)])
def test_what_lies_outside_is_cut_off(share, kept):
    assert with_share(SET, "purchase", share)["purchase"] == kept


def test_no_weight_at_all_has_no_shares_until_one_is_set():
    assert set(family_shares({}).values()) == {0.0}
    assert with_share({}, "usage", 1.0)["usage"] == 1.0


def test_a_family_without_weighted_indicators_counts_once_it_has_a_share():
    rfm = PRESETS["rfm"].choices()
    chosen = WeightSet(
        family_weights=rfm["family_weights"], indicator_weights=rfm["indicator_weights"]
    )
    found = with_family(chosen, "emotion", 0.4)
    keys = ("recency_days", "order_count", "spend", "satisfaction", "brand_identity")
    study = Study(as_of=date(2024, 1, 1), indicators=keys, **found.model_dump())
    weight = effective(study, keys)
    assert weight["satisfaction"] == weight["brand_identity"] == pytest.approx(0.2)
    assert weight["spend"] == pytest.approx(0.2)


def test_weights_within_a_family_that_counts_stay():
    before = {"satisfaction": 3.0, "brand_identity": 0.0}
    assert opened(before, "emotion") == before
    assert opened({"spend": 1.0}, "emotion")["brand_identity"] == 1.0
