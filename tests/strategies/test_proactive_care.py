"""Proactive care: who is contacted, that it can do harm, and what it costs, by hand."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study
from strategies.test_strategies import base, drawn

from loyalty import simulation
from loyalty.strategies import BY_KEY, Span
from loyalty.study import Range, Scenario

CARE = BY_KEY["proactive_care"]


def effect(**changes):
    return CARE.effect(drawn("proactive_care", **changes), base(), Span(4, 2))


def test_those_least_likely_to_stay_are_contacted_as_far_as_found():
    found = effect(at_risk=50, found=40, messages=2)
    assert found.contacts.size[:, 0] == pytest.approx([0.8, 0.4, 0, 0])
    assert found.contacts.course[:, 0, 0].tolist() == [1, 1, 0, 0]


def test_fewer_leave_where_the_odds_of_leaving_fall():
    found = effect(at_risk=100 / 3, found=100, leave=-20)
    odds = (1 - 0.5) / 0.5 * 0.8
    stay = 1 / (1 + np.exp(-(0 + found.stay.size[0])))
    assert stay == pytest.approx(1 / (1 + odds))
    assert found.stay.size[1:] == pytest.approx(0)


def test_every_contact_costs_whether_the_customer_stays_or_not():
    found = effect(at_risk=100 / 3, found=50, messages=2, contact_cost=4)
    assert found.per_customer.size[:, 0] == pytest.approx([0.5 * 2 * 0.04 * 50, 0, 0, 0])
    assert found.per_lapsed is found.per_customer


@pytest.mark.parametrize(("leave", "sign"), [(25, -1), (-20, 1)])
def test_it_can_do_harm(leave, sign):
    own = {"leave": Range(low=leave, high=leave)}
    care = Scenario(name="care", strategy="proactive_care", assumptions=own)
    result = simulation.run(one_cell(0.9), study(draws=100), [care])
    change = result.metric("care", "customers")[-1] - result.metric("do_nothing", "customers")[-1]
    assert (np.sign(change) == sign).all()


def test_its_default_leaves_open_whether_it_helps():
    leave = next(one for one in CARE.assumptions if one.key == "leave")
    assert (1 + leave.low / 100, 1 + leave.high / 100) == (0.8, 1.25)
