"""The community: who joins, who creates, the cap, and what is left after it, by hand."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn

from loyalty.strategies import BY_KEY, Span
from loyalty.strategies.community import growth

COMMUNITY = BY_KEY["community"]


def effect(months=24, lasts=24, **changes):
    return COMMUNITY.effect(
        drawn("community", **{"build_up": 0, "fading": 0} | changes), base(), Span(months, lasts)
    )


def test_joiners_order_more():
    found = effect(joiners=20, lift=10)
    assert np.exp(found.orders.size[:, 0]) == pytest.approx([1.02, 1.02, 1.02, 1])


def test_participation_never_passes_its_cap():
    course = growth(drawn("community", build_up=6), Span(120, 120))[:, 0, 0]
    assert (np.diff(course) >= 0).all()
    assert course[0] < 0.05
    assert 0.99 < course[-1] <= 1


def test_no_more_create_than_join():
    few, many = (effect(joiners=5, creators=share, again=4) for share in (5, 50))
    assert few.stay.size == pytest.approx(many.stay.size)


def test_the_chance_of_coming_back_moves_by_the_points():
    usual = np.array([0.5, 0.8, 0.9])
    for creators in (100, 10):
        shift = effect(joiners=100, creators=creators, again=20).stay.size[:, 0]
        assert shift[3] == 0
        kept = 1 / (1 + (1 - usual) / usual * np.exp(-shift[:3]))
        gained = (kept**12).mean() - (usual**12).mean()
        assert gained == pytest.approx(creators / 100 * 0.2, rel=0.01)


def test_those_who_are_turned_down_may_leave():
    assert (effect(creators=2, again=-2).stay.size[:3] < 0).all()


def test_it_fades_and_costs_stop_when_it_ends():
    found = effect(months=5, lasts=2, fading=1, joiners=20, care_cost=2)
    assert found.orders.course[:, 0, 0] == pytest.approx([1, 1, 0.5, 0.25, 0.125])
    paid = (found.per_customer.size * found.per_customer.course)[:, 0, 0]
    assert paid == pytest.approx([0.2 * 0.02 * 50] * 2 + [0] * 3)


def test_nobody_joins_after_the_end():
    course = growth(drawn("community", build_up=6, fading=120), Span(24, 3))[:, 0, 0]
    assert (np.diff(course[2:]) < 0).all()
