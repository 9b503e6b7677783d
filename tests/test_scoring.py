from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import scoring, weights
from loyalty.indicators import BY_KEY
from loyalty.study import Caps, Level, Study

NAN = float("nan")


def study(**choices) -> Study:
    return Study(as_of=date(2024, 1, 1)).change(**choices)


def weighted(**indicators: float) -> Study:
    """A study whose indicators weigh as given: each family carries the sum of its own."""
    families: dict[str, float] = {}
    for key, weight in indicators.items():
        families[BY_KEY[key].family] = families.get(BY_KEY[key].family, 0) + weight
    return study(
        indicators=tuple(indicators), indicator_weights=indicators, family_weights=families
    )


def test_scale_is_the_5th_and_95th_percentile():
    frame = pd.DataFrame({"spend": [*range(101)], "order_count": [NAN] * 101})
    assert scoring.learn(frame) == {"spend": Caps(low=5, high=95)}


def test_a_value_shared_by_nearly_all_leaves_room_for_the_few():
    scale = scoring.learn(pd.DataFrame({"complaint_count": [0.0] * 98 + [1.0, 4.0]}))
    assert scale == {"complaint_count": Caps(low=0, high=4)}
    found = scoring.score(np.array([0.0, 1, 4]), scale["complaint_count"], "low")
    assert found.tolist() == [1, 0.75, 0]


@pytest.mark.parametrize(
    ("better", "expected"), [("high", [0, 0, 0.5, 1, 1]), ("low", [1, 1, 0.5, 0, 0])]
)
def test_score_is_capped_and_turned(better, expected):
    found = scoring.score(np.array([-9.0, 10, 15, 20, 99]), Caps(low=10, high=20), better)
    assert found.tolist() == expected


def test_zero_width_scale_keeps_order_and_missing():
    found = scoring.score(np.array([1.0, 2, 3, NAN]), Caps(low=2, high=2), "high")
    assert found[:3].tolist() == [0, 0.5, 1]
    assert np.isnan(found[3])


CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["ann", "bob", "cat", "dan"],
        "recency_days": [0.0, 50, NAN, NAN],
        "order_count": [10.0, 5, 0, NAN],
        "spend": [100.0, NAN, 0, NAN],
    }
)
SCALE = {
    "recency_days": Caps(low=0, high=100),
    "order_count": Caps(low=0, high=10),
    "spend": Caps(low=0, high=100),
}


def test_index_shares_the_weight_of_what_is_missing():
    chosen = weighted(recency_days=0.5, order_count=0.3, spend=0.2).change(scale=SCALE)
    found = scoring.apply(CUSTOMERS, scoring.scores(CUSTOMERS, SCALE), chosen)
    # bob: (0.5 x 0.5 + 0.3 x 0.5) / 0.8; cat rests on half the weight only; dan on nothing.
    assert found["loyalty_index"].tolist()[:3] == pytest.approx([100, 50, 0])
    assert np.isnan(found["loyalty_index"][3])
    assert found["weight_share"].tolist() == pytest.approx([1, 0.8, 0.5, 0])
    assert found["level"].tolist() == ["high", "good", "low", "not enough data"]


def test_below_half_of_the_weight_there_is_no_level():
    chosen = weighted(recency_days=0.51, order_count=0.29, spend=0.2).change(scale=SCALE)
    found = scoring.apply(CUSTOMERS, scoring.scores(CUSTOMERS, SCALE), chosen)
    assert found["level"][2] == "not enough data"


def test_a_missing_value_is_neither_best_nor_worst():
    chosen = weighted(recency_days=1, order_count=1).change(scale=SCALE)
    value, _ = scoring.index(
        scoring.scores(CUSTOMERS, SCALE), weights.effective(chosen, ("recency_days", "order_count"))
    )
    assert value[2] == 0  # the known zero orders decide alone


def test_level_starts_at_its_cut():
    cuts = [Level(key="low", start=0), Level(key="high", start=50)]
    value = np.array([0, 49.999999, 50, 100, NAN])
    assert scoring.level_codes(value, np.ones(5), cuts).tolist() == [0, 0, 1, 1, 2]


def test_contributions_add_up_to_the_index():
    chosen = weighted(recency_days=0.5, order_count=0.3, spend=0.2).change(scale=SCALE)
    scored = scoring.apply(CUSTOMERS, scoring.scores(CUSTOMERS, SCALE), chosen)
    parts = scoring.explain(CUSTOMERS.iloc[1], chosen, tuple(SCALE))
    assert parts["contribution"].sum() == pytest.approx(scored["loyalty_index"][1])
    assert parts.set_index("indicator")["weight"].to_dict() == pytest.approx(
        {"recency_days": 0.625, "order_count": 0.375, "spend": 0}
    )


def test_scores_equal_a_plain_loop():
    rng = np.random.default_rng(3)
    keys = list(BY_KEY)
    frame = pd.DataFrame(rng.lognormal(size=(200, len(keys))), columns=keys)
    frame = frame.mask(rng.random(frame.shape) < 0.2)
    chosen = study(indicators=keys, **{**weights.PRESETS["equal"].choices()})
    chosen = chosen.change(scale=scoring.learn(frame))
    scored = scoring.scores(frame, chosen.scale)
    value, share = scoring.index(scored, weights.effective(chosen, scored.keys))
    for row in range(200):
        total = rests = 0.0
        for key, weight in weights.base(chosen).items():
            caps, x = chosen.scale[key], frame.loc[row, key]
            if x == x:
                s = min(1, max(0, (x - caps.low) / (caps.high - caps.low)))
                total += weight * (s if BY_KEY[key].better == "high" else 1 - s)
                rests += weight
        assert value[row] == pytest.approx(100 * total / rests, abs=1e-5)
        assert share[row] == pytest.approx(rests, abs=1e-6)


def test_family_means():
    chosen = weighted(recency_days=0.5, order_count=0.5).change(scale=SCALE)
    scored = scoring.scores(CUSTOMERS[:2], SCALE)
    assert scoring.family_means(scored, chosen) == pytest.approx({"purchase": (100 + 50) / 2})
