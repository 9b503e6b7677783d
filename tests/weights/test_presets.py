from datetime import date

import numpy as np
import pytest

from loyalty import weights
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.segments import life_cycle
from loyalty.study import Study

STUDY = Study(as_of=date(2024, 1, 1), indicators=tuple(BY_KEY))


SHELVES = (weights.PRESETS, weights.INDUSTRIES, weights.LIFE_STAGES)
THIRD = pytest.approx(1 / 3)


@pytest.mark.parametrize("preset", [one for shelf in SHELVES for one in shelf.values()])
def test_a_preset_sums_to_one_and_explains_itself(preset):
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


@pytest.mark.parametrize("shelf", SHELVES)
def test_presets_have_names_of_their_own(shelf):
    assert [preset.key for preset in shelf.values()] == list(shelf)
    assert len({preset.label for preset in shelf.values()}) == len(shelf)


def test_four_families_weigh_the_same():
    found = weights.base(STUDY.change(**weights.PRESETS["four_families"].choices()))
    families = dict.fromkeys(FAMILIES, 0.0)
    for key, weight in found.items():
        families[BY_KEY[key].family] += weight
    assert families.pop("relationship") == 0
    assert list(families.values()) == pytest.approx([0.25] * 4)


def test_experience_interaction_emotion_are_thirds_across_families():
    found = weights.base(STUDY.change(**weights.PRESETS["experience"].choices()))
    experience = ["satisfaction", "effort_score", "complaint_count", "return_share"]
    emotion = ["nps_score", "brand_identity"]
    assert [found[key] for key in experience] == pytest.approx([1 / 12] * 4)
    assert [found[key] for key in emotion] == pytest.approx([1 / 6] * 2)
    rest = {key for key in found if key not in experience + emotion}
    usage = {key for key, one in BY_KEY.items() if one.family == "usage"}
    assert rest == usage | {"referral_count"}
    assert sum(found[key] for key in rest) == THIRD


def test_behaviour_attitude_emotion_are_thirds_across_families():
    found = weights.base(STUDY.change(**weights.PRESETS["layers"].choices()))
    attitude, emotion = ["relative_attitude", "satisfaction", "effort_score"], ["brand_identity"]
    assert sum(found[key] for key in attitude) == THIRD
    assert sum(found[key] for key in [*emotion, "nps_score"]) == THIRD
    behaviour = {key for key in found if key not in [*attitude, *emotion, "nps_score"]}
    assert {BY_KEY[key].family for key in behaviour} == {"purchase", "usage", "recommendation"}
    assert len({round(found[key], 12) for key in behaviour}) == 1


def test_life_stages_are_those_of_the_life_cycle_scheme():
    groups = {group.key for group in life_cycle.GROUPS}
    assert set(weights.LIFE_STAGES) == groups - {"cycle_prospect"}
    new, loyal = weights.LIFE_STAGES["cycle_new"], weights.LIFE_STAGES["cycle_loyal"]
    assert max(new.families, key=new.families.get) == "usage"
    assert max(loyal.families, key=loyal.families.get) == "purchase"


@pytest.mark.parametrize("seed", range(3))
def test_flat_weights_become_study_fields_with_the_same_base(seed):
    rng = np.random.default_rng(seed)
    flat = dict(zip(BY_KEY, rng.gamma(0.5, size=len(BY_KEY)).tolist(), strict=True))
    flat["spend"] = 0.0
    fields = weights.from_flat(flat)
    expected = {key: value / sum(flat.values()) for key, value in flat.items() if value}
    assert weights.base(STUDY.change(**fields)) == pytest.approx(expected)
    assert set(fields["indicator_weights"]) == set(BY_KEY)
    assert sum(fields["family_weights"].values()) == pytest.approx(1)


def test_no_flat_weights_are_no_weights():
    assert weights.base(STUDY.change(**weights.from_flat({}))) == {}
    assert weights.base(STUDY.change(**weights.from_flat({"spend": 0.0}))) == {}


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
