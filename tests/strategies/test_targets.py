import numpy as np
import pytest
from strategies.test_strategies import base

from loyalty.strategies.targets import foremost

VALUE = np.array([3.0, 1.0, 2.0, 9.0])


def test_the_highest_are_picked_first_and_the_last_in_part():
    found = foremost(VALUE, np.array([0.0, 0.2, 0.5, 1.0]), base())
    shares = [[0, 0, 0, 0], [0.6, 0, 0, 0], [1, 0, 0.5, 0], [1, 1, 1, 0]]
    assert np.allclose(found.T, shares)


def test_cells_of_one_value_are_picked_alike():
    found = foremost(np.array([2.0, 1.0, 2.0, 2.0]), np.full(1, 1 / 3), base())
    assert found[:, 0] == pytest.approx([0.5, 0, 0.5, 0])


def test_the_share_is_one_of_customers():
    few = base(customers=np.array([10.0, 80, 30, 50]))
    found = foremost(VALUE, np.array([0.25]), few)
    assert (found[:, 0] * few.customers).sum() == pytest.approx(0.25 * 120)


def test_nobody_is_picked_where_nobody_is_active():
    nobody = base(customers=np.array([0.0, 0, 0, 50]))
    assert foremost(VALUE, np.full(1, 0.5), nobody) == pytest.approx(0)
