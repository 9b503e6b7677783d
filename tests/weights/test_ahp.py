import itertools

import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.problems import Refused
from loyalty.weights.ahp import LARGE

NAN = float("nan")
TEXTBOOK = [[1, 1 / 3, 1 / 5], [3, 1, 1 / 4], [5, 4, 1]]


def upper(size: int, *values: float) -> np.ndarray:
    """A full matrix from the judgements above its diagonal, row by row."""
    found = np.eye(size)
    for (i, j), value in zip(itertools.combinations(range(size), 2), values, strict=True):
        found[i, j], found[j, i] = value, 1 / value
    return found


def by_powers(matrix: np.ndarray) -> tuple[float, np.ndarray]:
    """Principal pair by plain iteration, to check the eigenvalue routine."""
    vector = np.full(len(matrix), 1 / len(matrix))
    for _ in range(5000):
        vector = matrix @ vector
        vector /= vector.sum()
    return float((matrix @ vector).sum()), vector


def test_textbook_matrix():
    found = weights.ahp(TEXTBOOK)
    assert found.weights == pytest.approx([0.1007, 0.2255, 0.6738], abs=5e-5)
    assert found.lambda_max == pytest.approx(3.0858, abs=5e-5)
    assert found.consistency_index == pytest.approx(0.0429, abs=5e-5)
    assert found.consistency_ratio == pytest.approx(0.0739, abs=5e-5)
    assert found.consistent
    assert found.index == "saaty_1980"


def test_saatys_drinks():
    """Relative consumption of coffee, wine, tea, beer, sodas, milk and water in the US."""
    found = weights.ahp(
        upper(
            7,
            *(9, 5, 2, 1, 1, 1 / 2),
            *(1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9),
            *(1 / 3, 1 / 4, 1 / 3, 1 / 9),
            *(1 / 2, 1, 1 / 3),
            *(2, 1 / 2),
            1 / 3,
        )
    )
    printed = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert found.weights == pytest.approx(printed, abs=6e-4)
    assert found.consistency_ratio == pytest.approx(0.022, abs=5e-4)


def test_saatys_wealth_of_nations():
    found = weights.ahp(
        upper(
            7,
            *(4, 9, 6, 6, 5, 5),
            *(7, 5, 5, 3, 4),
            *(1 / 5, 1 / 5, 1 / 7, 1 / 5),
            *(1, 1 / 3, 1 / 3),
            *(1 / 3, 1 / 3),
            2,
        )
    )
    printed = [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094]
    assert found.weights == pytest.approx(printed, abs=5e-4)
    assert found.lambda_max == pytest.approx(7.61, abs=5e-3)


def test_an_inconsistent_matrix_is_reported_not_refused():
    """Saaty's choice of a school: printed weights .32 .14 .03 .13 .24 .14."""
    school = upper(
        6,
        *(4, 3, 1, 3, 4),
        *(7, 3, 1 / 5, 1),
        *(1 / 5, 1 / 5, 1 / 6),
        *(1, 1 / 3),
        3,
    )
    found = weights.ahp(school)
    assert found.weights == pytest.approx([0.32, 0.14, 0.03, 0.13, 0.24, 0.14], abs=5e-3)
    assert found.consistency_ratio > 0.2
    assert not found.consistent


@pytest.mark.parametrize("size", [3, 4, 7, 10])
def test_weights_of_a_consistent_matrix_come_back(size):
    truth = np.random.default_rng(size).dirichlet(np.ones(size))
    found = weights.ahp(np.divide.outer(truth, truth))
    assert found.weights == pytest.approx(truth)
    assert found.lambda_max == pytest.approx(size)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_eigenvector_is_that_of_plain_iteration(seed):
    rng = np.random.default_rng(seed)
    matrix = upper(6, *rng.choice([1 / 9, 1 / 5, 1 / 2, 1, 3, 4, 8], 15))
    root, vector = by_powers(matrix)
    found = weights.ahp(matrix)
    assert found.weights == pytest.approx(vector)
    assert found.lambda_max == pytest.approx(root)


def test_one_and_two_items_are_always_consistent():
    assert weights.ahp([[1]]).weights.tolist() == [1]
    found = weights.ahp([[1, 3], [1 / 3, 1]])
    assert found.weights == pytest.approx([0.75, 0.25])
    assert (found.consistency_index, found.consistency_ratio) == (0, 0)


def test_list_array_and_frame_give_the_same():
    frame = pd.DataFrame(TEXTBOOK, list("abc"), list("abc"))
    for given in (np.array(TEXTBOOK), frame, frame.loc[["c", "a", "b"]]):
        assert weights.ahp(given).weights == pytest.approx(weights.ahp(TEXTBOOK).weights)


def test_the_order_of_the_items_does_not_matter():
    turned = [2, 0, 1]
    found = weights.ahp(np.array(TEXTBOOK)[np.ix_(turned, turned)])
    assert found.weights == pytest.approx(weights.ahp(TEXTBOOK).weights[turned])


def test_random_indices_are_named_tables():
    later = weights.ahp(TEXTBOOK, index="saaty_2004")
    assert later.index == "saaty_2004"
    assert later.consistency_ratio == pytest.approx(later.consistency_index / 0.52)
    printed = (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
    assert tuple(weights.random_index(size) for size in range(3, 11)) == printed
    with pytest.raises(Refused, match="saaty_1980, saaty_2004"):
        weights.ahp(TEXTBOOK, index="mine")


def test_beyond_ten_items_the_fit_of_alonso_and_lamata_stands_in():
    """Their simulated values: 1.5141 for 11 items, 1.5838 for 15."""
    assert weights.random_index(11) == pytest.approx(1.5141, abs=5e-3)
    assert weights.random_index(15) == pytest.approx(1.5838, abs=5e-3)
    found = weights.ahp(np.ones((11, 11)))
    assert found.index == LARGE
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)


class TestMissing:
    def test_a_chain_is_multiplied_out(self):
        """a = 2 b, b = 3 c says a = 6 c."""
        found = weights.ahp([[1, 2, NAN], [NAN, 1, 3], [NAN, NAN, 1]])
        assert found.weights == pytest.approx([0.6, 0.3, 0.1])
        assert found.missing == 1
        assert found.consistency_ratio == pytest.approx(0, abs=1e-12)

    def test_it_is_the_eigenvector_of_the_matrix_filled_with_its_own_ratios(self):
        matrix = upper(5, 2, NAN, 5, 3, 4, NAN, 1 / 2, 1 / 3, 2, 5)
        found = weights.ahp(matrix)
        ratios = np.divide.outer(found.weights, found.weights)
        filled = np.where(np.isnan(matrix), ratios, matrix)
        assert np.isnan(matrix).sum() == 4
        assert weights.ahp(filled).weights == pytest.approx(found.weights)
        assert weights.ahp(filled).lambda_max == pytest.approx(found.lambda_max)

    def test_harkers_matrix(self):
        """Zero for what is missing, and 1 more on the diagonal for each: by plain iteration."""
        matrix = upper(4, 2, NAN, 7, 3, 1, NAN)
        harker = np.where(np.isnan(matrix), 0, matrix) + np.diag([1, 0, 2, 1])
        root, vector = by_powers(harker)
        found = weights.ahp(matrix)
        assert found.weights == pytest.approx(vector)
        assert found.lambda_max == pytest.approx(root)

    def test_random_index_falls_with_the_gaps(self):
        assert weights.random_index(4, 1) == pytest.approx(0.90 * 2 / 3)
        assert weights.random_index(4, 3) == 0

    def test_random_index_is_near_the_mean_of_random_matrices(self):
        """Ágoston & Csató fill gaps optimally, Harker's own filling lies at most 0.05 above."""
        rng = np.random.default_rng(3)
        scale = [1 / 9, 1 / 8, 1 / 7, 1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, *range(1, 10)]
        for gaps in (1, 2, 4):
            found = []
            while len(found) < 2000:
                values = rng.choice(scale, 10)
                values[rng.choice(10, gaps, replace=False)] = NAN
                matrix = upper(5, *values)
                if len(weights.components(matrix)) == 1:
                    found.append(weights.ahp(matrix).consistency_index)
            assert np.mean(found) == pytest.approx(weights.random_index(5, gaps), abs=0.05)

    def test_items_without_a_connection_are_named(self):
        frame = pd.DataFrame(np.diag([1.0] * 4), list("abcd"), list("abcd")).replace(0, NAN)
        frame.loc["a", "c"], frame.loc["b", "d"] = 2, 3
        with pytest.raises(Refused, match=r"\(a, c\) \(b, d\)"):
            weights.ahp(frame)
        with pytest.raises(Refused, match=r"\(1\) \(2\)"):
            weights.ahp([[1, NAN], [NAN, 1]])
