"""A stop rule on a pilot: its figures are those of simulating it, and of counting by hand."""

import numpy as np
import pandas as pd
import pytest
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.decision.phases import Piloted, Ruled, months, piloted
from loyalty.study import Phases, Scenario

PHASES = Phases(preparation=1, pilot=4, pilot_reach=20, roll_out=2)
ONE = Scenario(name="x", strategy="service_recovery", phases=PHASES, start=2)
HAND = Piloted(
    seen=np.array([-1.0, 0.5, 1.5, 2.0]),
    stopped=np.array([-1.0, -1.0, -1.0, -1.0]),
    whole=np.array([-9.0, -3.0, 4.0, -2.0]),
)


def with_limit(limit):
    return ONE.model_copy(update={"phases": PHASES.model_copy(update={"stop_below": limit})})


def test_the_figures_of_a_limit_by_hand():
    assert HAND.ruled(None) == Ruled(stopped=0.0, gain=-2.5, loss=0.75)
    assert HAND.ruled(1.0) == Ruled(stopped=0.5, gain=0.0, loss=0.75)
    assert HAND.worth(1.0).tolist() == [8.0, 2.0, 0.0, 0.0]
    assert HAND.ruled(9.0) == Ruled(stopped=1.0, gain=-1.0, loss=1.0)


def test_limits_run_over_all_that_is_seen():
    found = HAND.limits()
    assert found["limit"].is_monotonic_increasing
    assert found["stopped"].is_monotonic_increasing
    assert found["limit"].iloc[0] < 0.5 < 1.5 < found["limit"].iloc[-1]
    assert found["worth"].max() == pytest.approx(2.5)


@pytest.mark.parametrize("limit", [None, -0.5, 1.0])
def test_gain_under_a_limit_is_that_of_the_simulation(limit):
    world, chosen = one_cell(0.95, customers=10_000), study(draws=200, months=12)
    found = piloted(with_limit(7.0), chosen, world)
    run = simulation.run(world, chosen, [with_limit(limit)])
    assert found.under(limit) == pytest.approx(run.gain("x")[-1])
    cost = run.metric("x", "cost")[7:].sum(axis=0)
    assert found.ruled(limit).stopped == (cost == 0).mean()


def test_reach_by_month_with_its_phases():
    found = months(ONE.model_copy(update={"reach": 50.0}), 10)
    expected = pd.DataFrame(
        {
            "month": range(1, 11),
            "reach": [0.0, 0, 10, 10, 10, 10, 30, 50, 50, 50],
            "phase": ["before", "preparation", *4 * ["pilot"], *2 * ["roll_out"], *2 * ["whole"]],
        }
    )
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_the_preparation_does_not_shorten_what_runs():
    found = months(ONE.model_copy(update={"lasts": 4}), 10)
    assert found["reach"].tolist() == [0, 0, 20, 20, 20, 20, 0, 0, 0, 0]


def test_a_pilot_that_costs_nothing_does_not_stretch_the_limits():
    found = Piloted(np.array([-np.inf, 0.5, 2.0, np.inf]), HAND.stopped, HAND.whole)
    assert found.unpriced == 0.5
    limits = found.limits()["limit"]
    assert 0 == limits.min() < limits.max() < 2
    assert found.ruled(1e12).stopped == 0.75
    assert found.ruled(-1e12).stopped == 0.25


def test_without_phases_all_are_reached_at_once_and_as_long_as_it_runs():
    found = months(Scenario(strategy="points", start=2, lasts=2), 5)
    assert found["reach"].tolist() == [0, 100, 100, 0, 0]
    assert found["phase"].tolist() == ["before", *4 * ["whole"]]


def test_phases_begin_with_the_action_that_starts_first():
    later = ONE.model_copy(update={"start": 7, "also": (ONE.actions[0],)})
    found = months(later, 10)
    assert found["reach"].tolist() == pytest.approx([*6 * [0], 60, 100, 100, 100])
    assert found["phase"].tolist() == months(ONE, 10)["phase"].tolist()
