"""The paid membership: fees, further orders and the cost of benefits, by hand."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study
from strategies.test_strategies import base, drawn, span

from loyalty import simulation
from loyalty.strategies import BY_KEY
from loyalty.study import Range, Scenario

MEMBERSHIP = BY_KEY["paid_membership"]


def effect(months=2, **changes):
    return MEMBERSHIP.effect(
        drawn("paid_membership", **{"build_up": 0} | changes), base(), span(months)
    )


def test_those_who_order_most_join_and_order_more():
    found = effect(members=50, usage=50)
    assert np.exp(found.orders.size[:, 0]) == pytest.approx([1, 1.25, 1.5, 1])


def test_each_member_pays_the_fee():
    found = effect(members=50, fee=10)
    assert found.fee.size[:, 0] == pytest.approx([0, 0.5 * 0.1 * 50, 0.1 * 50, 0])


def test_benefits_are_paid_on_the_orders_of_members():
    found = effect(members=50, usage=50, benefits=10)
    orders_of_members = 0.5 * 1.5 / (0.5 * 1.5 + 0.5)
    assert found.per_order.size[:, 0] == pytest.approx([0, orders_of_members * 5, 5, 0])


def test_customers_join_over_months():
    found = effect(months=4, build_up=4)
    assert found.fee.course[:, 0, 0] == pytest.approx([0.125, 0.375, 0.625, 0.875])


def test_the_claimed_gap_is_no_default_and_carries_its_warning():
    usage = next(one for one in MEMBERSHIP.assumptions if one.key == "usage")
    assert usage.high < usage.claim.low == usage.claim.high == 150
    assert "heavy buyers join" in usage.claim.caveat
    claimed = simulation.assumptions(study(claims=True)).set_index(["strategy", "assumption"])
    row = claimed.loc[("paid_membership", "usage")]
    assert row[["low", "high", "source", "grade"]].tolist() == [150, 150, "S0 K25", "claimed"]


def test_dear_benefits_do_harm():
    own = {"benefits": Range(low=60, high=60), "fee": Range(low=1, high=1)}
    dear = Scenario(name="dear", strategy="paid_membership", assumptions=own)
    result = simulation.run(one_cell(0.95), study(draws=100), [dear])
    assert (result.gain("dear")[-1] < 0).all()


def test_fees_are_income():
    free = dict.fromkeys(
        ("usage", "benefits", "set_up", "running", "build_up"), Range(low=0, high=0)
    )
    own = free | {"members": Range(low=50, high=50)}
    paid = Scenario(name="paid", strategy="paid_membership", assumptions=own)
    result = simulation.run(one_cell(0.95), study(draws=100), [paid])
    more = result.metric("paid", "cash")[0] - result.metric("do_nothing", "cash")[0]
    assert more == pytest.approx(result.metric("paid", "customers")[0] * 0.5 * 0.1 * 100, rel=1e-3)
