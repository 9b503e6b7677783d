"""Whom actions reach, when, and how several come together."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.simulation import actions, draws, model
from loyalty.simulation.actions import Placed, Plan, within
from loyalty.strategies import Effect
from loyalty.study import Action, Audience, Phases, Range, Scenario

ALL = slice(None)


def two_segments():
    """Two segments of active customers, half of `one_cell` each, and one of lapsed."""
    world = one_cell(0.9)
    table = world.table.iloc[[0, 0, 1]].reset_index(drop=True)
    table["segment"], table["customers"] = ["left", "right", "left"], [500, 500, 0]
    keep = np.array([[1.0, 0, 0], [0, 1.0, 0], [0.5, 0.5, 0]])
    lapse = np.array([[0.0, 0, 1]] * 3)
    changes = {"stay_moves": keep, "lapse_moves": lapse, "entry": np.array([0.5, 0.5, 0])}
    return type(world)(**(world.__dict__ | changes | {"table": table}))


def fixed(strategy="service_recovery", **choices):
    return Scenario(name="x", strategy=strategy, **choices)


def test_an_audience_is_the_cells_in_all_its_kinds():
    base = draws.baseline(two_segments(), study(), np.full(400, 0.4))
    assert within(Audience(), base).tolist() == [1, 1, 1]
    assert within(Audience(segments=("left",)), base).tolist() == [1, 0, 1]
    assert within(Audience(segments=("left",), life_cycle=("active",)), base).tolist() == [1, 0, 0]
    assert within(Audience(value=("mass",)), base).tolist() == [0, 0, 0]


@pytest.mark.parametrize("reach", [50, 100])
def test_reach_of_one_segment_leaves_the_other_as_it_is(reach):
    chosen, world = study(draws=200, months=12), two_segments()
    one = fixed(audience=Audience(segments=("left",)), reach=reach)
    result = simulation.run(world, chosen, [one])
    right = [result.metric(name, "customers:right") for name in ("x", "do_nothing")]
    left = [result.metric(name, "customers:left") for name in ("x", "do_nothing")]
    assert right[0] == pytest.approx(right[1], rel=1e-5)
    assert (left[0][-1] > left[1][-1]).mean() > 0.95


def test_nothing_happens_before_the_start():
    result = simulation.run(one_cell(0.95), study(), [fixed(start=7)])
    before = slice(0, 6)
    for metric in simulation.METRICS:
        pair = [result.metric(name, metric)[before] for name in ("x", "do_nothing")]
        assert np.array_equal(*pair, equal_nan=True), metric
    assert (result.metric("x", "cost")[6] > 0).all()


def test_after_its_end_an_action_costs_nothing():
    cost = simulation.run(one_cell(0.95), study(), [fixed(lasts=5)]).metric("x", "cost")
    assert (cost[4] > 0).all()
    assert (cost[5:] == 0).all()


def shifts(scenario):
    chosen, cells = study(draws=100), one_cell(0.95)
    base, _luck = model.world(cells, chosen)
    return actions.plan(scenario, chosen, cells, base).shift("stay", 3, ALL)


def test_several_actions_add_up_unless_said_otherwise():
    alone = shifts(fixed())
    twice = fixed(also=(Action(strategy="service_recovery"),))
    assert shifts(twice) == pytest.approx(2 * alone)
    more = twice.model_copy(update={"together": Range(low=50, high=50)})
    assert shifts(more) == pytest.approx(3 * alone)


def test_only_actions_that_meet_have_a_joint_effect():
    weights = np.array([[1, 1, 0], [0, 1, 0.5]], np.float32)  # of three cells
    placed = tuple(
        Placed(Effect(stay=np.full(1, 0.3)), np.tile(one[:, None], (4, 1, 1)), start, np.zeros(4))
        for one, start in zip(weights, (0, 2), strict=True)
    )
    plan = Plan(placed, joint=np.array([2.0]))
    assert plan.shift("stay", 1, ALL).ravel() == pytest.approx([0.3, 0.3, 0])
    assert plan.shift("stay", 2, ALL).ravel() == pytest.approx([0.3, 1.2, 0.15])


@pytest.mark.parametrize(
    "other",
    [
        Action(strategy="do_nothing"),
        Action(strategy="service_recovery", start=120),
        Action(strategy="service_recovery", reach=0),
    ],
)
def test_an_action_that_does_nothing_changes_no_joint_effect(other):
    more = fixed(also=(other,), together=Range(low=100, high=100))
    assert shifts(more) == pytest.approx(shifts(fixed()))


def growing():
    """A world where new customers come."""
    return one_cell(0.9, arrivals=np.full(12, 200))


def metric(name, **choices):
    run = simulation.run(growing(), study(draws=200, months=12), [fixed(**choices)])
    return run.metric("x", name)


def test_a_discount_on_first_orders_grows_with_the_reach_without_a_jump():
    cost = {
        reach: metric("cost", strategy="price_promotion", reach=reach).sum(axis=0).mean()
        for reach in (50, 99.9, 100)
    }
    assert cost[99.9] == pytest.approx(cost[100], rel=0.005)
    assert 0.4 < cost[50] / cost[100] < 0.5  # half the reach also lifts sales by less


def test_new_customers_are_won_in_proportion_to_the_reach_and_the_phase():
    chosen, cells = study(draws=100, months=12), growing()
    base, _luck = model.world(cells, chosen)

    def won(month=11, **choices):
        plan = actions.plan(fixed(strategy="showroom", **choices), chosen, cells, base)
        return plan.shift("arrivals", month, ALL, new=True)

    assert won(reach=50) == pytest.approx(won() / 2)
    phases = Phases(preparation=2, pilot=2, pilot_reach=20, roll_out=3)
    assert won(phases=phases) == pytest.approx(won(month=9))
    assert won(month=3, phases=phases) == pytest.approx(0.2 * won(month=1))
    assert won(audience=Audience(segments=("everybody",))) is None


def test_from_its_gate_on_a_stopped_plan_is_what_it_leaves_behind():
    def acting(shift, weight):
        return Placed(
            Effect(stay=np.full(1, shift)), np.full((4, 1, 1), weight, np.float32), 0, np.ones(4)
        )

    stops = np.array([0.0, 1.0])
    plan = Plan((acting(0.3, 1.0),), go=stops, gate=2, ended=(acting(-0.2, 0.5),))
    assert plan.shift("stay", 1, ALL) == pytest.approx(0.3)
    assert plan.shift("stay", 2, ALL).ravel() == pytest.approx([-0.1, 0.3])


def test_the_same_strategy_for_two_audiences_pays_its_fixed_costs_once():
    halves = [Audience(segments=(key,)) for key in ("left", "right")]
    both = fixed(
        audience=halves[0], also=(Action(strategy="service_recovery", audience=halves[1]),)
    )
    costs = [
        simulation.run(two_segments(), study(draws=100), [one]).metric("x", "cost")
        for one in (fixed(), both)
    ]
    assert costs[1] == pytest.approx(costs[0], rel=1e-4)


@pytest.mark.parametrize("later_first", [True, False])
def test_fixed_costs_are_paid_from_the_earliest_start_while_one_of_them_runs(later_first):
    cost = {key: Range(low=size, high=size) for key, size in (("set_up", 100), ("running", 10))}
    early, late, beyond = (
        Action(strategy="points", assumptions=cost, start=start, lasts=2) for start in (1, 5, 100)
    )
    listed = (beyond, late, early) if later_first else (early, late, beyond)
    one = Scenario(**listed[0].model_dump(), also=listed[1:])
    chosen, cells = study(draws=100, months=8), one_cell(0.95)
    base, _luck = model.world(cells, chosen)
    plan = actions.plan(one, chosen, cells, base)
    paid = [
        sum((money.ravel()[0] for _one, money in plan.changes("fixed", month, ALL)), 0.0)
        for month in range(8)
    ]
    shares = np.array([1.1, 0.1, 0, 0, 0.1, 0.1, 0, 0])  # set-up once, then two months each
    assert paid == pytest.approx(shares * base.monthly_sales[0])
