"""The value of learning: known worlds where it can be computed by hand."""

import numpy as np
import pytest
from scipy.stats import norm
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.decision import value_of_learning
from loyalty.decision.learning import perfect
from loyalty.simulation.draws import of_all
from loyalty.strategies import BY_KEY
from loyalty.study import Action, Range, Scenario


def test_a_linear_gain_has_the_value_of_a_normal():
    rng = np.random.default_rng(2)
    known, noise = rng.standard_normal((2, 200_000))
    gain = 10 + 30 * known + 50 * noise
    expected = 10 * norm.cdf(10 / 30) + 30 * norm.pdf(10 / 30) - 10
    assert perfect(known, gain) == pytest.approx(expected, abs=0.3)


def test_what_cannot_change_the_decision_is_worth_nothing():
    known = np.random.default_rng(3).standard_normal(10_000)
    assert perfect(known, 100 + known) == pytest.approx(0, abs=1e-6)
    assert perfect(np.full(100, 3.0), np.arange(100.0)) == 0


def test_every_uncertain_assumption_has_a_value_the_largest_first():
    world, chosen = one_cell(0.95), study(months=12, draws=500)
    scenario = Scenario(name="x", strategy="service_recovery")
    gain = simulation.run(world, chosen, [scenario]).gain("x")[-1]
    frame = value_of_learning(scenario, chosen, world, gain)
    assert (frame["value"] >= 0).all()
    assert (np.diff(frame["value"]) <= 0).all()
    assert {"loss", "recovered", "margin_share"} <= set(frame["assumption"])
    assert frame["value"].max() <= np.abs(gain).mean()


def drawn(key, chosen):
    """All assumptions of a strategy at their defaults, as the simulation draws them."""
    wanted = BY_KEY[key].assumptions
    usual = {one.key: Range(low=one.low, high=one.high) for one in wanted}
    return of_all(chosen, wanted, usual, key)


def test_what_two_strategies_only_call_alike_is_learned_apart():
    chosen = study(months=12, draws=1000)
    lift = drawn("recommendation", chosen)["lift"]
    mix = Scenario(strategy="recommendation", also=(Action(strategy="community"),))
    frame = value_of_learning(mix, chosen, one_cell(0.95), lift - lift.mean())
    values = frame.set_index(["action", "assumption"])["value"]
    assert values[0, "lift"] > 0
    assert values[1, "lift"] < 0.05 * values[0, "lift"]


def test_one_fact_has_the_same_luck_in_all_strategies():
    chosen = study(draws=1000)
    first, second = (drawn(key, chosen) for key in ("staff_training", "innovation"))
    assert np.corrcoef(first["behaviour"], second["behaviour"])[0, 1] > 0.99
    assert abs(np.corrcoef(first["running"], second["running"])[0, 1]) < 0.1
