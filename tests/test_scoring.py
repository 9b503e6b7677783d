from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import scoring, weights
from loyalty.indicators import BY_KEY
from loyalty.problems import Refused
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


REGIONS = pd.Categorical(["north", "south", None, "west"])
OWN = {"recency_days": 0.5, "order_count": 0.3, "spend": 0.2}
SETS = {
    "north": {"family_weights": {"purchase": 1}, "indicator_weights": {"spend": 1}},
    "south": {
        "family_weights": {"purchase": 2},
        "indicator_weights": {"recency_days": 3, "order_count": 1},
    },
}


def by_region(**choices) -> Study:
    chosen = {"scale": SCALE, "group_by": "attribute.region", "group_weights": SETS}
    return weighted(**OWN).change(**chosen | choices)


def random_customers(size: int, missing: float = 0.2) -> pd.DataFrame:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(rng.lognormal(size=(size, 3)) * 30, columns=list(SCALE))
    frame = frame.mask(rng.random(frame.shape) < missing)
    regions = np.array(["north", "south", "east", None], dtype=object)[rng.integers(0, 4, size)]
    return frame.assign(**{"attribute.region": pd.Categorical(regions)})


def test_each_customer_is_weighed_by_the_set_of_the_group():
    customers = CUSTOMERS.assign(**{"attribute.region": REGIONS})
    customers.loc[3, "order_count"] = 10.0
    found = scoring.apply(customers, scoring.scores(customers, SCALE), by_region())
    # ann: spend only; bob: 0.75 x 0.5 + 0.25 x 0.5; cat and dan have no set: the study's own.
    assert found["loyalty_index"].tolist() == pytest.approx([100, 50, 0, 100])
    assert found["weight_share"].tolist() == pytest.approx([1, 1, 0.5, 0.3])
    assert found["level"].tolist() == ["high", "good", "low", "not enough data"]


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("aggregation", ["sum", "topsis"])
@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_study_index_equals_a_plain_loop(grouped, aggregation, missing):
    customers = random_customers(300, missing)
    chosen = by_region(aggregation=aggregation)
    chosen = chosen if grouped else chosen.change(group_by=None)
    scored = scoring.scores(customers, SCALE)
    value, share = scoring.study_index(customers, scored, chosen)
    flat = {"north": {"spend": 1.0}, "south": {"recency_days": 0.75, "order_count": 0.25}}
    for row, customer in customers.iterrows():
        weight = flat.get(customer["attribute.region"], OWN) if grouped else OWN
        known = {}
        for key in weight:
            if customer[key] == customer[key]:
                caps = SCALE[key]
                s = min(1, max(0, (customer[key] - caps.low) / (caps.high - caps.low)))
                known[key] = s if BY_KEY[key].better == "high" else 1 - s
        rests = sum(weight[key] for key in known)
        assert share[row] == pytest.approx(rests, abs=1e-6)
        if not known:
            assert np.isnan(value[row])
        elif aggregation == "sum":
            total = sum(weight[key] * s for key, s in known.items())
            assert value[row] == pytest.approx(100 * total / rests, abs=1e-5)
        else:
            low = sum((weight[key] * s) ** 2 for key, s in known.items()) ** 0.5
            high = sum((weight[key] * (1 - s)) ** 2 for key, s in known.items()) ** 0.5
            assert value[row] == pytest.approx(100 * low / (low + high), abs=1e-5)


@pytest.mark.parametrize("aggregation", ["sum", "topsis"])
def test_the_ends_of_the_scale_are_0_and_100_in_every_group(aggregation):
    rows = 40_000
    customers = pd.DataFrame(
        {
            "recency_days": np.tile([0.0, 100], rows // 2),
            "order_count": np.tile([10.0, 0], rows // 2),
            "spend": np.tile([100.0, 0, np.nan, np.nan], rows // 4),
            "attribute.region": np.repeat(["north", "south", "east", "west"], rows // 4),
        }
    )
    scored = scoring.scores(customers, SCALE)
    value, _ = scoring.study_index(customers, scored, by_region(aggregation=aggregation))
    ends = np.tile([100.0, 0], rows // 2)
    ends[: rows // 4][np.tile([False, False, True, True], rows // 16)] = np.nan
    np.testing.assert_array_equal(value, ends)


def test_one_set_by_groups_is_the_plain_index():
    customers = random_customers(50_000)
    scored = scoring.scores(customers, SCALE)
    plain = scoring.study_index(customers, scored, by_region(group_by=None))
    empty = scoring.study_index(customers, scored, by_region(group_weights={}))
    for ours, theirs in zip(plain, empty, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=2e-6)
    bare = scoring.index(scored, weights.effective(weighted(**OWN), scored.keys))
    for ours, theirs in zip(plain, bare, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_group_column_the_customers_lack_is_refused():
    scored = scoring.scores(CUSTOMERS, SCALE)
    with pytest.raises(Refused, match=r"chooses weights by “attribute.region”"):
        scoring.study_index(CUSTOMERS, scored, by_region())
    with pytest.raises(Refused, match=r"chooses weights by “attribute.region”"):
        scoring.explain(CUSTOMERS.iloc[0], by_region(), tuple(SCALE))


@pytest.mark.parametrize("aggregation", ["sum", "topsis"])
def test_nobody_gives_an_empty_index(aggregation):
    nobody = CUSTOMERS[:0].assign(**{"attribute.region": []})
    chosen = by_region(aggregation=aggregation)
    value, share = scoring.study_index(nobody, scoring.scores(nobody, SCALE), chosen)
    assert (len(value), len(share)) == (0, 0)


def test_without_any_score_there_is_no_index_but_no_warning():
    nothing = pd.DataFrame({key: [NAN, NAN] for key in SCALE} | {"attribute.region": ["north"] * 2})
    for chosen in (by_region(), by_region(aggregation="topsis"), by_region(group_by=None)):
        found = scoring.apply(nothing, scoring.scores(nothing, SCALE), chosen)
        assert found["loyalty_index"].isna().all()
        assert set(found["level"]) == {"not enough data"}


def test_explain_uses_the_set_of_the_group_and_says_when_points_do_not_add_up():
    customers = CUSTOMERS.assign(**{"attribute.region": REGIONS})
    bob = scoring.explain(customers.iloc[1], by_region(), tuple(SCALE))
    assert bob.set_index("indicator")["contribution"].to_dict() == pytest.approx(
        {"recency_days": 37.5, "order_count": 12.5}
    )
    assert bob.attrs["adds_up"]
    cat = scoring.explain(customers.iloc[2], by_region(aggregation="topsis"), tuple(SCALE))
    assert cat["indicator"].tolist() == list(OWN)
    assert not cat.attrs["adds_up"]


def test_family_scores_are_the_index_within_the_family():
    chosen = weighted(recency_days=0.5, order_count=0.3, nps_score=0.2)
    scale = SCALE | {"nps_score": Caps(low=0, high=10)}
    customers = CUSTOMERS.assign(nps_score=[NAN, 5, 10, NAN])
    scored = scoring.scores(customers, scale)
    found = scoring.family_scores(scored, chosen.change(scale=scale))
    assert list(found) == ["purchase", "recommendation"]
    np.testing.assert_allclose(found["purchase"], [100, 50, 0, NAN])
    np.testing.assert_allclose(found["recommendation"], [NAN, 50, 100, NAN])


def test_scores_as_a_frame_show_the_gaps_and_some_rows_can_be_taken():
    scored = scoring.scores(CUSTOMERS, SCALE)
    found = scoring.frame(scored)
    expected = pd.DataFrame(
        {
            "recency_days": [1.0, 0.5, NAN, NAN],
            "order_count": [1, 0.5, 0, NAN],
            "spend": [1, NAN, 0, NAN],
        }
    )
    pd.testing.assert_frame_equal(found, expected)
    rows = np.array([2, 1])
    pd.testing.assert_frame_equal(
        scoring.frame(scoring.take(scored, rows)), expected.iloc[rows].reset_index(drop=True)
    )
