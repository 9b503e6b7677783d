"""The points programme: who responds, the way to a reward, and what it costs, by hand."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study
from strategies.test_strategies import base, drawn, span

from loyalty import simulation
from loyalty.strategies import BY_KEY, Span
from loyalty.strategies.points import light_first, towards_goal
from loyalty.study import Range, Scenario, Study

POINTS = BY_KEY["points"]


def effect(months=3, **changes):
    return POINTS.effect(drawn("points", **changes), base(), span(months))


def test_light_buyers_respond_twice_heavy_ones_not_at_all():
    assert light_first(base()).tolist() == [2, 1, 0, 0]


def test_members_order_more_and_earn_points():
    found = effect(members=50, repeat=4, stay=0, points=2)
    lasting, _pressure = found.orders
    assert np.exp(lasting.size[:, 0]) == pytest.approx([1.04, 1.02, 1, 1])
    assert found.stay.size == pytest.approx(0)
    assert found.points.issued == pytest.approx(0.01)


def test_orders_rise_before_a_reward_and_fall_after_it():
    course = towards_goal(12, np.full(1, 6.0), np.full(1, 20.0), np.full(1, 10.0))[:, 0, 0]
    assert np.exp(course) == pytest.approx([1] * 4 + [1.2] * 2 + [0.9] * 2 + [1] * 2 + [1.2] * 2)


def test_only_members_hurry_and_nobody_who_lapsed():
    _lasting, pressure = effect(members=40, goal=3, faster=20, dip=0).orders
    moved = np.exp(pressure.size * pressure.course)[2]
    assert moved[:, 0] == pytest.approx([1.2**0.4] * 3 + [1])


def test_rush_and_dip_of_one_size_cancel_out_after_the_first_way():
    course = towards_goal(18, np.full(1, 6.0), np.full(1, 25.0), np.full(1, 20.0))[:, 0, 0]
    assert course[:6].sum() == pytest.approx(2 * np.log(1.25))
    assert course[6:].sum() == pytest.approx(0)


def test_fixed_costs_are_shares_of_a_month_of_sales():
    sales = 100 * (0.5 * 0.2 + 0.8 * 0.5 + 0.9 * 2) * 50 + 50 * 0.02 * 50
    found = effect(set_up=10, running=1)
    assert found.fixed[:, 0, 0] == pytest.approx([0.11 * sales, 0.01 * sales, 0.01 * sales])


def test_when_it_ends_nothing_is_issued_and_what_is_owed_is_redeemed():
    chosen = study(months=12, draws=100)
    ends = Scenario(name="ends", strategy="points", lasts=4)
    result = simulation.run(one_cell(0.95), chosen, [ends])
    owed, cost = (result.metric("ends", name) for name in ("liability", "cost"))
    assert (np.diff(owed[3:], axis=0) < 0).all()
    assert cost[5:] == pytest.approx(-np.diff(owed[4:], axis=0))
    found = POINTS.effect(drawn("points"), base(), Span(12, 4))
    assert (found.orders[0].course[4:] == 0).all()
    assert (found.orders[1].course[4:] == 0).all()


def test_an_older_study_still_opens():
    old = {"strategy": "points_tiers", "assumptions": {"repeat": {"low": 1, "high": 2}}}
    record = study().model_dump(mode="json") | {"scenarios": [old | {"also": [old]}]}
    one = Study.model_validate(record).scenarios[0]
    assert [action.strategy for action in one.actions] == ["points", "points"]
    assert one.assumptions == {"repeat": Range(low=1, high=2)}
    assert set(one.assumptions) <= {known.key for known in POINTS.assumptions}
