"""Tiers: who gets the status, what losing it does, and what it costs, by hand."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn, span

from loyalty.strategies import BY_KEY, Span
from loyalty.strategies.tiers import status

TIERS = BY_KEY["tiers"]


def course(months, lasts=None, gain=0.1, **changes):
    middle = drawn("tiers", **{"ratio": 2, "dropped": 50, "review": 3, "fading": 1} | changes)
    return status(middle, np.full(1, gain), Span(months, lasts or months))[:, 0, 0]


def test_those_who_spend_most_get_the_status():
    found = TIERS.effect(drawn("tiers", upper=50), base(), span(3))
    assert found.orders.size[:, 0] == pytest.approx([0, 0.5, 1, 0])


def test_before_the_first_review_nobody_loses_it():
    assert course(6) == pytest.approx([0.1] * 3 + [0.1 + 0.5 * (0.1 - 2 * 0.1)] * 3)


def test_the_demoted_fall_below_those_never_promoted():
    assert course(4, dropped=100, ratio=1)[3] == pytest.approx(0.1)
    assert course(4, dropped=100, ratio=2)[3] == pytest.approx(0)
    assert course(4, dropped=100, ratio=2.5)[3] == pytest.approx(-0.05)


def test_losing_it_hurts_also_where_winning_it_did_not_help():
    assert course(4, gain=-0.1, dropped=50, ratio=2)[3] == pytest.approx(-0.1 - 0.5 * 0.3)


def test_the_end_demotes_everybody_and_is_felt_less_each_month():
    assert course(6, lasts=2) == pytest.approx([0.1, 0.1, -0.05, -0.025, -0.0125, -0.00625])


def test_staying_moves_alike():
    found = TIERS.effect(drawn("tiers", stay=20, review=12), base(), span(2))
    assert found.stay.course[:, 0, 0] == pytest.approx([np.log(1.2)] * 2)


def test_privileges_are_paid_for_those_with_the_status_while_it_runs():
    middle = drawn("tiers", upper=50, privileges=4, set_up=0, running=1)
    found = TIERS.effect(middle, base(), Span(4, 2))
    paid = (found.per_customer.size * found.per_customer.course)[:, :, 0]
    assert paid == pytest.approx(np.outer([1, 1, 0, 0], [0, 1, 2, 0]))
    assert found.fixed[:, 0, 0] == pytest.approx([0.01 * base().monthly_sales[0]] * 2 + [0] * 2)
