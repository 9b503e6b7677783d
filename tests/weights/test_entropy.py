import math

import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.problems import Refused

NAN = float("nan")


def by_hand(columns: list[list[float]]) -> list[float]:
    """The definition, number by number."""
    diversity = []
    for column in columns:
        known = [value for value in column if not math.isnan(value)]
        total = sum(known)
        shares = [value / total for value in known if value > 0]
        spread = -sum(share * math.log(share) for share in shares)
        diversity.append(1 - spread / math.log(len(known)))
    return [one / sum(diversity) for one in diversity]


def test_published_two_by_two():
    found = weights.entropy([[1, 2], [4, 16]])
    assert found.weights == pytest.approx([0.358889, 0.641111], abs=5e-7)


def test_published_six_alternatives():
    """The test case of the JMcDM package (Satman et al. 2021, J. Open Source Software 6)."""
    columns = [
        [2, 4, 3, 5, 4, 3],
        [1, 1, 2, 1, 2, 2],
        [4, 5, 6, 5, 5, 6],
        [7, 6, 6, 7, 6, 6],
        [6, 7, 5, 6, 7, 6],
        [6, 7, 6, 7, 7, 6],
        [7, 6, 8, 7, 6, 6],
        [3000, 3500, 4000, 3000, 3000, 3500],
    ]
    printed = [
        *(0.29967360960, 0.44136733892, 0.07009088720, 0.02123823711),
        *(0.04902292895, 0.02308037885, 0.04776330969, 0.04776330969),
    ]
    assert weights.entropy(np.transpose(columns)).weights == pytest.approx(printed, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_zeros_and_gaps_by_hand(seed):
    rng = np.random.default_rng(seed)
    table = rng.gamma(0.5, size=(30, 4))
    table[rng.random(table.shape) < 0.2] = 0
    table[rng.random(table.shape) < 0.2] = NAN
    expected = by_hand(table.T.tolist())
    assert weights.entropy(table).weights == pytest.approx(expected)


def test_entropy_of_equal_values_is_one_and_of_a_single_owner_zero():
    found = weights.entropy([[3, 0], [3, 9], [3, 0]])
    assert found.entropy == pytest.approx([1, 0])
    assert found.weights.tolist() == [0, 1]
    assert found.note == ""


def test_tiny_differences_are_weighed_by_their_variance():
    """For near-equal values 1 - e is near variance / (2 mean² ln m)."""
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(1000, 2)) * [1e-4, 3e-4]
    found = weights.entropy(1 + noise)
    variance = noise.var(axis=0)
    assert found.weights == pytest.approx(variance / variance.sum(), rel=1e-3)


def test_a_column_of_zeros_or_gaps_weighs_nothing():
    found = weights.entropy(pd.DataFrame({"zero": [0.0, 0], "gap": [NAN, 4], "x": [1.0, 2]}))
    assert found.weights.tolist() == [0, 0, 1]


def test_equal_weights_are_explained():
    found = weights.entropy([[1, 2], [1, 2]])
    assert found.weights.tolist() == [0.5, 0.5]
    assert found.note == "No column tells the rows apart, so all weigh the same."


def test_negative_values_are_refused_by_column():
    with pytest.raises(Refused, match="“spend” holds negative values"):
        weights.entropy(pd.DataFrame({"orders": [1, 2], "spend": [3, -1]}))


def test_huge_values_do_not_overflow():
    assert weights.entropy([[1e308, 1], [1e308, 4]]).weights.tolist() == [0, 1]
    found = weights.entropy([[1e307, 2], [4e307, 16]])
    assert found.weights == pytest.approx([0.358889, 0.641111], abs=5e-7)
