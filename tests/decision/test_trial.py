"""Sample sizes as in the textbooks; the shortest test that is possible."""

from dataclasses import replace

import numpy as np
import pytest
from simulation.worlds import one_cell, study

from loyalty.decision import levers, trial
from loyalty.decision.trial import Trial, means_apart, need, proportions
from loyalty.study import Action, Phases, Range, Scenario


def recovery(**changes):
    own = {name: Range(low=value, high=value) for name, value in changes.items()}
    return Scenario(name="x", strategy="service_recovery", assumptions=own)


def test_two_shares_need_as_many_as_the_formula_says():
    assert proportions(0.10, 0.15) == 686  # Fleiss, Levin & Paik 2003, without correction
    assert proportions(0.5, 0.5) == np.inf


def test_two_means_need_as_many_as_the_formula_says():
    assert means_apart(0.5, 1.0) == np.ceil(2 * 2.8015852**2 / 0.25)
    assert means_apart(0, 1.0) == np.inf


def test_the_shortest_possible_test_is_proposed():
    strong = recovery(failed=90, loss=90, recovered=100, reach=100)
    found = trial(strong, study(), one_cell(0.9, customers=100_000))
    assert found.possible
    assert found.months == 3
    assert found.with_it > found.without
    assert found.available == 100_000


def test_a_base_too_small_is_said():
    found = trial(recovery(), study(), one_cell(0.95, customers=50))
    assert not found.possible
    assert found.per_group > 25


def lever_of(scenario, key, world, chosen):
    return next(one for one in levers(scenario, chosen, world) if one.key == key)


def test_customers_grow_with_the_square_as_the_break_even_comes_near():
    strong, world = recovery(failed=50, loss=50, recovered=40), one_cell(0.9, customers=10)
    strong = strong.model_copy(
        update={"assumptions": strong.assumptions | {"recovered": Range(low=30, high=50)}}
    )
    lever = lever_of(strong, "recovered", world, study(months=3))
    whole, half = (trial(strong, study(months=3), world, lever, even) for even in (None, 20))
    effect = whole.with_it - whole.without
    assert whole.even is None
    assert half.even - half.without == pytest.approx(effect / 2, rel=0.1)
    fewer = ((half.with_it - half.even) / effect) ** 2
    assert whole.per_group / half.per_group == pytest.approx(fewer, rel=0.02)


def test_a_group_larger_than_the_audience_or_a_million_is_beyond():
    sizes = ((100, 1_000), (600, 1_000), (1_001, 1_000), (1_000_001, 10**9))
    found = [Trial(3, "active", 0.5, 0.6, float(asked), have) for asked, have in sizes]
    assert [one.possible for one in found] == [True, False, False, False]
    assert [one.beyond for one in found] == [False, False, True, True]


def test_what_no_test_tells_needs_something_else():
    world, chosen = one_cell(0.95), study(months=12)
    scenario = recovery(failed=50)
    for key, wanted in (("case_cost", "costs"), ("margin_share", "accounts")):
        lever = lever_of(scenario, key, world, chosen)
        assert trial(scenario, chosen, world, lever) is None
        assert need(scenario, chosen, world, lever) == wanted
    story = Scenario(name="x", strategy="brand_story")
    seen = lever_of(story, "advertising_elasticity", world, chosen)
    assert trial(story, chosen, world, seen) is None
    assert need(story, chosen, world, seen) == "newcomers"


def test_what_comes_after_the_end_takes_the_longest_test():
    world, chosen = one_cell(0.95, customers=1_000_000), study(months=24)
    promotion = Scenario(name="x", strategy="price_promotion")
    assert trial(promotion, chosen, world, lever_of(promotion, "later", world, chosen)).months == 12
    lifted = lever_of(promotion, "elasticity", world, chosen)
    assert trial(promotion, chosen, world, lifted).months == 3


def test_no_effect_cannot_be_tested():
    assert trial(recovery(recovered=0), study(), one_cell(0.9)) is None


@pytest.mark.parametrize(
    "how",
    [
        {"start": 2},
        {"start": 12},
        {"phases": Phases()},
        {"start": 9, "phases": Phases()},
        {"reach": 10},
    ],
)
def test_the_group_gets_it_at_once_and_in_full_however_the_scenario_introduces_it(how):
    world, chosen = one_cell(0.9, customers=100_000), study(months=12)
    usual = recovery(failed=50)
    other = usual.model_copy(update=how)
    lever = lever_of(usual, "recovered", world, chosen)
    assert trial(other, chosen, world, lever, 10) == trial(usual, chosen, world, lever, 10)
    assert need(other, chosen, world, lever) == need(usual, chosen, world, lever) == "longer"


@pytest.mark.parametrize("how", [{"start": 11}, {"reach": 5}])
def test_the_group_gets_every_action_at_once_and_in_full(how):
    world, chosen = one_cell(0.9, customers=100_000), study(months=12)
    alone = recovery(failed=50)
    own = Action(strategy="service_recovery", assumptions=alone.assumptions)
    other, usual = (
        alone.model_copy(update={"also": (one,)}) for one in (own.model_copy(update=how), own)
    )
    assert trial(other, chosen, world) == trial(usual, chosen, world)
    assert trial(usual, chosen, world).with_it > trial(alone, chosen, world).with_it


def test_the_lapsed_come_back_by_and_by():
    cells = one_cell(0.9)
    table = cells.table.assign(
        customers=[600, 400], stayed=[9e8, 5e7], orders=[9e8, 5e7], stay_prior=[0.9, 0.05]
    )
    found = trial(Scenario(strategy="win_back"), study(), replace(cells, table=table))
    active, orders = 0.0, 0.0
    for _month in range(found.months):
        active = active * 0.9 + (1 - active) * 0.05
        orders += active
    assert found.available == 400
    assert found.without == pytest.approx(active if found.outcome == "active" else orders, rel=1e-3)
    assert found.possible == (found.per_group <= 200)
