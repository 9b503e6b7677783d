"""Referral: friends, both sides' staying, bonds that break, and rewards, by hand."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study
from strategies.test_strategies import base, drawn

from loyalty import simulation
from loyalty.strategies import BY_KEY, Span
from loyalty.strategies.referral import bonds
from loyalty.study import Range, Scenario

REFERRAL = BY_KEY["referral"]


def effect(months=6, lasts=6, **changes):
    return REFERRAL.effect(drawn("referral", **changes), base(), Span(months, lasts))


def test_only_friends_who_would_not_have_come_are_new():
    found = effect(referrers=10, each=2.4, anyway=25)
    assert found.referred.size[:, 0] == pytest.approx([0.1 * 0.2 * 0.75] * 3 + [0])


def test_the_reward_is_paid_for_every_friend():
    found = effect(referrers=10, each=2.4, anyway=25, reward=20)
    assert found.per_referred == pytest.approx(0.2 * 50)
    assert found.per_customer.size[:, 0] == pytest.approx([0.1 * 0.2 * 0.25 * 10] * 3 + [0])


def test_those_who_recommend_leave_less_while_it_runs():
    found = effect(lasts=2, referrers=10, each=0, referrer_leave=-40)
    rise = -0.1 * np.log(0.6)
    assert found.stay.course[:, 0, 0] == pytest.approx([rise, rise, 0, 0, 0, 0])
    assert found.stay.size[:, 0].tolist() == [1, 1, 1, 0]


def alone(stay, new=0.0):
    """One cell of 100 customers."""
    return base(
        stay=np.full((1, 1), stay), active=np.array([True]), customers=np.array([100.0]),
        orders=np.ones((1, 1)), amount=np.full((1, 1), 50.0), new_customers=np.full(1, new),
    )  # fmt: skip


def test_a_bond_breaks_when_either_leaves():
    held, _recent = bonds(alone(0.8, new=20), np.full(1, 0.1), np.full(1, 9.0), Span(3, 1))
    assert held[:, 0, 0] == pytest.approx([0, 8 / 108, 8 * 0.64 / (108 * 0.8 + 20)])


def test_the_higher_margin_erodes():
    _held, recent = bonds(alone(0.8, new=20), np.full(1, 0.1), np.full(1, 9.0), Span(3, 1))
    assert recent[:, 0, 0] == pytest.approx([0, 8 / 108, 8 * 0.8 * 0.9 / (108 * 0.8 + 20)])
    found = effect(margin=10)
    assert found.margin.course[0] == pytest.approx(0)
    assert (found.margin.course[1:] > 0).all()


def test_friends_stay_longer_only_as_far_as_bonds_hold():
    changes = {"referrers": 10, "each": 12, "anyway": 0, "referrer_leave": 0}
    found = effect(lasts=1, referred_leave=-20, **changes)
    held, _recent = bonds(base(), np.full(1, 0.1), np.full(1, 1.0), Span(6, 1))
    assert found.stay.course == pytest.approx(held * -np.log(0.8))
    assert found.stay.course[1] > found.stay.course[2] > found.stay.course[5] > 0


def test_friends_arrive_and_their_rewards_are_paid():
    numbers = {"referrers": 10, "each": 12, "anyway": 50, "reward": 20}
    off = ("referrer_leave", "referred_leave", "margin", "erodes", "set_up", "running")
    own = dict.fromkeys(off, Range(low=0, high=0))
    own |= {key: Range(low=value, high=value) for key, value in numbers.items()}
    one = Scenario(name="one", strategy="referral", assumptions=own)
    result = simulation.run(one_cell(0.9, customers=10**5), study(draws=100, months=3), [one])
    stayed = 10**5 * 0.9
    more = result.metric("one", "customers")[0] - result.metric("do_nothing", "customers")[0]
    assert more.mean() == pytest.approx(stayed * 0.05, rel=0.01)
    assert result.metric("one", "cost")[0].mean() == pytest.approx(stayed * 0.1 * 20, rel=0.01)


def test_friends_who_would_have_come_anyway_only_cost():
    own = {"anyway": Range(low=100, high=100), "referrer_leave": Range(low=0, high=0)}
    one = Scenario(name="one", strategy="referral", assumptions=own)
    result = simulation.run(one_cell(0.9), study(draws=100, months=12), [one])
    assert (result.gain("one")[-1] < 0).all()
