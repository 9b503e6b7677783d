"""Sample sizes as in the textbooks; the shortest test that is possible."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study

from loyalty.decision import trial
from loyalty.decision.trial import means_apart, proportions
from loyalty.study import Range, Scenario


def recovery(**changes):
    own = {name: Range(low=value, high=value) for name, value in changes.items()}
    return Scenario(name="x", strategy="service_recovery", assumptions=own)


def test_two_shares_need_as_many_as_the_formula_says():
    assert proportions(0.10, 0.15) == 686  # Fleiss, Levin & Paik 2003, without correction
    assert proportions(0.5, 0.5) == np.inf


def test_two_means_need_as_many_as_the_formula_says():
    assert means_apart(0.5, 1.0) == np.ceil(2 * 2.8015852**2 / 0.25)
    assert means_apart(0, 1.0) == np.inf


def test_the_shortest_possible_test_is_proposed():
    strong = recovery(failed=90, loss=90, recovered=100, reach=100)
    found = trial(strong, study(), one_cell(0.9, customers=100_000))
    assert found.possible
    assert found.months == 3
    assert found.with_it > found.without
    assert found.available == 100_000


def test_a_base_too_small_is_said():
    found = trial(recovery(), study(), one_cell(0.95, customers=50))
    assert not found.possible
    assert found.per_group > 25


def test_half_the_difference_needs_four_times_the_customers():
    strong, world = recovery(failed=50, loss=50), one_cell(0.9, customers=10)
    whole, half = (trial(strong, study(months=3), world, short).per_group for short in (0, 0.5))
    assert half / whole == pytest.approx(4, rel=0.1)


def test_no_effect_cannot_be_tested():
    assert trial(recovery(recovered=0), study(), one_cell(0.9)) is None
