"""Self-service: gain where it settles a matter, harm where it fails, and the cost of each use."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn, span

from loyalty.strategies import BY_KEY, Span

KEY = "convenience"
CONVENIENCE = BY_KEY[KEY]


def effect(given=None, **changes):
    return CONVENIENCE.effect(drawn(KEY, **changes), base(), given or span(6))


def test_odds_rise_where_it_helps_and_fall_where_it_fails():
    found = effect(users=50, settled=80, easier=5, harder=20)
    shift = 0.5 * (0.8 * np.log(1.05) + 0.2 * np.log(0.8))
    assert found.stay.size[:, 0] == pytest.approx([shift] * 3 + [0])
    assert shift < 0


def test_it_binds_where_all_are_helped_and_harms_where_none_is():
    assert (effect(settled=100, easier=5).stay.size[:3] > 0).all()
    assert (effect(settled=0, harder=5).stay.size[:3] < 0).all()


def test_habits_change_slowly_and_it_ends_when_it_is_switched_off():
    course = effect(Span(6, 5), learning=4).stay.course[:, 0, 0]
    assert course == pytest.approx([0.125, 0.375, 0.625, 0.875, 1, 0])


def test_each_use_costs_and_each_settled_one_saves():
    plain = effect(users=40, uses=0.5, use_cost=0.4, saved=0).per_customer.size[:, 0]
    assert plain == pytest.approx([0.4 * 0.5 * 0.004 * 50] * 3 + [0])
    saving = effect(users=40, uses=0.5, use_cost=0.4, saved=1, settled=75).per_customer.size[0, 0]
    assert saving == pytest.approx(0.4 * 0.5 * (0.004 - 0.75 * 0.01) * 50)
    twice = effect(users=80, uses=0.5, use_cost=0.4, saved=0).per_customer.size[:, 0]
    assert twice == pytest.approx(2 * plain)


def test_costs_stop_when_it_ends():
    sales = base().monthly_sales[0]
    found = effect(Span(4, 2), set_up=10, running=1)
    assert found.fixed[:, 0, 0] == pytest.approx([0.11 * sales, 0.01 * sales, 0, 0])
    assert (found.per_customer.course[2:] == 0).all()
