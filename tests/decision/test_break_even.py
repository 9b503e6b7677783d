"""The break-even of an assumption is where the simulation itself turns."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.decision import break_even, levers, tornado
from loyalty.decision.break_even import crossing, tried
from loyalty.decision.levers import GENERAL, Bench, held
from loyalty.study import Action, Range, Scenario

WORLD = one_cell(0.95, customers=10_000)
FIXED = {
    "failed": Range(low=10, high=10), "loss": Range(low=40, high=40),
    "recovered": Range(low=30, high=80), "reach": Range(low=60, high=60),
    "case_cost": Range(low=10, high=10), "running": Range(low=0.05, high=0.05),
}  # fmt: skip
SCENARIO = Scenario(name="x", strategy="service_recovery", assumptions=FIXED)


@pytest.fixture(scope="module")
def found():
    return {one.lever.key: one for one in break_even(SCENARIO, study(months=12), WORLD, draws=100)}


def test_held_at_its_break_even_the_scenario_gains_nothing(found):
    one = found["case_cost"]
    exactly = FIXED | {"case_cost": Range(low=one.value, high=one.value)}
    scenario = SCENARIO.model_copy(update={"assumptions": exactly})
    result = simulation.run(WORLD, study(months=12, draws=100), [scenario])
    gain = np.median(result.gain("x")[-1])
    assert gain == pytest.approx(0, abs=0.02 * abs(one.gains[0]))


def test_cost_lowers_the_gain_and_effect_raises_it(found):
    assert found["case_cost"].gains == tuple(sorted(found["case_cost"].gains, reverse=True))
    assert found["recovered"].gains == tuple(sorted(found["recovered"].gains))


def test_how_far_the_evidence_reaches(found):
    one = found["recovered"]
    low, high = one.lever.chosen.range.low, one.lever.chosen.range.high
    deviation = (high - low) / 2 / 1.6449
    if one.value is None:
        assert one.reached in {0.0, 1.0}
    else:
        drawn = np.random.default_rng(1).normal((low + high) / 2, deviation, 100_000)
        assert one.reached == pytest.approx((drawn > one.value).mean(), abs=0.03)
    assert found["case_cost"].reached in {0.0, 1.0}


def test_the_tornado_is_of_the_uncertain_ones_widest_first(found):
    frame = tornado(list(found.values()))
    assert set(frame["assumption"]) == {"recovered", "margin_share"}
    width = (frame["at_high"] - frame["at_low"]).abs().to_numpy()
    assert (np.diff(width) <= 0).all()


def test_levers_are_of_every_action_and_of_all():
    twice = SCENARIO.model_copy(update={"also": (Action(strategy="price_promotion"),)})
    found = levers(twice, study(), WORLD)
    assert {one.action for one in found} == {0, 1, GENERAL}
    second = next(one for one in found if one.action == 1 and one.key == "depth")
    scenario, _study = held(twice, study(), second, 15.0)
    assert scenario.also[0].assumptions["depth"] == Range(low=15, high=15)
    assert scenario.assumptions == FIXED
    margin = next(one for one in found if one.action == GENERAL)
    assert held(twice, study(), margin, 30.0)[1].general["margin_share"].low == 30


def test_values_tried_stay_within_what_is_possible():
    for lever in levers(SCENARIO, study(), WORLD):
        values, about = tried(lever), lever.chosen.assumption
        assert about.least <= values[0] <= lever.chosen.range.low
        assert lever.chosen.range.high <= values[-1] <= about.most
        assert list(values) == sorted(set(values))


def test_the_crossing_nearest_to_the_middle_counts():
    assert crossing((0, 1, 2, 3), [-1, 1, 1, -1], 0.4) == 0.5
    assert crossing((0, 1, 2, 3), [-1, 1, 1, -1], 2.9) == 2.5
    assert crossing((0, 1), [1, 2], 0.5) is None


def test_a_decision_is_not_tried_but_stands_at_its_gain():
    scenario = Scenario(name="x", strategy="price_promotion")
    chosen = study(months=6, draws=100)
    found = {one.lever.key: one for one in break_even(scenario, chosen, WORLD)}
    gain = np.median(simulation.run(WORLD, chosen, [scenario]).gain("x")[-1])
    for key in ("depth", "duration"):
        assert found[key].gains == (pytest.approx(gain),)
        assert (found[key].value, found[key].reached) == (None, float(gain > 0))
    assert len(found["elasticity"].values) > 3


def test_a_budget_cuts_the_reach_once_and_moved_costs_do_not_change_it():
    chosen = study(months=6, draws=100)
    full = simulation.run(WORLD, chosen, [SCENARIO]).metric("x", "cost").sum(axis=0).mean()
    tight = SCENARIO.model_copy(update={"budget": full / 2})
    bench = Bench(tight, chosen, WORLD)
    assert 0 < bench.share < 1
    cut_by_hand = SCENARIO.model_copy(update={"reach": 100 * bench.share})
    cost = next(one for one in levers(tight, chosen, WORLD) if one.key == "case_cost")
    for value in (5.0, 40.0):
        scenario, _study = held(cut_by_hand, chosen, cost, value)
        expected = simulation.run(WORLD, chosen, [scenario]).gain("x")[-1]
        assert bench.gain(cost, value) == pytest.approx(expected, rel=1e-3)
