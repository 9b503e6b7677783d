from datetime import date

import pytest

from loyalty import weights
from loyalty.indicators import BY_KEY
from loyalty.study import Study

STUDY = Study(as_of=date(2024, 1, 1), indicators=tuple(BY_KEY))


@pytest.mark.parametrize("key", weights.PRESETS)
def test_a_preset_sums_to_one_and_explains_itself(key):
    preset = weights.PRESETS[key]
    found = weights.base(STUDY.change(**preset.choices()))
    assert sum(found.values()) == pytest.approx(1)
    assert preset.label
    assert preset.caveat.endswith(".")


def test_equal_means_every_indicator_weighs_the_same():
    found = weights.base(STUDY.change(**weights.PRESETS["equal"].choices()))
    assert found == pytest.approx(dict.fromkeys(BY_KEY, 1 / len(BY_KEY)))


def test_s0_is_normalised_to_one():
    found = weights.base(STUDY.change(**weights.PRESETS["s0"].choices()))
    families = {"purchase": 0.0, "emotion": 0.0, "relationship": 0.0}
    for key, weight in found.items():
        families[BY_KEY[key].family] += weight
    assert families == pytest.approx(
        {"purchase": 0.25, "emotion": 0.348214, "relationship": 0.401786}, abs=1e-6
    )


def test_weight_of_the_unavailable_is_shared_in_proportion():
    study = STUDY.change(
        indicators=("spend", "order_count", "nps_score"),
        family_weights={"purchase": 0.6, "recommendation": 0.4},
        indicator_weights={"spend": 2, "order_count": 1, "nps_score": 1},
    )
    assert weights.base(study) == pytest.approx(
        {"spend": 0.4, "order_count": 0.2, "nps_score": 0.4}
    )
    available = ("spend", "order_count")
    assert weights.effective(study, available) == pytest.approx(
        {"spend": 2 / 3, "order_count": 1 / 3}
    )
    assert weights.coverage(study, available) == pytest.approx(0.6)


def test_all_weights_zero_give_no_weights_rather_than_a_division_by_zero():
    assert weights.base(STUDY.change(family_weights={}, indicator_weights={})) == {}
