import numpy as np
import pytest

from loyalty import weights
from loyalty.problems import Refused

STATED, FOUND = [0.6, 0.3, 0.1], [0.2, 0.2, 0.6]


@pytest.mark.parametrize("share", [0, 0.25, 0.5, 1])
def test_linear_by_hand(share):
    expected = [share * a + (1 - share) * b for a, b in zip(STATED, FOUND, strict=True)]
    assert weights.combine(STATED, FOUND, share).weights == pytest.approx(expected)


def test_multiplicative_by_hand():
    """.12 .06 .06 of .24."""
    found = weights.combine(STATED, FOUND, how="multiplicative").weights
    assert found == pytest.approx([0.5, 0.25, 0.25])


def test_equal_weights_change_nothing_in_a_product():
    found = weights.combine(STATED, [1, 1, 1], how="multiplicative").weights
    assert found == pytest.approx(STATED)


def test_sets_are_scaled_first_and_results_of_methods_will_do():
    found = weights.combine([6, 3, 1], weights.direct([1, 1, 3]), 0.5)
    assert found.weights == pytest.approx(weights.combine(STATED, FOUND).weights)
    judged = weights.ahp(np.ones((3, 3)))
    assert weights.combine(judged, FOUND, 0).weights == pytest.approx(FOUND)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([1, 2], [1, 2, 3]), "2 and 3 weights"),
        (([1, 0], [0, 1], 0.5, "multiplicative"), "No item has a weight in both"),
        (([1, 2], [1, 2], 1.5), "between 0 and 1"),
        (([1, 2], [1, 2], float("nan")), "between 0 and 1"),
        (([1, 2], [1, 2], 0.5, "game"), "linear or multiplicative"),
        (([1, -2], [1, 2]), "zero or more"),
        (([0, 0], [1, 2]), "All weights are zero"),
    ],
)
def test_what_cannot_be_joined_is_refused(arguments, sentence):
    with pytest.raises(Refused, match=sentence):
        weights.combine(*arguments)
