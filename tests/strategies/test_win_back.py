"""Win-back: who is contacted, who returns, and what contacts and offers cost, by hand."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study
from strategies.test_strategies import base, drawn

from loyalty import simulation
from loyalty.strategies import BY_KEY, Span
from loyalty.study import Range, Scenario

WIN_BACK = BY_KEY["win_back"]


def effect(**changes):
    return WIN_BACK.effect(drawn("win_back", **changes), base(), Span(4, 2))


def test_only_silent_customers_are_contacted():
    found = effect(contacted=50)
    assert found.contacts.size[:, 0] == pytest.approx([0, 0, 0, 0.5])
    assert WIN_BACK.audience.life_cycle == ("cooling", "lost")


def test_more_return_by_the_change_of_their_odds():
    found = effect(contacted=100, back=40)
    odds = 0.02 / 0.98 * 1.4
    logit = np.log(0.02 / 0.98) + found.stay.size[3, 0]
    assert 1 / (1 + np.exp(-logit)) == pytest.approx(odds / (1 + odds))


def test_a_contact_is_paid_for_all_and_the_offer_for_those_who_return():
    found = effect(contacted=50, contact_cost=2, offer=10)
    assert found.per_lapsed.size[3, 0] == pytest.approx(0.5 * 0.02 * 50)
    assert found.per_customer.size[3, 0] == pytest.approx(0.5 * (0.02 + 0.1) * 50)
    assert not found.per_customer.size[:3].any()


def lost(back):
    """Gain and cost in a world of lost customers of whom 1 % return a month."""
    cells = one_cell(0.9, customers=0)
    cells.table.loc[1, ["customers", "months_seen", "stayed", "stay_prior"]] = [
        10**6, 10**9, 10**7, 0.01,
    ]  # fmt: skip
    own = {"back": Range(low=back, high=back), "contacted": Range(low=100, high=100)}
    one = Scenario(name="one", strategy="win_back", assumptions=own)
    return simulation.run(cells, study(draws=100, months=12), [one])


def test_in_the_first_month_as_many_more_return_as_the_odds_say():
    result = lost(100)
    more = result.metric("one", "customers")[0] / result.metric("do_nothing", "customers")[0]
    assert more.mean() == pytest.approx(2 / (1 + 0.01), rel=0.01)


def test_without_effect_it_only_costs():
    result = lost(0)
    cost = result.metric("one", "cost").sum(axis=0)
    assert (cost > 0).all()
    assert result.gain("one")[-1] == pytest.approx(-cost)
