"""A showroom: demand of its area after a ramp, its costs from the first day, nothing elsewhere."""

import numpy as np
import pytest
from strategies.test_strategies import base, drawn, span

from loyalty.strategies import BY_KEY, Span

KEY = "showroom"
SHOWROOM = BY_KEY[KEY]


def effect(given=None, **changes):
    return SHOWROOM.effect(drawn(KEY, **changes), base(), given or span(6))


def test_demand_of_the_area_grows_to_its_full_size():
    found = effect(area=20, demand=10, full=4)
    grown = found.orders.course[:, 0, 0]
    assert grown == pytest.approx([0.125, 0.375, 0.625, 0.875, 1, 1])
    assert np.exp(found.orders.size) == pytest.approx(1.02)
    assert found.stay is None


def test_new_customers_grow_as_the_area_does():
    found = effect(area=20, demand=10, full=4)
    assert found.arrivals[:, 0, 0] == pytest.approx(
        np.log(1.02) * np.array([0.125, 0.375, 0.625, 0.875, 1, 1])
    )


def test_the_score_moves_for_customers_nearby():
    assert effect(area=20, nps=6.2).nps.size == pytest.approx(1.24)
    claim = {one.key: one.claim for one in SHOWROOM.assumptions}["nps"]
    assert (claim.low, claim.high, claim.source) == (6.2, 6.2, "S4 K9")


def test_the_store_costs_the_same_and_visits_cost_more_with_more_of_them():
    sales = base().monthly_sales[0]
    found = effect(set_up=50, running=2, area=20, visits=10, visit_cost=4)
    assert found.fixed[:2, 0, 0] == pytest.approx([0.52 * sales, 0.02 * sales])
    assert found.per_customer.size[:, 0] == pytest.approx([0.2 * 0.1 * 0.04 * 50] * 3 + [0])
    more = effect(set_up=50, running=2, area=20, visits=20, visit_cost=4)
    assert more.fixed == pytest.approx(found.fixed)
    assert more.per_customer.size == pytest.approx(2 * found.per_customer.size)


def test_a_closed_store_brings_and_costs_nothing():
    found = effect(Span(6, 4))
    for course in (found.orders.course, found.arrivals, found.per_customer.course, found.fixed):
        assert (course[4:] == 0).all()
        assert (course[:4] != 0).all()
