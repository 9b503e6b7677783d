from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from loyalty import level_moves, scoring
from loyalty.indicators import BY_KEY
from loyalty.scoring import Scores
from loyalty.study import Study
from loyalty.weights.groups import Grouped

KEYS = tuple(BY_KEY)[:4]
LEVELS = Study(as_of=date(2024, 1, 1)).levels
BEFORE = dict(zip(KEYS, (0.4, 0.3, 0.2, 0.1), strict=True))
AFTER = dict(zip(KEYS, (0.1, 0.3, 0.2, 0.4), strict=True))


def some(size: int, missing: float = 0.0, seed: int = 1) -> Scores:
    rng = np.random.default_rng(seed)
    values = rng.random((len(KEYS), size))
    gaps = {}
    if missing:
        for row in range(len(KEYS)):
            gaps[row] = (rng.random(size) < missing).astype(float)
            values[row, gaps[row] > 0] = 0.0
    return Scores(KEYS, values, gaps)


def plain_deltas(scored: Scores, row: int) -> dict[str, float]:
    """The docstring's formula for one customer, by hand."""
    known = [
        place
        for place in range(len(KEYS))
        if not (place in scored.missing and scored.missing[place][row])
    ]
    old = {place: BEFORE[KEYS[place]] for place in known}
    new = {place: AFTER[KEYS[place]] for place in known}
    old_sum, new_sum = sum(old.values()), sum(new.values())
    index = sum(old[place] / old_sum * scored.values[place, row] for place in known)
    return {
        KEYS[place]: 100
        * (new[place] / new_sum - old[place] / old_sum)
        * (scored.values[place, row] - index)
        for place in known
    }


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_deltas_sum_to_the_change_of_the_index(missing):
    scored = some(500, missing)
    rows = np.arange(500)
    change, before, after = level_moves.deltas(scored, BEFORE, AFTER, rows)
    old, new = scoring.index(scored, BEFORE)[0], scoring.index(scored, AFTER)[0]
    np.testing.assert_allclose(before, old, atol=1e-6)
    np.testing.assert_allclose(after, new, atol=1e-6)
    np.testing.assert_allclose(change.sum(axis=1), after - before, atol=1e-9)
    assert np.isnan(before).sum() == np.isnan(change).all(axis=1).sum() == (4 if missing else 0)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_the_reason_is_the_largest_delta_in_the_direction_of_the_move(missing):
    scored = some(200, missing)
    rows = np.flatnonzero(~np.isnan(scoring.index(scored, BEFORE)[0]))[::3]
    found = level_moves.reasons(scored, BEFORE, AFTER, rows)
    assert found["row"].tolist() == rows.tolist()
    for _, one in found.iterrows():
        parts = plain_deltas(scored, one["row"])
        up = one["after"] - one["before"]
        if abs(up) < 1e-6:
            assert pd.isna(one["indicator"])
            continue
        key = max(parts, key=lambda name: parts[name] * np.sign(up))
        assert one["indicator"] == key
        assert one["delta"] == pytest.approx(parts[key])
        assert np.sign(one["delta"]) == np.sign(up)


def test_weight_moved_to_an_average_score_is_no_reason():
    # Index 0.5; weight goes from a low score to one that scores like the whole.
    scored = Scores(KEYS[:3], np.array([[0.1], [0.5], [0.9]]), {})
    before = dict(zip(KEYS, (0.4, 0.2, 0.4), strict=False))
    after = dict(zip(KEYS, (0.2, 0.4, 0.4), strict=False))
    change, _, _ = level_moves.deltas(scored, before, after, np.array([0]))
    assert change[0] == pytest.approx([8, 0, 0])
    found = level_moves.reasons(scored, before, after, np.array([0]))
    assert found.loc[0].to_dict() == {
        "row": 0,
        "indicator": KEYS[0],
        "delta": pytest.approx(8),
        "before": pytest.approx(50),
        "after": pytest.approx(58),
    }


def test_no_reason_where_the_index_stays_or_is_missing():
    gaps = {0: np.array([0.0, 1.0, 1.0]), 1: np.array([0.0, 0.0, 1.0])}
    scored = Scores(KEYS[:2], np.array([[0.5, 0.0, 0.0], [0.5, 0.7, 0.0]]), gaps)
    found = level_moves.reasons(
        scored, {KEYS[0]: 0.9, KEYS[1]: 0.1}, {KEYS[0]: 0.1, KEYS[1]: 0.9}, np.arange(3)
    )
    # All alike, one score alone, and nothing known.
    assert found["indicator"].isna().all()
    assert found["delta"].isna().all()
    assert found["before"].tolist()[:2] == pytest.approx([50, 70])
    assert np.isnan(found["after"][2])


def test_an_index_that_appears_has_no_reason_among_the_weights():
    scored = Scores(KEYS[:2], np.array([[0.0], [0.7]]), {0: np.array([1.0])})
    found = level_moves.reasons(scored, {KEYS[0]: 1.0}, {KEYS[1]: 1.0}, np.array([0]))
    assert np.isnan(found["before"][0])
    assert found["after"][0] == pytest.approx(70)
    assert found["indicator"].isna().all()


def test_sets_of_groups_are_taken_apart_by_each_customers_own():
    scored = some(60, 0.2)
    codes = np.arange(60) % 2
    both = Grouped(np.array([list(AFTER.values()), list(BEFORE.values())]), codes)
    found, _, after = level_moves.deltas(scored, BEFORE, both, np.arange(60))
    alone, _, _ = level_moves.deltas(scored, BEFORE, AFTER, np.arange(60))
    np.testing.assert_allclose(found[codes == 0], alone[codes == 0])
    assert (np.nan_to_num(found[codes == 1]) == 0).all()
    np.testing.assert_allclose(after[1::2], scoring.index(scored, BEFORE)[0][1::2], atol=1e-6)


@pytest.mark.parametrize("scored", [some(3), Scores((), np.empty((0, 3)), {})])
def test_nobody_moved_or_no_indicator_gives_the_columns(scored):
    columns = ["row", "indicator", "delta", "before", "after"]
    found = level_moves.reasons(scored, BEFORE, AFTER, np.array([], dtype=int))
    assert list(found) == columns
    assert len(found) == 0
    every = level_moves.reasons(scored, BEFORE, AFTER, np.arange(3))
    assert len(every) == 3


def test_moves_count_who_goes_where():
    names = ["low", "high", "not enough data"]
    before, after = np.array([0, 0, 1, 2], np.int8), np.array([0, 1, 1, 0], np.int8)
    found = level_moves.moves(before, after, names, np.array([1.0, 2, 4, 8]))
    assert found.to_numpy().tolist() == [
        ["low", "low", 1, 1.0],
        ["low", "high", 1, 2.0],
        ["high", "high", 1, 4.0],
        ["not enough data", "low", 1, 8.0],
    ]


def test_three_weightings_side_by_side():
    scored = some(400, 0.3)
    sets = {"a": BEFORE, "b": AFTER, "c": {KEYS[0]: 1.0}}
    found = level_moves.side_by_side(scored, sets, LEVELS)
    results = {name: scoring.index(scored, weight) for name, weight in sets.items()}
    codes = {name: scoring.level_codes(*one, LEVELS) for name, one in results.items()}
    value = pd.DataFrame({name: one for name, (one, _) in results.items()})
    assert found.summary["weighting"].tolist() == ["a", "b", "c"]
    assert found.summary["mean_index"].tolist() == pytest.approx(value.mean().tolist())
    assert found.summary["with_index"].tolist() == value.notna().sum().tolist()
    names = ["low", "fair", "good", "high", "not enough data"]
    for _, row in found.levels.iterrows():
        count = (codes[row["weighting"]] == names.index(row["level"])).sum()
        assert (row["customers"], row["share"]) == (count, count / 400)
    assert len(found.levels) == 15
    shared = value.dropna()
    for _, row in found.pairs.iterrows():
        one, two = row["first"], row["second"]
        assert row["agreement"] == (codes[one] == codes[two]).mean()
        assert row["spearman"] == pytest.approx(spearmanr(shared[one], shared[two]).statistic)
    assert found.pairs[["first", "second"]].to_numpy().tolist() == [
        ["a", "b"],
        ["a", "c"],
        ["b", "c"],
    ]


def test_side_by_side_takes_groups_and_topsis():
    scored = some(50)
    codes = np.arange(50) % 2
    grouped = Grouped(np.array([list(BEFORE.values()), list(AFTER.values())]), codes)
    found = level_moves.side_by_side(scored, {"own": BEFORE, "groups": grouped}, LEVELS, "topsis")
    weight = np.where(codes[:, None] == 0, grouped.weights[0], grouped.weights[1])
    low = np.sqrt(((weight * scored.values.T) ** 2).sum(axis=1))
    high = np.sqrt(((weight * (1 - scored.values.T)) ** 2).sum(axis=1))
    assert found.summary["mean_index"][1] == pytest.approx((100 * low / (low + high)).mean())


@pytest.mark.parametrize("size", [0, 1])
def test_side_by_side_of_nobody_or_one(size):
    found = level_moves.side_by_side(some(size), {"a": BEFORE, "b": AFTER}, LEVELS)
    assert np.isnan(found.pairs["spearman"][0])
    assert found.summary["with_index"].tolist() == [size] * 2
    assert np.isnan(found.summary["mean_index"][0]) == (size == 0)


def test_ranks_of_an_index_that_does_not_vary_have_no_correlation():
    scored = Scores(KEYS[:2], np.array([[0.5, 0.5, 0.5], [0.1, 0.2, 0.3]]), {})
    found = level_moves.side_by_side(scored, {"flat": {KEYS[0]: 1.0}, "b": {KEYS[1]: 1.0}}, LEVELS)
    assert np.isnan(found.pairs["spearman"][0])
