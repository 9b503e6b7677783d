import itertools

import numpy as np
import pytest

from loyalty import weights
from loyalty.weights.triads import SCALE

NAN = float("nan")
SCHOOL = np.array(
    [
        [1, 4, 3, 1, 3, 4],
        [NAN, 1, 7, 3, 1 / 5, 1],
        [NAN, NAN, 1, 1 / 5, 1 / 5, 1 / 6],
        [NAN, NAN, NAN, 1, 1, 1 / 3],
        [NAN, NAN, NAN, NAN, 1, 3],
        [NAN, NAN, NAN, NAN, NAN, 1],
    ]
)


def random_matrix(seed: int, size: int = 5) -> np.ndarray:
    """Judgements that roughly follow true weights."""
    rng = np.random.default_rng(seed)
    truth = rng.dirichlet(np.ones(size))
    matrix = np.eye(size)
    for i, j in itertools.combinations(range(size), 2):
        said = truth[i] / truth[j] * rng.lognormal(sigma=0.9)
        matrix[i, j] = SCALE[np.abs(np.log(SCALE / said)).argmin()]
        matrix[j, i] = 1 / matrix[i, j]
    return matrix


def changed(matrix: np.ndarray, i: int, j: int, new: float) -> np.ndarray:
    copy = np.array(matrix)
    copy[i, j], copy[j, i] = new, 1 / new
    return copy


def test_worst_triad_by_hand():
    """2 * 3 against 1: six times off; Koczkodaj's min(|1 - 6|, |1 - 1/6|)."""
    found = weights.worst_triad([[1, 2, 1], [1 / 2, 1, 3], [1, 1 / 3, 1]])
    assert (found.i, found.j, found.k) == (0, 1, 2)
    assert found.factor == pytest.approx(6)
    assert found.inconsistency == pytest.approx(5 / 6)


@pytest.mark.parametrize("seed", range(5))
def test_worst_triad_is_that_of_koczkodajs_formula(seed):
    a = random_matrix(seed, 6)
    off = {
        (i, j, k): min(abs(1 - a[i, j] * a[j, k] / a[i, k]), abs(1 - a[i, k] / a[i, j] / a[j, k]))
        for i, j, k in itertools.combinations(range(6), 3)
    }
    found = weights.worst_triad(a)
    assert found.inconsistency == pytest.approx(max(off.values()))
    assert off[found.i, found.j, found.k] == pytest.approx(max(off.values()))


def test_no_triad_is_off_when_all_agree_or_none_is_complete():
    assert weights.worst_triad(np.ones((4, 4))) is None
    assert weights.worst_triad([[1, 9], [1 / 9, 1]]) is None
    assert weights.worst_triad([[1, 2, NAN], [NAN, 1, 3], [NAN, NAN, 1]]) is None


def test_gaps_leave_out_only_their_triads():
    matrix = [[1, 2, 1, NAN], [NAN, 1, 9, 1], [NAN, NAN, 1, 1], [NAN, NAN, NAN, 1]]
    found = weights.worst_triad(matrix)
    assert (found.i, found.j, found.k, round(found.factor)) == (0, 1, 2, 18)


def test_a_consistent_matrix_needs_no_repair():
    assert weights.repair([[1, 1 / 3, 1 / 5], [3, 1, 1 / 4], [5, 4, 1]]) is None


def test_a_planted_error_is_found_and_repaired():
    truth = np.array([8, 4, 2, 1])
    wrong = changed(np.divide.outer(truth, truth), 0, 1, 1 / 7)
    found = weights.repair(wrong)
    assert (found.i, found.j) == (0, 1)
    assert found.enough
    assert weights.ahp(changed(wrong, 0, 1, found.new)).consistent


@pytest.mark.parametrize("seed", range(12))
def test_repair_is_the_smallest_of_all_changes_of_the_worst_triad(seed):
    """Every change is tried by hand; the ratio after it is that of the changed matrix."""
    matrix = random_matrix(seed)
    before = weights.ahp(matrix).consistency_ratio
    found = weights.repair(matrix)
    if before <= 0.10:
        assert found is None
        return
    worst = weights.worst_triad(matrix)
    tried = [
        (i, j, new, weights.ahp(changed(matrix, i, j, new)).consistency_ratio)
        for i, j in itertools.combinations((worst.i, worst.j, worst.k), 2)
        for new in SCALE
    ]
    after = next(
        ratio for i, j, new, ratio in tried if (i, j, new) == (found.i, found.j, found.new)
    )
    assert found.ratio_after == pytest.approx(after)
    assert found.ratio_before == pytest.approx(before)
    assert found.ratio_after < before
    assert found.old == matrix[found.i, found.j]
    enough = [abs(np.log(new / matrix[i, j])) for i, j, new, ratio in tried if ratio <= 0.10]
    if enough:
        assert found.enough
        assert abs(np.log(found.new / found.old)) == pytest.approx(min(enough))
    else:
        assert not found.enough
        assert found.ratio_after == pytest.approx(min(ratio for *_, ratio in tried))


def test_both_kinds_of_repair_occur_among_the_matrices_tried():
    found = [weights.repair(random_matrix(seed)) for seed in range(12)]
    assert {one.enough for one in found if one} == {True, False}


def test_one_repair_after_another_makes_the_matrix_consistent():
    matrix = weights.group([SCHOOL])
    for _ in range(20):
        found = weights.repair(matrix)
        if found is None:
            break
        matrix = changed(matrix, found.i, found.j, found.new)
    assert weights.ahp(matrix).consistent


def test_a_ring_without_a_triad_is_repaired_too():
    """a = 5 b = 25 c = 125 d, but d = 5 a: four items, no complete triad."""
    ring = [[1, 5, NAN, 1 / 5], [NAN, 1, 5, NAN], [NAN, NAN, 1, 5], [NAN, NAN, NAN, 1]]
    assert weights.worst_triad(ring) is None
    found = weights.repair(ring)
    matrix = weights.group([ring])
    after = weights.ahp(changed(matrix, found.i, found.j, found.new)).consistency_ratio
    assert found.ratio_after == pytest.approx(after)
    assert after < weights.ahp(ring).consistency_ratio
