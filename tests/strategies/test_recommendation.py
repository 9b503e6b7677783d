"""Personal recommendations: their effect, their messages and their harm, by hand."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study
from strategies.test_strategies import base, drawn, span

from loyalty import simulation
from loyalty.strategies import BY_KEY
from loyalty.study import Range, Scenario

RECOMMENDATION = BY_KEY["recommendation"]


def effect(months=4, **changes):
    return RECOMMENDATION.effect(drawn("recommendation", **changes), base(), span(months))


def test_recognised_customers_order_more_once_it_has_learnt():
    found = effect(recognised=50, lift=10, learning=2)
    assert np.exp(found.orders.size[:, 0]) == pytest.approx([1.05, 1.05, 1.05, 1])
    assert found.orders.course[:, 0, 0] == pytest.approx([0.25, 0.75, 1, 1])


def test_every_recognised_customer_gets_the_messages_and_each_costs():
    found = effect(recognised=50, messages=4, message_cost=1)
    assert found.contacts.size[:, 0] == pytest.approx([2, 2, 2, 0])
    assert found.per_customer.size[:, 0] == pytest.approx([2 * 0.5] * 3 + [0])
    assert found.per_lapsed.size[:, 0] == pytest.approx([2 * 0.5] * 3 + [0])


def test_a_contact_limit_cuts_messages_and_effect_alike():
    own = {"messages": Range(low=4, high=4), "recognised": Range(low=100, high=100)}
    own |= {"lift": Range(low=10, high=10), "learning": Range(low=0, high=0)}
    limits = {"free": None, "half": 2}
    wanted = [
        Scenario(name=name, strategy="recommendation", assumptions=own, contacts=limit)
        for name, limit in limits.items()
    ]
    result = simulation.run(one_cell(0.95), study(draws=100), wanted)
    more = {name: result.changes().set_index(["strategy", "metric"]).loc[(name, "orders"), "p50"]
            for name in limits}  # fmt: skip
    assert 0.4 < more["half"] / more["free"] < 0.6


def test_recommendations_that_annoy_do_harm():
    own = {"lift": Range(low=-5, high=-5)}
    bad = Scenario(name="bad", strategy="recommendation", assumptions=own)
    result = simulation.run(one_cell(0.95), study(draws=100), [bad])
    assert (result.metric("bad", "orders")[-1] < result.metric("do_nothing", "orders")[-1]).all()
