from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.problems import Refused
from loyalty.scoring import Scores
from loyalty.study import Study
from loyalty.weights.fitted import fitted

NAN = float("nan")
KEYS = ("spend", "order_count", "channel_count", "satisfaction")
FRAME = pd.DataFrame(
    {
        "spend": [0.1, 0.9, 0.4, 0.7, 0.0],
        "order_count": [0.2, 0.8, NAN, 0.9, 0.1],
        "channel_count": [1.0, 0.0, 0.3, 0.6, 0.5],
        "satisfaction": [NAN, 0.5, 0.9, NAN, 0.2],
    }
)
ANN = {"name": "Ann", "judgements": {"spend|order_count": 3, "order_count|satisfaction": 2}}
BOB = {"name": "Bob", "judgements": {"spend|order_count": 1 / 3, "satisfaction|order_count": 2}}


def scores(frame: pd.DataFrame) -> Scores:
    """Scores of a literal frame."""
    gaps = {
        row: frame[key].isna().to_numpy(dtype=float)
        for row, key in enumerate(frame)
        if frame[key].isna().any()
    }
    return Scores(tuple(frame), frame.fillna(0).to_numpy().T.copy(), gaps)


def study(method: str = "direct", **weighting) -> Study:
    plain = Study(as_of=date(2024, 1, 1), indicators=KEYS)
    chosen = plain.change(**weights.PRESETS["equal"].choices())
    return chosen.change(weighting={"method": method, **weighting})


def found(chosen: Study, frame: pd.DataFrame = FRAME, outcome=None) -> dict[str, float]:
    """The weight of each indicator once the fields are in the study."""
    fields = weights.find(chosen, scores(frame), outcome)
    assert fields["preset"] == "own"
    return weights.base(chosen.change(**fields))


def test_direct_weights_stay():
    chosen = study().change(family_weights={"purchase": 2, "emotion": 1})
    assert found(chosen) == weights.base(chosen)


@pytest.mark.parametrize("method", ["entropy", "critic"])
def test_the_data_speak_over_the_scores(method):
    expected = getattr(weights, method)(FRAME).weights
    assert found(study(method)) == pytest.approx(dict(zip(KEYS, expected, strict=True)))


def test_only_chosen_indicators_with_scores_count():
    chosen = study("critic").change(indicators=("spend", "channel_count", "nps_score"))
    expected = weights.critic(FRAME[["spend", "channel_count"]]).weights
    assert found(chosen) == pytest.approx({"spend": expected[0], "channel_count": expected[1]})


def test_the_scores_stay_as_they_are():
    given = scores(FRAME)
    before = given.values.copy()
    weights.find(study("entropy"), given)
    assert (given.values == before).all()


def test_principal_only_where_the_component_is_worth_it():
    one = np.random.default_rng(1).random(50)
    together = pd.DataFrame({"spend": one, "order_count": one**2, "channel_count": 1 - one})
    chosen = study("principal").change(indicators=("spend", "order_count"))
    assert found(chosen, together) == pytest.approx({"spend": 0.5, "order_count": 0.5})
    with pytest.raises(Refused, match="against the others"):
        found(study("principal"), together)


class TestJudged:
    def test_families_set_family_weights_and_keep_those_within(self):
        """Purchase three times emotion; within purchase spend 4 to order count 1."""
        chosen = study(
            "ahp",
            items=("purchase", "emotion"),
            participants=[{"name": "Ann", "judgements": {"purchase|emotion": 3}}],
        ).change(indicator_weights={"spend": 4, "order_count": 1, "channel_count": 1})
        assert found(chosen) == pytest.approx(
            {"spend": 0.6, "order_count": 0.15, "satisfaction": 0.25}
        )

    def test_families_that_were_not_compared_weigh_nothing(self):
        chosen = study("ahp", items=("emotion",), participants=[{"name": "Ann"}])
        fields = weights.find(chosen, scores(FRAME))
        assert fields["family_weights"] == dict.fromkeys(FAMILIES, 0.0) | {"emotion": 1.0}

    def test_indicators_get_the_weights_of_the_group(self):
        """Ann 6 2 1, Bob 1 3 6: the geometric means are as sqrt 6, sqrt 6, sqrt 6."""
        chosen = study(
            "ahp", items=("spend", "order_count", "satisfaction"), participants=[ANN, BOB]
        )
        assert found(chosen) == pytest.approx(
            {"spend": 1 / 3, "order_count": 1 / 3, "satisfaction": 1 / 3}
        )
        alone = chosen.change(weighting=chosen.weighting.model_dump() | {"participants": [ANN]})
        assert found(alone) == pytest.approx(
            {"spend": 6 / 9, "order_count": 2 / 9, "satisfaction": 1 / 9}
        )

    @pytest.mark.parametrize(
        ("weighting", "sentence"),
        [
            ({}, "Choose what the participants compare"),
            ({"items": ("spend", "purchase")}, "“purchase” does not fit"),
            ({"items": ("purchase", "spend")}, "“spend” does not fit"),
            ({"items": ("spend", "gone")}, "“gone” does not fit"),
            ({"items": ("spend", "spend")}, "“spend” stands twice"),
            ({"items": ("spend", "order_count")}, "Nobody has compared"),
            (
                {
                    "items": ("spend", "order_count", "satisfaction"),
                    "participants": [{"name": "x"}],
                },
                r"\(spend\) \(order_count\) \(satisfaction\)",
            ),
        ],
    )
    def test_what_cannot_be_judged_is_refused(self, weighting, sentence):
        with pytest.raises(Refused, match=sentence):
            found(study("ahp", **weighting))


class TestCombined:
    @pytest.mark.parametrize(("how", "share"), [("linear", 0.3), ("multiplicative", 0.5)])
    def test_two_methods_are_joined_over_the_same_indicators(self, how, share):
        chosen = study("combine", parts=("entropy", "critic"), share=share, how=how)
        expected = weights.combine(weights.entropy(FRAME), weights.critic(FRAME), share, how)
        assert found(chosen) == pytest.approx(dict(zip(KEYS, expected.weights, strict=True)))

    def test_judgements_of_families_and_the_data(self):
        """Half each; the data part is that of CRITIC, the judged part purchase 3, emotion 1."""
        people = [{"name": "Ann", "judgements": {"purchase|emotion": 3}}]
        chosen = study(
            "combine", items=("purchase", "emotion"), participants=people, parts=("ahp", "critic")
        )
        data = weights.critic(FRAME).weights
        judged = np.array([0.375, 0.375, 0, 0.25])
        expected = (judged + data) / 2
        assert found(chosen) == pytest.approx(dict(zip(KEYS, expected, strict=True)))

    def test_a_judged_indicator_without_scores_gives_its_weight_to_the_others(self):
        chosen = study("combine", parts=("direct", "critic"), share=1).change(
            indicators=("spend", "channel_count", "nps_score"),
            **weights.from_flat({"spend": 1, "channel_count": 3, "nps_score": 4}),
        )
        assert found(chosen) == pytest.approx({"spend": 0.25, "channel_count": 0.75})

    @pytest.mark.parametrize("part", ["combine", "magic"])
    def test_other_parts_are_refused(self, part):
        with pytest.raises(Refused, match=f"“{part}” cannot be one of the two"):
            found(study("combine", parts=("entropy", part)))


class TestFitted:
    def test_an_outcome_is_needed(self):
        with pytest.raises(Refused, match="choose the number of days"):
            found(study("fitted"))
        with pytest.raises(Refused, match="choose the number of days"):
            found(study("combine", parts=("critic", "fitted")))

    def test_weights_are_those_of_the_fit(self):
        rng = np.random.default_rng(4)
        frame = pd.DataFrame(rng.random((400, 2)), columns=["spend", "satisfaction"])
        outcome = rng.random(400) < 0.1 + 0.6 * frame["spend"] + 0.2 * frame["satisfaction"]
        expected = fitted(frame, outcome).weights
        given = found(study("fitted"), frame, outcome.to_numpy())
        assert given == pytest.approx({"spend": expected[0], "satisfaction": expected[1]})
        assert expected[0] > expected[1]


@pytest.mark.parametrize("method", ["entropy", "critic", "principal", "combine"])
def test_without_any_score_the_data_cannot_speak(method):
    for frame in (FRAME[[]], FRAME.iloc[:0]):
        chosen = study(method, parts=("direct", "critic"))
        with pytest.raises(Refused, match="has a score here"):
            found(chosen, frame)


def test_every_catalogue_indicator_can_be_weighed():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.random((30, len(BY_KEY))), columns=list(BY_KEY))
    chosen = study("critic").change(indicators=tuple(BY_KEY))
    assert set(found(chosen, frame)) == set(BY_KEY)
