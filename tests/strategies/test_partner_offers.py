"""Partner offers: users, new customers sent and their commission, by hand."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn, span

from loyalty.strategies import BY_KEY, Span
from loyalty.strategies.partner_offers import sent

KEY = "partner_offers"
OFFERS = BY_KEY[KEY]


def effect(given=None, **changes):
    return OFFERS.effect(drawn(KEY, **changes), base(), given or span(6))


def test_users_order_and_stay_more_often_or_less():
    found = effect(users=20, repeat=5, odds=4)
    assert np.exp(found.orders.size[:, 0]) == pytest.approx([1.01] * 3 + [1])
    assert np.exp(found.stay.size[:, 0]) == pytest.approx([1.04**0.2] * 3 + [1])
    harm = effect(users=20, repeat=-5, odds=-4)
    assert (harm.orders.size[:3] < 0).all()
    assert (harm.stay.size[:3] < 0).all()


def test_new_customers_are_a_share_of_todays():
    each = sent(np.full(1, 0.06), base())
    staying = 100 * (0.5 + 0.8 + 0.9)
    assert each[:, 0] == pytest.approx([0.06 * 10 / staying] * 3 + [0])
    assert (each * base().stay * base().customers[:, None]).sum() == pytest.approx(0.6)


def test_nobody_is_sent_where_nobody_stays():
    empty = base(customers=np.zeros(4))
    assert (sent(np.full(1, 0.06), empty) == 0).all()


def test_partners_join_one_after_the_other_and_leave_at_once():
    found = effect(Span(6, 5), joining=4)
    for change in (found.stay, found.orders, found.referred):
        assert change.course[:, 0, 0] == pytest.approx([0.125, 0.375, 0.625, 0.875, 1, 0])


def test_benefits_messages_and_commissions_are_paid():
    sales = base().monthly_sales[0]
    known = {"benefit": 2, "messages": 1, "message_cost": 0.1, "commission": 10}
    found = effect(Span(3, 2), users=20, set_up=10, running=1, **known)
    benefit, sending = found.per_customer
    assert benefit.size[:, 0] == pytest.approx([0.2 * 0.02 * 50] * 3 + [0])
    assert sending.size[:, 0] == pytest.approx([0.001 * 50] * 3 + [0])
    assert sending.course[:, 0, 0].tolist() == [1, 1, 0]
    assert found.per_referred[:, 0, 0] == pytest.approx([0.1 * 50] * 2 + [0])
    assert found.fixed[:, 0, 0] == pytest.approx([0.11 * sales, 0.01 * sales, 0])
