import pytest

from loyalty.indicators import FAMILIES
from loyalty.weights.family_shares import family_shares, with_share

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
