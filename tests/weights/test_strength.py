import numpy as np
import pytest

from loyalty.scoring import Scores
from loyalty.weights import perturbation, strength


@pytest.mark.parametrize("concentration", strength.STRENGTHS)
def test_the_interval_is_that_of_the_draws(concentration):
    keys = ("order_count", "spend", "satisfaction")
    weights = dict(zip(keys, (0.5, 0.3, 0.2), strict=True))
    nobody = Scores(keys, np.zeros((3, 0)), {})
    drawn = perturbation.draw(nobody, weights, concentration, draws=40_000)
    for place, weight in enumerate(weights.values()):
        found = strength.interval(weight, concentration)
        np.testing.assert_allclose(found, np.percentile(drawn[:, place], (5, 95)), atol=0.006)


def test_a_uniform_weight_lies_between_5_and_95_per_cent():
    assert strength.interval(0.5, 2) == pytest.approx((0.05, 0.95))  # beta(1, 1)
    assert strength.about(0.5, 2) == pytest.approx(0.45)


def test_a_weight_of_nothing_or_all_does_not_vary():
    assert strength.interval(0.0, 100) == (0.0, 0.0)
    assert strength.about(1.0, 100) == 0.0


def test_more_strength_means_less_variation():
    assert [strength.about(0.3, one) for one in strength.STRENGTHS] == sorted(
        strength.about(0.3, one) for one in strength.STRENGTHS
    )
