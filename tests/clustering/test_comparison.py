from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from loyalty.clustering import agreement, crosstab

# Yeung & Ruzzo 2001, "Details of the adjusted Rand index": 10 objects, index 0.313
PUBLISHED = [[1, 1, 0], [1, 2, 1], [0, 0, 4]]


def spelled_out(table):
    pairs = [
        (a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _ in [0] * count
    ]
    return np.array(pairs).T


def by_pairs(a, b):
    """The index by counting pairs of customers one by one."""
    pairs = list(combinations(range(len(a)), 2))
    in_a = {pair for pair in pairs if a[pair[0]] == a[pair[1]]}
    in_b = {pair for pair in pairs if b[pair[0]] == b[pair[1]]}
    expected = len(in_a) * len(in_b) / len(pairs)
    return (len(in_a & in_b) - expected) / ((len(in_a) + len(in_b)) / 2 - expected)


def test_published_value():
    assert agreement(*spelled_out(PUBLISHED)) == pytest.approx(0.313, abs=0.0005)


@pytest.mark.parametrize("seed", range(5))
def test_equals_scikit_learn_and_a_count_of_pairs(seed):
    rng = np.random.default_rng(seed)
    a = rng.integers(0, 4, 200)
    b = np.where(rng.random(200) < 0.4, a, rng.integers(0, 7, 200))
    assert agreement(a, b) == pytest.approx(adjusted_rand_score(a, b), abs=1e-12)
    assert agreement(a, b) == pytest.approx(by_pairs(a, b), abs=1e-12)


def test_exact_at_a_million():
    rng = np.random.default_rng(1)
    a = rng.integers(1, 6, 1_000_000)
    b = np.where(rng.random(len(a)) < 0.5, a, rng.integers(1, 9, len(a)))
    assert agreement(a, b) == pytest.approx(adjusted_rand_score(a, b), abs=1e-12)


def test_names_do_not_matter():
    a = np.array([1.0, 1, 2, 2, 3])
    assert agreement(a, ["x", "x", "b", "b", "c"]) == 1
    assert agreement(["p", "p", "q", "q"], [1, 2, 1, 2]) == pytest.approx(-0.5)


@pytest.mark.parametrize(
    "codes", [([1, 1, 1], [2, 2, 2]), ([1, 2, 3], [3, 1, 2])], ids=["one group", "all alone"]
)
def test_no_difference_to_find_is_agreement_as_in_scikit_learn(codes):
    assert agreement(*codes) == adjusted_rand_score(*codes) == 1


def test_one_group_against_several_is_chance():
    assert agreement([1, 1, 1, 1], [1, 2, 1, 2]) == adjusted_rand_score([1] * 4, [1, 2, 1, 2]) == 0


def test_customers_without_a_group_are_left_out():
    a = [1, 1, 2, 2, np.nan, 1]
    b = ["x", "x", "y", "y", "x", None]
    assert agreement(a, b) == 1
    assert crosstab(a, b).to_numpy().tolist() == [[2, 0], [0, 2]]


@pytest.mark.parametrize("codes", [[], [1.0], [np.nan, np.nan, 1.0]], ids=["none", "one", "gaps"])
def test_fewer_than_two_customers_cannot_agree(codes):
    assert np.isnan(agreement(codes, codes))


def test_crosstab_equals_pandas():
    rng = np.random.default_rng(2)
    a, b = rng.integers(1, 5, 500), rng.choice(["new", "lost", "loyal"], 500)
    expected = pd.crosstab(a, b)
    pd.testing.assert_frame_equal(crosstab(a, b), expected, check_names=False)


def test_crosstab_keeps_the_order_and_the_empty_groups_of_a_categorical():
    segments = pd.Categorical(["lost", "new"], categories=["new", "loyal", "lost"])
    found = crosstab(segments, [1, 2])
    assert found.index.tolist() == ["new", "loyal", "lost"]
    assert found.to_numpy().tolist() == [[0, 1], [0, 0], [1, 0]]
