from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from loyalty import scoring
from loyalty.indicators import BY_KEY
from loyalty.scoring import Scores
from loyalty.study import Level
from loyalty.weights.groups import Grouped
from loyalty.weights.perturbation import draw, perturb, rank_acceptability

KEYS = tuple(BY_KEY)[:4]
WEIGHT = dict(zip(KEYS, (0.4, 0.3, 0.2, 0.1), strict=True))
LEVELS = [
    Level(key="low", start=0),
    Level(key="fair", start=40),
    Level(key="high", start=60),
]
NONE = scoring.NOT_ENOUGH


def some(size: int, missing: float = 0.0, keys=KEYS, seed: int = 1) -> Scores:
    rng = np.random.default_rng(seed)
    values = rng.random((len(keys), size))
    gaps = {}
    if missing:
        for row in range(len(keys) - 1):
            gaps[row] = (rng.random(size) < missing).astype(float)
            values[row, gaps[row] > 0] = 0.0
    return Scores(keys, values, gaps)


def level_of(scored: Scores, row: int, weight, aggregation="sum") -> int:
    """The level of one customer by plain arithmetic."""
    known = {
        key: (w, scored.values[place, row])
        for place, (key, w) in enumerate(zip(scored.keys, weight, strict=True))
        if not (place in scored.missing and scored.missing[place][row])
    }
    rests = sum(w for w, _ in known.values())
    if rests < 0.5:
        return 3
    if aggregation == "sum":
        index = 100 * sum(w * s for w, s in known.values()) / rests
    else:
        low = sum((w * s) ** 2 for w, s in known.values()) ** 0.5
        high = sum((w * (1 - s)) ** 2 for w, s in known.values()) ** 0.5
        index = 100 * low / (low + high)
    return 2 if index >= 60 else 1 if index >= 40 else 0


@pytest.mark.parametrize("aggregation", ["sum", "topsis"])
@pytest.mark.parametrize("missing", [0.0, 0.4])
def test_counts_equal_a_plain_loop(missing, aggregation):
    scored = some(80, missing)
    found = perturb(scored, WEIGHT, LEVELS, 20, draws=50, seed=3, aggregation=aggregation)
    sets = draw(scored, WEIGHT, 20, draws=50, seed=3)
    base = [WEIGHT[key] for key in KEYS]
    now = np.array([level_of(scored, row, base, aggregation) for row in range(80)])
    drawn = np.array(
        [[level_of(scored, row, one, aggregation) for row in range(80)] for one in sets]
    )
    same = (drawn == now).mean(axis=0)
    levelled = now < 3
    assert (found.customers, found.sampled) == (80, False)
    assert found.stable == pytest.approx(np.mean(same[levelled] >= 0.9))
    assert found.agreement == pytest.approx(same[levelled].mean())
    for code, key in enumerate(("low", "fair", "high")):
        row = found.levels.set_index("level").loc[key]
        assert row["customers"] == (now == code).sum()
        assert row["staying"] == pytest.approx(same[now == code].mean())
        assert row["stable"] == pytest.approx((same[now == code] >= 0.9).mean())
        for other, name in enumerate(("low", "fair", "high", NONE)):
            share = (drawn[:, now == code] == other).mean()
            assert found.matrix.loc[key, name] == pytest.approx(share)
    tops = (drawn == 2).mean(axis=1)
    assert found.top == pytest.approx((now == 2).mean())
    assert (found.top_low, found.top_high) == pytest.approx(tuple(np.percentile(tops, [2.5, 97.5])))


@pytest.mark.parametrize("missing", [0.0, 0.4])
def test_the_most_decisive_weight_is_found_by_taking_each_away(missing):
    scored = some(200, missing)
    found = perturb(scored, WEIGHT, LEVELS, 20, draws=5).decisive.set_index("indicator")
    base = np.array([WEIGHT[key] for key in KEYS])
    now = np.array([level_of(scored, row, base) for row in range(200)])
    for place, key in enumerate(KEYS):
        for column, factor in (("left_out", 0.0), ("doubled", 2.0)):
            other = base.copy()
            other[place] *= factor
            other /= other.sum()
            after = np.array([level_of(scored, row, other) for row in range(200)])
            assert found.loc[key, column] == pytest.approx((after != now)[now < 3].mean())
    assert found["left_out"].is_monotonic_decreasing


def test_draws_have_the_mean_and_spread_of_the_dirichlet():
    sets = draw(some(1), WEIGHT, 30, draws=40_000)
    chosen = np.array(list(WEIGHT.values()))
    assert sets.sum(axis=1) == pytest.approx(np.ones(40_000))
    assert sets.mean(axis=0) == pytest.approx(chosen, abs=0.003)
    assert sets.var(axis=0) == pytest.approx(chosen * (1 - chosen) / 31, rel=0.05)


def test_a_weight_of_zero_stays_zero_and_is_not_asked_about():
    weight = WEIGHT | {KEYS[1]: 0.0}
    assert not draw(some(1), weight, 10)[:, 1].any()
    found = perturb(some(50), weight, LEVELS, 10, draws=10)
    assert sorted(found.decisive["indicator"]) == sorted(set(KEYS) - {KEYS[1]})


def test_the_stronger_the_surer():
    scored = some(2000)
    shares = [perturb(scored, WEIGHT, LEVELS, strength).stable for strength in (5, 50, 5000)]
    assert shares == sorted(shares)
    assert shares[0] < 0.6 < 0.95 < shares[-1]


def test_the_seed_fixes_the_answer():
    one, two, other = (perturb(some(300), WEIGHT, LEVELS, 10, seed=seed) for seed in (1, 1, 2))
    assert one.agreement == two.agreement != other.agreement


def test_one_indicator_alone_cannot_be_perturbed_but_left_out():
    found = perturb(some(100), {KEYS[0]: 1.0}, LEVELS, 10, draws=20)
    assert (found.stable, found.agreement) == (1, 1)
    assert found.top_low == found.top == found.top_high
    assert found.decisive.to_numpy().tolist() == [[KEYS[0], 1.0, 0.0]]


def test_customers_without_a_level_are_in_the_matrix_and_nowhere_else():
    values = np.array([[0.9, 0.0], [0.9, 0.5]])
    scored = Scores(KEYS[:2], values, {0: np.array([0.0, 1.0])})
    found = perturb(scored, {KEYS[0]: 0.6, KEYS[1]: 0.4}, LEVELS, 4, draws=200)
    assert found.stable == 1
    assert found.levels["customers"].tolist() == [0, 0, 1]
    assert found.matrix.loc["high", "high"] == 1
    # The second keeps a level when the weight of the known score is drawn at half or more.
    assert found.matrix.loc[NONE, "fair"] == pytest.approx(beta(1.6, 2.4).sf(0.5), abs=0.08)
    assert found.matrix.loc[NONE, NONE] == 1 - found.matrix.loc[NONE, "fair"]
    assert found.matrix.loc["low"].isna().all()
    assert found.top == 0.5


@pytest.mark.parametrize(("size", "weight"), [(0, WEIGHT), (3, {}), (1, WEIGHT)])
def test_edges_give_numbers_or_nan_but_no_error(size, weight):
    found = perturb(some(size), weight, LEVELS, 10, draws=10)
    assert found.customers == size
    if size and weight:
        assert 0 <= found.agreement <= 1
    else:
        assert np.isnan(found.stable)
        assert np.isnan(found.agreement)
    assert len(found.decisive) == len(weight)


def test_each_group_is_drawn_around_its_own_set():
    scored = some(400, 0.2)
    codes = np.arange(400) % 2
    sets = np.array([[0.4, 0.3, 0.2, 0.1], [0.0, 0.0, 0.0, 1.0]])
    found = perturb(scored, Grouped(sets, codes), LEVELS, 8, draws=60)
    own = perturb(scoring.take(scored, np.flatnonzero(codes == 0)), WEIGHT, LEVELS, 8, draws=60)
    # The other group rests on one indicator that everybody has: nothing moves there.
    levelled = own.levels["customers"].sum()
    expected = (own.agreement * levelled + 200) / (levelled + 200)
    assert found.agreement == pytest.approx(expected)


def test_a_million_customers_are_sampled_and_the_sample_tells_the_truth():
    scored = some(60_000, 0.1)
    found = perturb(scored, WEIGHT, LEVELS, 20, draws=40)
    assert (found.customers, found.sampled) == (20_000, True)
    parts = [
        perturb(scoring.take(scored, slice(start, start + 20_000)), WEIGHT, LEVELS, 20, draws=40)
        for start in (0, 20_000, 40_000)
    ]
    assert found.agreement == pytest.approx(np.mean([one.agreement for one in parts]), abs=0.01)
    assert found.top == pytest.approx(np.mean([one.top for one in parts]), abs=0.01)


def test_two_hundred_draws_for_twenty_thousand_customers_take_two_seconds_at_most():
    keys = tuple(f"i{n}" for n in range(20))
    scored = some(20_000, 0.1, keys)
    seconds = []
    for _ in range(3):
        start = perf_counter()
        perturb(scored, dict.fromkeys(keys, 0.05), LEVELS, 50)
        seconds.append(perf_counter() - start)
    assert min(seconds) < 2


def plain_ranks(scored, sets, codes, size) -> np.ndarray:
    """Rank acceptabilities by loops: sort the segments of each draw."""
    counts = np.zeros((size, size))
    for one in sets:
        weight = dict(zip(scored.keys, one, strict=True))
        value = pd.Series(scoring.index(scored, weight)[0]).groupby(codes).mean()
        for segment in range(size):
            counts[segment, sum(value > value[segment])] += 1
    return counts / len(sets)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_rank_acceptability_equals_a_plain_loop(missing):
    scored = some(300, missing)
    codes = np.random.default_rng(2).integers(0, 4, 300)
    sets = draw(scored, WEIGHT, 5, draws=60)
    found = rank_acceptability(scored, sets, codes, list("abcd"))
    assert found.to_numpy() == pytest.approx(plain_ranks(scored, sets, codes, 4))
    assert found.sum(axis=1).tolist() == pytest.approx([1] * 4)
    assert found.columns.tolist() == [1, 2, 3, 4]
    assert found.index.tolist() == list("abcd")
    assert (found > 0).sum().sum() > 4  # the weights do move the ranks


def test_two_segments_change_places_as_often_as_one_weight_is_above_half():
    scored = Scores(KEYS[:2], np.array([[1.0, 0.0], [0.0, 1.0]]), {})
    sets = draw(scored, {KEYS[0]: 0.6, KEYS[1]: 0.4}, 10, draws=5000)
    found = rank_acceptability(scored, sets, np.array([0, 1]), ["first", "second"])
    # P(Beta(6, 4) > 1/2) = P(at most 5 heads of 9) = (2^9 - C(9,6) - ... - C(9,9)) / 2^9.
    assert found.loc["first", 1] == pytest.approx(382 / 512, abs=0.02)
    assert found.loc["second", 2] == found.loc["first", 1]


def test_topsis_ranks_by_closeness():
    # Uneven scores 0.9, 0.3 by weights 0.6, 0.4: sum 0.66; closeness 0.553 / (0.553 + 0.286).
    scored = Scores(KEYS[:2], np.array([[0.9, 0.6595], [0.3, 0.6595]]), {})
    given = scored, np.array([[0.6, 0.4]]), np.array([0, 1]), ["uneven", "even"]
    assert rank_acceptability(*given).loc["uneven", 1] == 1
    assert rank_acceptability(*given, aggregation="topsis").loc["even", 1] == 1


def test_segments_that_tie_share_the_better_rank_and_empty_ones_have_none():
    scored = Scores(KEYS[:1], np.array([[0.5, 0.5, 0.2]]), {})
    found = rank_acceptability(scored, np.ones((3, 1)), np.array([0, 1, 2]), list("abcd"))
    assert found.loc["a"].tolist() == found.loc["b"].tolist() == [1, 0, 0, 0]
    assert found.loc["c"].tolist() == [0, 0, 1, 0]
    assert found.loc["d"].isna().all()


def test_ranks_of_many_customers_with_gaps_come_from_a_sample_of_each_segment():
    scored = some(60_000, 0.2)
    codes = np.where(np.arange(60_000) < 30, 0, 1)
    scored.values[:, :30] = 1.0
    found = rank_acceptability(scored, draw(scored, WEIGHT, 20, 30), codes, ["few", "many"])
    assert found.loc["few"].tolist() == [1, 0]
    assert found.loc["many"].tolist() == [0, 1]
