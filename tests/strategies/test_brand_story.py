"""Brand story: a slow bond for today's customers, advertising for new ones, nobody by both."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn, span

from loyalty.strategies import BY_KEY, Span

KEY = "brand_story"
STORY = BY_KEY[KEY]


def effect(given=None, **changes):
    return STORY.effect(drawn(KEY, **changes), base(), given or span(24))


def test_a_stronger_bond_raises_the_odds_of_those_who_see_it():
    found = effect(seen=50, bond=10, elasticity=0.3)
    assert np.exp(found.stay.size[:, 0]) == pytest.approx([1.1 ** (0.3 * 0.5)] * 3 + [1])
    assert (effect(bond=-2).stay.size[:3] < 0).all()


def test_it_is_slow_and_fades_slowly():
    course = effect(Span(24, 12), lag=12, fades=6).stay.course[:, 0, 0]
    rate = 2 / 12 * (np.arange(12) + 0.5)
    assert course[:12] == pytest.approx(1 - np.exp(-rate) * (1 + rate))
    assert course[2] < 0.1
    assert course[12:] == pytest.approx(course[11] * (6 / 7) ** np.arange(1, 13))


def test_a_fifth_more_money_brings_new_customers_by_its_elasticity():
    found = effect(Span(3, 2), more=20, advertising_elasticity=0.12)
    assert np.exp(found.arrivals[:, 0, 0]) == pytest.approx([1.2**0.12] * 2 + [1])


def test_nobody_is_moved_by_both():
    assert effect(bond=0).stay.size == pytest.approx(0)
    assert effect(more=0).arrivals == pytest.approx(0)
    found = effect()
    assert (found.orders, found.amount, found.referred) == (None, None, None)


def test_money_and_messages_are_paid_for_while_it_runs():
    sales = base().monthly_sales[0]
    known = {"set_up": 10, "running": 1, "more": 20, "advertising": 5}
    found = effect(Span(3, 2), seen=50, messages=2, message_cost=0.1, **known)
    assert found.fixed[:, 0, 0] == pytest.approx([0.11 * sales, 0.01 * sales, 0])
    assert found.advertising[:, 0, 0] == pytest.approx([0.01 * sales, 0.01 * sales, 0])
    assert found.per_customer.size[:, 0] == pytest.approx([0.5 * 2 * 0.001 * 50] * 3 + [0])
    assert found.contacts.size[:, 0].tolist() == [1, 1, 1, 0]
    for paid in (found.per_customer, found.per_lapsed, found.contacts):
        assert paid.course[:, 0, 0].tolist() == [1, 1, 0]
