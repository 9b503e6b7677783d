"""Mediated effects: each way counts once, and only as the product of its steps."""

import numpy as np
import pytest
from strategies.test_strategies import base

from loyalty.strategies.mediation import indirect, log_odds, nps_points


def test_ways_are_products_that_add_up():
    ways = [(0.35, 0.42), (0.28, 0.31)]
    assert indirect(*ways) == pytest.approx(0.1470 + 0.0868)
    assert indirect(*ways) == pytest.approx(0.2338)
    assert indirect((0.2, 0.0), (0.0, 0.9)) == pytest.approx(0)
    assert indirect() == pytest.approx(0)


def test_a_standard_deviation_is_181_hundredths_of_a_logit():
    assert log_odds(np.array([1.0, -0.5])) == pytest.approx([1.8138, -0.9069], abs=1e-4)


def test_a_deviation_of_answers_in_points_of_the_score():
    # score 20 with a third passive: 43.3 % promoters, 23.3 % detractors
    spread = np.sqrt(0.4333 * 0.8**2 + 0.2333 * 1.2**2 + 0.3333 * 0.2**2)
    found = nps_points(np.array([0.1]), base(nps=np.full((4, 1), 20.0)))
    assert found == pytest.approx(100 * spread * 0.1, rel=1e-3)
    assert nps_points(np.array([0.1]), base()) == pytest.approx(100 * np.sqrt(2 / 3) * 0.1)
    assert nps_points(np.array([0.1]), base(nps=np.full((4, 1), 95.0))) == pytest.approx(0)
