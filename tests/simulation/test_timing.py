"""When actions run and how far they reach: preparation, pilot, roll-out, end."""

import numpy as np
import pytest
from simulation.test_actions import fixed, growing
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.simulation import actions, model, pilot
from loyalty.simulation.timing import course, end, times
from loyalty.study import Action, Phases, Scenario

ALL = slice(None)


def test_phases_reach_nobody_then_the_pilot_then_rise():
    phases = Phases(preparation=2, pilot=2, pilot_reach=10, roll_out=3)
    assert course(phases, 1, 10) == pytest.approx([0, 0, 0, 0.1, 0.1, 0.4, 0.7, 1, 1, 1])
    assert course(None, 3, 5).tolist() == [1] * 5
    at_once = Phases(preparation=0, pilot=0, roll_out=0)
    assert course(at_once, 0, 3).tolist() == [1] * 3


def test_an_action_that_has_ended_reaches_nobody_further():
    chosen, cells = study(draws=100, months=12), growing()
    base, _luck = model.world(cells, chosen)
    phases = Phases(preparation=1, pilot=2, pilot_reach=20, roll_out=4)
    one = fixed(strategy="staff_training", reach=50, lasts=4, phases=phases)
    (placed,) = actions.plan(one, chosen, cells, base).placed
    by_hand = [0, 0.1, 0.1, 0.2, *[0.3] * 8]  # half of 20 %, then 40 and 60 %, where it ends
    assert placed.weight[:, 0, 0] == pytest.approx(by_hand)
    assert placed.new == pytest.approx(by_hand)


def test_an_action_that_ends_in_its_pilot_is_one_for_as_many_customers():
    phases = Phases(preparation=0, pilot=6, pilot_reach=10, roll_out=12)
    ways = ({"phases": phases}, {"reach": 10})
    gains = [
        simulation.run(
            one_cell(0.95), study(draws=100), [fixed(strategy="staff_training", lasts=6, **way)]
        ).gain("x")
        for way in ways
    ]
    assert gains[0] == pytest.approx(gains[1])


def test_an_offer_of_three_months_begins_with_the_pilot_not_with_the_preparation():
    chosen, cells = study(draws=100, months=12), one_cell(0.95)
    base, _luck = model.world(cells, chosen)
    phases = Phases(preparation=3, pilot=6, pilot_reach=20, roll_out=0)
    one = fixed(strategy="price_promotion", start=2, phases=phases)
    plan = actions.plan(one, chosen, cells, base)
    given = [
        sum(part[0].item(0) for _one, part in plan.changes("discount", month, ALL))
        for month in range(12)
    ]
    assert given == pytest.approx([0] * 4 + [0.1] * 3 + [0] * 5)
    (placed,) = plan.placed
    assert placed.weight[:, 0, 0] == pytest.approx([0] * 4 + [0.2] * 8)


def test_an_offer_that_is_over_reaches_nobody_further_however_it_ends():
    phases = Phases(preparation=0, pilot=6, pilot_reach=10, roll_out=6)
    ways = ({"reach": 10}, {"phases": phases}, {"phases": phases, "lasts": 3})
    gains = [
        simulation.run(
            one_cell(0.95), study(draws=100), [fixed(strategy="price_promotion", **way)]
        ).gain("x")
        for way in ways
    ]
    assert gains[1] == pytest.approx(gains[0])
    assert gains[2] == pytest.approx(gains[0])


def test_preparation_carries_the_fixed_costs_and_does_not_count_as_running():
    chosen, cells = study(draws=100, months=12), one_cell(0.95)
    base, _luck = model.world(cells, chosen)
    phases = Phases(preparation=3, pilot=2, roll_out=0)

    def paid(**choices):
        one = fixed(strategy="convenience", **choices)
        plan = actions.plan(one, chosen, cells, base)
        months = [plan.shift("stay", month, ALL) for month in range(12)]
        money = [
            sum(float(one.mean()) for _placed, one in plan.changes("fixed", month, ALL))
            for month in range(12)
        ]
        return months, money

    at_once, (set_up, running, *_rest) = paid()
    acting, money = paid(phases=phases, start=2, lasts=4)
    assert 0 < running < set_up
    assert money == pytest.approx([0, set_up, *[running] * 6, *[0] * 4])
    assert all(one is None for one in acting[:4])
    assert acting[6] == pytest.approx(at_once[2])


def test_a_preparation_to_the_end_of_the_months_has_cost_but_no_effect():
    run = simulation.run(
        one_cell(0.95),
        study(draws=100, months=6),
        [fixed(start=3, phases=Phases(preparation=9))],
    )
    assert (run.metric("x", "cost")[2:] > 0).all()
    assert np.array_equal(run.metric("x", "margin"), run.metric("do_nothing", "margin"))


@pytest.mark.parametrize("swapped", [False, True])
def test_actions_of_several_starts_share_one_pilot_and_one_roll_out(swapped):
    pair = Action(strategy="service_recovery", start=2), Action(strategy="staff_training", start=7)
    first, second = reversed(pair) if swapped else pair
    phases = Phases(preparation=1, pilot=3, pilot_reach=10, roll_out=2, stop_below=0)
    one = Scenario(**first.model_dump(), also=(second,), phases=phases)
    chosen, cells = study(draws=100, months=9), one_cell(0.95)
    base, _luck = model.world(cells, chosen)
    plan = actions.plan(one, chosen, cells, base)
    assert plan.gate == end(one) == 1 + 1 + 3
    assert sorted((each.start, each.ahead) for each in plan.placed) == [(2, 1), (6, 0)]
    for each in plan.placed:
        assert each.weight[:, 0, 0] == pytest.approx([0, 0, 0.1, 0.1, 0.1, 0.55, 1, 1, 1])
    stopped = pilot.only(plan, chosen)
    assert [name for name in ("nps", "field_work") if list(stopped.changes(name, 7, ALL))] == []
    assert list(stopped.changes("stay", 4, ALL))
    assert not list(stopped.changes("stay", 7, ALL))


def test_an_action_that_starts_in_the_preparation_waits_for_its_end():
    later = Action(strategy="convenience", start=3)
    one = fixed(also=(later,), phases=Phases(preparation=5, pilot=2))
    assert times(one, 24) == [(0, 5, 24), (2, 5, 24)]
