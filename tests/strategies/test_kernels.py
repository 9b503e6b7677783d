"""Courses over the months against arithmetic by hand."""

import numpy as np
import pytest

from loyalty.strategies.kernels import carry_over, fading, hill, lag, ramp, threshold


def first(course):
    return course[:, 0, 0]


def test_a_ramp_rises_evenly_and_ends_at_1():
    assert first(ramp(5, 4)) == pytest.approx([0.125, 0.375, 0.625, 0.875, 1])
    assert first(ramp(3, 0)) == pytest.approx(1)


def test_a_ramp_takes_one_number_per_draw():
    assert ramp(3, np.array([1.0, 2.0]))[:, 0].tolist() == [[0.5, 0.25], [1, 0.75], [1, 1]]


def test_a_lag_is_an_erlang_of_two_stages():
    rate = 2 / 3 * (np.arange(4) + 0.5)
    assert first(lag(4, 3)) == pytest.approx(1 - np.exp(-rate) * (1 + rate))
    assert first(lag(2, 0)) == pytest.approx(1)
    assert 12 * 50 - 50 * first(lag(12 * 50, 6)).mean() * 12 == pytest.approx(6, abs=0.01)


@pytest.mark.parametrize(("mean", "kept"), [(3, 0.750), (4.5, 0.818), (6, 0.857)])
def test_geometric_decay_keeps_the_published_share_a_month(mean, kept):
    course = first(carry_over(5, 2, mean))
    assert course[:2].tolist() == [1, 1]
    assert course[2:] == pytest.approx([kept, kept**2, kept**3], abs=0.0015)
    assert (course[1:-1] * mean / (1 + mean))[1:] == pytest.approx(course[3:])


def test_nothing_is_carried_over_without_a_mean():
    assert first(carry_over(4, 2, 0)).tolist() == [1, 1, 0, 0]


def test_what_has_not_arrived_at_the_end_never_does():
    course = first(fading(ramp(5, 4), 2, 3))
    assert course == pytest.approx([0.125, 0.375, *(0.375 * 0.75 ** np.arange(1, 4))])
    assert first(fading(ramp(3, 4), 3, 3)) == pytest.approx(first(ramp(3, 4)))


def test_a_hill_has_half_at_its_half_and_diminishing_returns():
    doses = np.array([0.0, 1, 2, 4, 8])
    assert hill(doses, 2) == pytest.approx([0, 1 / 3, 1 / 2, 2 / 3, 4 / 5])
    assert (np.diff(hill(doses, 2)) / np.diff(doses) < [1, 1 / 3, 1 / 4, 1 / 8]).all()
    assert hill(doses, 2, 3)[1:3] == pytest.approx([1 / 9, 1 / 2])


def test_a_threshold_is_half_there_and_steepest_there():
    levels = np.array([45.0, 60, 65, 70, 85])
    found = threshold(levels, 65, 0.1)
    assert found[2] == 0.5
    assert found[[0, 4]] == pytest.approx([1 / (1 + np.e**2), 1 - 1 / (1 + np.e**2)])
    steps = np.diff(found) / np.diff(levels)
    assert steps[1] > steps[0]
    assert steps[2] > steps[3]
