"""A pilot that is seen to lose money stops the roll-out, in the draws where it does."""

import numpy as np
import pytest
from simulation.test_actions import two_segments
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.decision.phases import piloted
from loyalty.simulation import model, pilot, timing
from loyalty.simulation.actions import Plan
from loyalty.study import Action, Audience, Phases, Range, Scenario

PHASES = Phases(preparation=1, pilot=4, pilot_reach=20, roll_out=2)


def scenario(limit):
    phases = PHASES.model_copy(update={"stop_below": limit})
    return Scenario(name="x", strategy="service_recovery", phases=phases, start=2)


def test_the_roll_out_begins_after_preparation_and_pilot():
    assert timing.end(scenario(None)) == 1 + 1 + 4
    assert timing.end(Scenario()) == 0


def test_a_limit_nobody_reaches_stops_all_and_one_everybody_reaches_none():
    world, chosen = one_cell(0.95, customers=10_000), study(draws=200)
    free, never, always = (
        simulation.run(world, chosen, [scenario(limit)]).metric("x", "cost")
        for limit in (None, -1e9, 1e9)
    )
    assert np.array_equal(free, never)
    ends = timing.end(scenario(None))
    assert np.array_equal(free[:ends], always[:ends])
    assert (always[ends:] == 0).all()


@pytest.mark.parametrize(
    "strategy", ["price_promotion", "points", "tiers", "brand_story", "staff_training"]
)
def test_stopped_after_its_pilot_is_meant_to_last_so_long(strategy):
    world, chosen = one_cell(0.95, customers=10_000), study(draws=100, months=18)
    phases = PHASES.model_copy(update={"roll_out": 0, "stop_below": 1e9})
    longer = PHASES.model_copy(update={"pilot": 17})
    stopped, ended = (
        Scenario(name=name, strategy=strategy, start=2, **choices)
        for name, choices in (
            ("stopped", {"phases": phases}),
            ("ended", {"phases": longer, "lasts": PHASES.pilot}),
        )
    )
    run = simulation.run(world, chosen, [stopped, ended])
    assert run.gain("stopped") == pytest.approx(run.gain("ended"), rel=1e-5)
    after = slice(timing.end(stopped), None)
    left = [
        run.metric("stopped", one)[after] - run.metric("do_nothing", one)[after]
        for one in ("orders", "cost")
    ]
    assert np.abs(left).max() > 0


def test_orders_pulled_forward_in_a_stopped_pilot_are_missing_by_hand():
    exact = {"elasticity": -3, "pulled_forward": 40, "later": 0, "sensitivity": 0}
    phases = Phases(preparation=0, pilot=3, pilot_reach=50, stop_below=1e9)
    one = Scenario(
        strategy="price_promotion",
        assumptions={key: Range(low=size, high=size) for key, size in exact.items()},
        phases=phases,
    )
    world, chosen = one_cell(0.95), study(draws=100, months=9)
    base, luck, without = model.usual(world, chosen)
    plan = model.planned(one, chosen, world, base, luck, without)
    missing = 0.5 * np.log(1 - 0.3 * 0.4)  # 10 % cheaper: 30 % more, 40 % of it from later
    assert [plan.mean_shift("orders", month)[0] for month in range(2, 7)] == pytest.approx(
        [0.5 * np.log(1.3), *[missing] * 3, 0.0]
    )


def test_what_is_seen_is_the_truth_and_the_noise_of_the_pilot_group():
    world, chosen = one_cell(0.95, customers=10_000), study(draws=4000, months=12)
    one = scenario(0.0)
    base, luck = model.world(world, chosen)
    without = model.simulate(world, base, Plan(), luck)
    plan = model.plan(one, chosen, world, base)
    stopped = Plan(plan.placed, go=np.zeros(chosen.draws), gate=timing.end(one))
    piloted = model.simulate(world, base, stopped, luck)
    seen = pilot.seen_return(plan, one, chosen, world, base, piloted, without)
    months = slice(0, timing.end(one))
    margin, cost = (list(simulation.METRICS).index(name) for name in ("margin", "cost"))
    spent = piloted.path[cost, months].sum(axis=0)
    true = (piloted.path[margin, months] - without.path[margin, months]).sum(axis=0) / spent
    orders = without.path[list(simulation.METRICS).index("orders"), 2:6].sum(axis=0)
    noise = np.sqrt(np.square(base.margin / spent * 100).dot(0.4 * orders) / chosen.draws)
    assert (seen - true).std() == pytest.approx(noise, rel=0.15)
    assert (seen - true).mean() == pytest.approx(0, abs=4 * noise / 4000**0.5)


def shares(world, **choices):
    chosen = study(draws=100, months=8)
    base, _luck = model.world(world, chosen)
    one = scenario(None).model_copy(update=choices)
    return pilot.in_pilot(model.plan(one, chosen, world, base), one, world, base)


def test_the_noise_is_of_those_in_the_pilot_in_its_months_by_hand():
    halves = two_segments()
    assert shares(halves) == pytest.approx([0, 0, *[0.2] * 4, 0, 0])
    assert shares(halves, start=5) == pytest.approx([*[0] * 5, *[0.2] * 3])
    left = Audience(segments=("left",))
    assert shares(halves, audience=left, reach=50) == pytest.approx([0, 0, *[0.05] * 4, 0, 0])
    both = (Action(strategy="convenience", reach=25, start=4),)  # reached by both: counted once
    expected = [0, 0, 0.1, *[0.125] * 3, 0, 0]
    assert shares(halves, audience=left, also=both) == pytest.approx(expected)


def test_new_customers_are_in_the_pilot_of_what_is_for_everybody():
    world = one_cell(0.5, arrivals=np.full(12, 500))  # half of the orders are first ones
    assert shares(world, strategy="showroom")[2:6] == pytest.approx(0.2)
    only_old = Audience(segments=("everybody",))
    assert shares(world, strategy="showroom", audience=only_old)[2:6] == pytest.approx(0.1, rel=0.1)


def free_of_charge():
    """A price promotion whose cut is next to nothing."""
    return Scenario(
        name="x",
        strategy="price_promotion",
        assumptions={"depth": Range(low=0, high=1e-9)},
        phases=PHASES,
    )


def test_where_almost_nothing_is_spent_the_sign_of_the_gain_decides():
    world, chosen = one_cell(0.95, customers=10_000), study(draws=400, months=12)
    found = piloted(free_of_charge(), chosen, world)
    assert np.isinf(found.seen).all()
    assert found.unpriced == 1
    assert (found.seen < 0).mean() == pytest.approx(0.5, abs=0.1)  # all that is seen is noise
    assert found.ruled(-1e6) == found.ruled(0.0) == found.ruled(1e6)
    limits = found.limits()
    assert (limits["limit"].min(), limits["limit"].max()) == (0, 1)
    assert np.isfinite(limits.to_numpy()).all()


def test_money_that_is_spent_is_counted_against_the_gain_by_hand():
    gain, spent = np.array([30.0, -30, 5, -5, 0]), np.array([20.0, 20, 0, 1e-9, 0])
    found = pilot._each(gain, spent, np.full(5, 0.01))
    assert found.tolist() == [1.5, -1.5, np.inf, -np.inf, np.inf]


def test_without_a_pilot_no_limit_stops_anything():
    world, chosen = one_cell(0.95, customers=10_000), study(draws=100, months=12)
    costs = [
        simulation.run(world, chosen, [one]).metric("x", "cost")
        for one in (
            scenario(limit).model_copy(
                update={"phases": PHASES.model_copy(update={"pilot": 0, "stop_below": limit})}
            )
            for limit in (None, 1e9)
        )
    ]
    assert np.array_equal(*costs)
