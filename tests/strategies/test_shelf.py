"""What holds for every strategy: it ends, its cost grows with take-up, rates stay rates."""

from itertools import pairwise

import numpy as np
import pytest
from simulation.worlds import one_cell, study
from strategies.test_strategies import base, drawn

from loyalty import simulation
from loyalty.strategies import BY_KEY, CATALOGUE, Span, Timed
from loyalty.study import Range, Scenario

COSTS = (
    "fee", "fixed", "advertising", "field_work", "per_customer", "per_lapsed", "per_order",
    "discount", "contacts",
)  # fmt: skip
TAKE_UP = {
    "brand_story": "seen",
    "community": "joiners",
    "convenience": "users",
    "handover_repair": "handover_reach",
    "innovation": "met",
    "paid_membership": "members",
    "partner_offers": "users",
    "points": "members",
    "proactive_care": "at_risk",
    "recommendation": "recognised",
    "referral": "referrers",
    "showroom": "area",
    "staff_training": "served",
    "tiers": "upper",
    "win_back": "contacted",
}


def by_month(change, months):
    if isinstance(change, tuple):
        return sum(by_month(one, months) for one in change)
    if isinstance(change, Timed):
        change = change.size * change.course
    return np.broadcast_to(np.asarray(change), (months, *np.shape(change)[1:]))


def some_lapsed():
    cells = one_cell(0.95)
    cells.table.loc[1, "customers"] = 200
    return cells


@pytest.mark.parametrize("strategy", CATALOGUE, ids=lambda one: one.key)
def test_after_its_end_it_costs_and_earns_nothing(strategy):
    found = strategy.effect(drawn(strategy.key), base(), Span(24, 5))
    for name in COSTS:
        change = getattr(found, name)
        if change is not None:
            assert not by_month(change, 24)[5:].any(), name


@pytest.mark.parametrize(("key", "take_up"), TAKE_UP.items())
def test_cost_grows_with_take_up(key, take_up):
    scenarios = [
        Scenario(name=str(share), strategy=key, assumptions={take_up: Range(low=share, high=share)})
        for share in (5, 10, 40)
    ]
    result = simulation.run(some_lapsed(), study(draws=100, months=12), scenarios)
    costs = [result.metric(name, "cost").sum(axis=0) for name in ("5", "10", "40")]
    for fewer, more in pairwise(costs):
        assert (fewer <= more).all()
        assert fewer.mean() < more.mean()


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("key", TAKE_UP)
def test_the_most_extreme_assumptions_keep_rates_rates(key, end):
    own = {one.key: extreme(one, end) for one in BY_KEY[key].assumptions}
    wild = Scenario(name="wild", strategy=key, assumptions=own)
    result = simulation.run(some_lapsed(), study(draws=100, months=12), [wild])
    kept, customers = result.metric("wild", "retention"), result.metric("wild", "customers")
    assert ((kept >= 0) & (kept <= 1)).all()
    assert (customers >= 0).all()
    assert np.isfinite(result.metric("wild", "cash")).all()


def extreme(one, end):
    far = 10 * max(abs(one.low), abs(one.high), 1)
    value = max(one.least, -far) if end == "low" else min(one.most, far)
    return Range(low=value, high=value)
