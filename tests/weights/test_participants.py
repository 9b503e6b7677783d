import itertools
import math

import numpy as np
import pytest

from loyalty import weights
from loyalty.problems import Refused

NAN = float("nan")
ANN = np.array([[1, 2, 8], [1 / 2, 1, 4], [1 / 8, 1 / 4, 1]])
BOB = np.array([[1, 1 / 2, 2], [2, 1, NAN], [1 / 2, NAN, 1]])
CAT = np.array([[1, NAN, NAN], [NAN, 1, 2], [NAN, 1 / 2, 1]])


def test_group_is_the_geometric_mean_of_those_who_judged():
    found = weights.group([ANN, BOB, CAT])
    for i, j in itertools.product(range(3), repeat=2):
        said = [one[i, j] for one in (ANN, BOB, CAT) if not math.isnan(one[i, j])]
        assert found[i, j] == pytest.approx(math.prod(said) ** (1 / len(said)))


def test_group_stays_reciprocal_and_leaves_open_what_nobody_judged():
    found = weights.group([BOB, BOB])
    assert np.isnan(found[1, 2])
    assert found[0, 1] * found[1, 0] == pytest.approx(1)
    assert weights.ahp(found).weights == pytest.approx(weights.ahp(BOB).weights)


def test_opposite_judgements_cancel():
    assert weights.group([ANN, ANN.T]) == pytest.approx(np.ones((3, 3)))


def test_spread_by_hand():
    """Ann: 8 4 1 of 13. Bob: b = 2 a = 4 c, so 2 4 1 of 7."""
    found = weights.spread([ANN, BOB])
    assert found.weights == pytest.approx(np.array([[8, 4, 1], [2, 4, 1]]) / [[13], [7]])
    assert found.ratios == pytest.approx([0, 0], abs=1e-12)
    assert found.low == pytest.approx([2 / 7, 4 / 13, 1 / 13])
    assert found.high == pytest.approx([8 / 13, 4 / 7, 1 / 7])
    half = abs(math.log((8 / 13) / (2 / 7))) / 2
    assert found.deviation[0] == pytest.approx(math.exp(half))


def test_who_left_items_unconnected_has_no_weights_and_does_not_count():
    found = weights.spread([ANN, CAT])
    assert np.isnan(found.weights[1]).all()
    assert np.isnan(found.ratios[1])
    assert found.low == pytest.approx(found.weights[0])
    assert found.deviation == pytest.approx([1, 1, 1])
    assert np.isnan(weights.spread([CAT]).low).all()


@pytest.mark.parametrize("function", [weights.group, weights.spread])
def test_nobody_and_different_sizes_are_refused(function):
    with pytest.raises(Refused, match="Nobody has compared"):
        function([])
    with pytest.raises(Refused, match="different numbers of items"):
        function([ANN, np.ones((2, 2))])
