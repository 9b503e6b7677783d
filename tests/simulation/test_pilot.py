"""A pilot that is seen to lose money stops the roll-out, in the draws where it does."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.simulation import model, pilot
from loyalty.simulation.actions import Plan
from loyalty.study import Phases, Scenario

PHASES = Phases(preparation=1, pilot=4, pilot_reach=20, roll_out=2)


def scenario(limit):
    phases = PHASES.model_copy(update={"stop_below": limit})
    return Scenario(name="x", strategy="service_recovery", phases=phases, start=2)


def test_the_roll_out_begins_after_preparation_and_pilot():
    assert pilot.end(scenario(None)) == 1 + 1 + 4
    assert pilot.end(Scenario()) == 0


def test_a_limit_nobody_reaches_stops_all_and_one_everybody_reaches_none():
    world, chosen = one_cell(0.95, customers=10_000), study(draws=200)
    free, never, always = (
        simulation.run(world, chosen, [scenario(limit)]).metric("x", "cost")
        for limit in (None, -1e9, 1e9)
    )
    assert np.array_equal(free, never)
    ends = pilot.end(scenario(None))
    assert np.array_equal(free[:ends], always[:ends])
    assert (always[ends:] == 0).all()


def test_what_is_seen_is_the_truth_and_the_noise_of_the_pilot_group():
    world, chosen = one_cell(0.95, customers=10_000), study(draws=4000, months=12)
    one = scenario(0.0)
    base, luck = model.world(world, chosen)
    without = model.simulate(world, base, Plan(), luck)
    plan = model.plan(one, chosen, world, base)
    stopped = Plan(plan.placed, go=np.zeros(chosen.draws), gate=pilot.end(one))
    piloted = model.simulate(world, base, stopped, luck)
    seen = pilot.seen_return(one, chosen, world, base, piloted, without)
    months = slice(0, pilot.end(one))
    margin, cost = (list(simulation.METRICS).index(name) for name in ("margin", "cost"))
    spent = piloted.path[cost, months].sum(axis=0)
    true = (piloted.path[margin, months] - without.path[margin, months]).sum(axis=0) / spent
    orders = without.path[list(simulation.METRICS).index("orders"), months].sum(axis=0)
    noise = np.sqrt(np.square(base.margin / spent * 100).dot(0.4 * orders) / chosen.draws)
    assert (seen - true).std() == pytest.approx(noise, rel=0.15)
    assert (seen - true).mean() == pytest.approx(0, abs=4 * noise / 4000**0.5)
