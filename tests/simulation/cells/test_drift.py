import numpy as np
import pytest
from simulation.worlds import one_cell, study

from loyalty.simulation import draws
from loyalty.simulation.cells import Spread
from loyalty.simulation.cells.drift import PRIOR_MONTHS, STEP_PRIOR, Drift, fit

CHANCE = 1e-4


def test_a_level_that_rose_and_stayed_is_where_the_future_starts():
    found = fit(np.repeat([0.0, 0.5], 6), np.full(12, CHANCE))
    assert found.now == pytest.approx(0.5, abs=0.05)
    assert found.sure == PRIOR_MONTHS + 12


def test_months_that_scatter_are_noise_and_not_steps():
    scattered = fit(0.3 * np.tile([1.0, -1.0], 6), np.full(12, CHANCE))
    assert abs(scattered.now) < 0.2
    assert scattered.noise > 0.2 > 2 * scattered.step


def test_months_that_walk_are_steps_and_not_noise():
    walked = fit(0.2 * np.arange(12.0), np.full(12, CHANCE))
    assert walked.now == pytest.approx(2.2, abs=0.15)
    assert walked.step > walked.noise


def test_what_chance_explains_is_neither():
    luck = np.random.default_rng(2).standard_normal(12)
    sizes = [fit(0.1 * luck, np.full(12, chance)) for chance in (0.01, CHANCE)]
    assert sizes[0].noise < sizes[1].noise
    assert abs(sizes[0].now) < 0.1


def test_few_months_leave_the_steps_to_the_prior():
    few, many = (fit(np.zeros(size), np.full(size, CHANCE)) for size in (2, 12))
    assert many.step < few.step < STEP_PRIOR


def test_falling_arrivals_end_at_a_recent_rate():
    arrivals = np.array([400.0, 300, 250, 220, 210, 200])
    found = fit(np.log(arrivals / arrivals.mean()), 1 / arrivals)
    assert 190 < arrivals.mean() * np.exp(found.now) < 230


def test_without_drift_nothing_moves():
    luck = draws.luck(one_cell(0.9), study(months=6))
    assert not luck.stay_shock.any()
    assert not luck.orders_shock.any()
    assert (luck.arrivals_shock == 1).all()


def test_bands_widen_with_the_months_by_the_steps():
    moving = one_cell(0.9, spread=Spread(orders=Drift(noise=0.1, step=0.2, sure=1e6)))
    shock = draws.luck(moving, study(months=9, draws=4000)).orders_shock
    expected = np.sqrt(0.1**2 + 0.2**2 * np.arange(1, 10))
    assert shock.std(axis=1) == pytest.approx(expected, rel=0.06)
    assert np.median(shock, axis=1) == pytest.approx(0, abs=0.05)


def test_the_level_moves_the_rates_it_is_about():
    level = Spread(orders=Drift(now=0.3), arrivals=Drift(now=-0.7))
    changes = {"arrivals": np.full(12, 50)}
    plain, moved = (
        draws.baseline(one_cell(0.9, spread=spread, **changes), study(), np.full(400, 0.4))
        for spread in (Spread(), level)
    )
    assert moved.orders == pytest.approx(np.exp(0.3) * plain.orders)
    assert moved.new_customers == pytest.approx(np.exp(-0.7) * plain.new_customers)
    assert np.array_equal(moved.stay, plain.stay)
