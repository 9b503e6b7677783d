"""The price promotion: lift, what is missing later, and rising price sensitivity, by hand."""

import numpy as np
import pytest
from simulation.worlds import monthly, one_cell, study
from strategies.test_strategies import base, drawn, span

from loyalty import simulation
from loyalty.strategies import BY_KEY, Span
from loyalty.strategies.price_promotion import PAYBACK_MONTHS
from loyalty.study import Range, Scenario

PLAIN = {"pulled_forward": 0, "later": 0, "sensitivity": 0, "cycle": 0}


def effect(months, **changes):
    return BY_KEY["price_promotion"].effect(
        drawn("price_promotion", **PLAIN | changes), base(), span(months)
    )


def orders(months, **changes):
    return np.exp(effect(months, **changes).orders[:, 0, 0])


def test_a_fifth_off_lifts_orders_by_73_per_cent():
    assert orders(12, depth=20, elasticity=-3.63) == pytest.approx([1.726] * 3 + [1.0] * 9)
    given = effect(12, depth=20).discount[:, 0, 0]
    assert given == pytest.approx([0.2] * 3 + [0] * 9)


def test_what_a_promotion_pulls_forward_is_missing_later():
    found = orders(3 + PAYBACK_MONTHS, depth=20, elasticity=-3, pulled_forward=100)
    assert found.sum() == pytest.approx(6, abs=0.16)
    assert found[3:].max() < 0.5


def test_the_base_is_changed_for_the_twelve_months_after():
    assert orders(24, elasticity=0, later=-5) == pytest.approx([1] * 3 + [0.95] * 12 + [1] * 9)


def test_price_sensitivity_rises_with_the_months_on_offer():
    found = orders(30, depth=10, elasticity=-4, duration=12, sensitivity=10)
    run = (np.arange(12) + 0.5) / 12
    assert found[:12] == pytest.approx(1 + 0.4 * (1 + 0.1 * run))
    assert found[12:24] == pytest.approx([1 - 0.4 * 0.1] * 12)
    assert found[24:] == pytest.approx([1] * 6)


def test_a_short_promotion_hardly_teaches_anybody():
    short, long = (orders(60, duration=months, sensitivity=10) for months in (3, 36))
    assert short[3] == pytest.approx(1 - (1 - long[36]) / 12)


def test_a_stretched_cycle_is_fewer_orders_afterwards():
    assert orders(6, elasticity=0, cycle=50) == pytest.approx([1] * 3 + [12 / 18] * 3)
    assert orders(6, elasticity=0, cycle=50, depth=0) == pytest.approx([1] * 6)


def test_new_customers_are_neither_used_to_it_nor_late():
    found = effect(6, sensitivity=10, cycle=50)
    assert found.arrivals[3:, 0, 0] == pytest.approx([0] * 3)
    assert (found.orders[3:] < 0).all()


def test_it_ends_with_the_action():
    middle = drawn("price_promotion", **PLAIN | {"duration": 9})
    found = BY_KEY["price_promotion"].effect(middle, base(), Span(12, 4))
    assert (found.discount[:, 0, 0] > 0).tolist() == [True] * 4 + [False] * 8
    assert found.orders[4:] == pytest.approx(0)


def test_as_claimed_it_sells_more_now_and_less_within_two_years():
    claimed = study(claims=True, draws=100, months=24)
    own = {key: Range(low=0, high=0) for key in ("pulled_forward", "later", "sensitivity")}
    own |= {"duration": Range(low=12, high=12)}
    once = Scenario(name="once", strategy="price_promotion", assumptions=own)
    result = simulation.run(one_cell(monthly(0.999), customers=10**6), claimed, [once])
    bought = (result.metric("once", "orders") / result.metric("do_nothing", "orders")).mean(axis=1)
    assert bought[:12] == pytest.approx([1.25] * 12, abs=0.02)
    assert bought[12:] == pytest.approx([12 / 18] * 12, abs=0.02)
    assert bought.sum() < 24
