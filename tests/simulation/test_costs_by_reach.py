"""What a pilot pays: development in full, media and field work by its reach; by hand."""

import pytest
from simulation.test_actions import two_segments
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.simulation import actions, model
from loyalty.strategies import BY_KEY, costs
from loyalty.study import Action, Audience, Phases, Range, Scenario

SALES = 0.95 * 1_000 * 100  # a month: customers who stay, one order of 100 each
PHASES = Phases(preparation=1, pilot=2, pilot_reach=10, roll_out=2)
REACHED = [0, 0.1, 0.1, 0.55, 1, 1]
NOBODY = {"brand_story": "seen", "staff_training": "served", "innovation": "met"}
OWN = {
    "brand_story": {"more": 20, "advertising": 5, "set_up": 10, "running": 1},
    "staff_training": {"set_up": 10, "running": 1},
    "innovation": {"launches": 12, "launch_cost": 2, "set_up": 10, "running": 1},
}


def chosen(key):
    """Known costs, and nobody who would cost anything by himself."""
    own = OWN[key] | {NOBODY[key]: 0}
    return {name: Range(low=value, high=value) for name, value in own.items()}


def paid(scenario, world=None):
    """Mean cost by month, as a share of a month's sales."""
    result = simulation.run(world or one_cell(0.95), study(draws=100, months=6), [scenario])
    return result.metric("x", "cost").mean(axis=1) / SALES


def piloted(key, **choices):
    return Scenario(name="x", strategy=key, assumptions=chosen(key), phases=PHASES, **choices)


def test_advertising_grows_with_the_reach_and_the_story_is_made_in_full():
    wanted = [0.01 + 0.01 * share for share in REACHED]
    wanted[0] += 0.1
    assert paid(piloted("brand_story")) == pytest.approx(wanted, rel=1e-3)
    half = [0.01 + 0.005 * share for share in REACHED]
    assert paid(piloted("brand_story", reach=50))[1:] == pytest.approx(half[1:], rel=1e-3)


def test_training_staff_grows_with_the_reach_and_its_set_up_does_not():
    wanted = [0.1, *(0.01 * share for share in REACHED[1:])]
    assert paid(piloted("staff_training")) == pytest.approx(wanted, rel=1e-3)


def test_development_is_paid_in_full_whoever_is_reached():
    assert paid(piloted("innovation")) == pytest.approx([0.13, *[0.03] * 5], rel=1e-3)
    tenth = paid(piloted("innovation", reach=10))
    assert tenth == pytest.approx([0.13, *[0.03] * 5], rel=1e-3)


def part(key, segment, **choices):
    own = chosen(key)
    return Action(
        strategy=key, assumptions=own, audience=Audience(segments=(segment,)), **choices
    ).model_dump()


def test_two_halves_of_the_customers_pay_for_the_field_work_of_all():
    world = two_segments()
    left, right = part("staff_training", "left"), part("staff_training", "right")
    half = paid(Scenario(name="x", **left), world)[1:]
    both = paid(Scenario(name="x", **left, also=(right,)), world)[1:]
    whole = paid(
        Scenario(name="x", strategy="staff_training", assumptions=chosen("staff_training")), world
    )[1:]
    assert half == pytest.approx(whole / 2, rel=1e-3)
    assert both == pytest.approx(whole, rel=1e-3)


def test_a_story_for_a_segment_has_no_advertising_as_it_wins_no_new_customers():
    world, one = two_segments(), Scenario(name="x", **part("brand_story", "left"))
    own = study(draws=100, months=6)
    base, _luck = model.world(world, own)
    plan = actions.plan(one, own, world, base)
    assert plan.shift("arrivals", 2, slice(None), new=True) is None
    sales = base.monthly_sales.mean() / SALES
    assert paid(one, world)[1:] == pytest.approx([0.01 * sales] * 5, rel=1e-3)


@pytest.mark.parametrize("strategy", BY_KEY.values(), ids=lambda one: one.key)
def test_every_running_cost_says_whether_it_grows_with_the_reach(strategy):
    told = {one.key: one.caveat for one in strategy.assumptions}
    if "running" in told:
        assert told["running"] in (costs.IN_FULL, costs.BY_REACH)
        assert (told["running"] == costs.BY_REACH) == (strategy.key == "staff_training")
