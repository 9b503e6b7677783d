"""A budget is kept by cutting the reach, and never passed."""

import pytest
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.study import Range, Scenario


def spent(budget):
    own = {"running": Range(low=0.1, high=0.1)}
    one = Scenario(name="x", strategy="service_recovery", assumptions=own, budget=budget)
    result = simulation.run(one_cell(0.95, customers=10_000), study(draws=250), [one])
    return result.metric("x", "cost").sum(axis=0).mean(), result.gain("x")[-1].mean()


def test_the_reach_is_cut_to_the_budget():
    full, most = spent(None)
    for share in (0.9, 0.6):
        cost, gain = spent(full * share)
        assert cost == pytest.approx(full * share, rel=2e-3)
        assert gain < most


def test_enough_money_changes_nothing():
    assert spent(10**12) == spent(None)


def test_less_than_the_fixed_costs_lets_nothing_be_done():
    assert spent(1.0) == (0, 0)
