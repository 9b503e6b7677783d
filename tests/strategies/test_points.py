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
    lasting, _near, _after = found.orders
    assert np.exp(lasting.size[:, 0]) == pytest.approx([1.04, 1.02, 1, 1])
    assert found.stay.size == pytest.approx(0)
    assert found.points.issued == pytest.approx(0.01)


def test_a_reward_has_months_before_and_after_it():
    near, after = (one[:, 0, 0] for one in towards_goal(12, np.full(1, 6.0)))
    assert near.tolist() == [0, 0, 0, 0, 1, 1] * 2
    assert after.tolist() == [0] * 6 + [1, 1] + [0] * 4


def pressed(months, **changes):
    """Orders of a cell against those without the way to a reward, by month."""
    _lasting, near, after = effect(months, repeat=0, **changes).orders
    both = near.size * near.course + after.size * after.course
    return np.exp(both)[..., 0]


def test_only_members_hurry_and_nobody_who_lapsed():
    assert pressed(3, members=40, goal=3, faster=20, dip=0)[2] == pytest.approx([1.08] * 3 + [1])


def test_rush_and_dip_of_one_size_cancel_out_after_the_first_way():
    moved = pressed(18, members=45, goal=6, faster=25, dip=25)[:, 0]
    assert moved[:6].sum() == pytest.approx(6 + 2 * 0.45 * 0.25)
    assert moved[6:].sum() == pytest.approx(12)


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
