"""A mix is its strategies and its rules, and is set against them draw by draw."""

import numpy as np
import pytest
from simulation.test_actions import two_segments
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.decision.mixes import Beside, added, alone, beside, changed, cut, without
from loyalty.simulation.model import BASE
from loyalty.study import Action, Audience, Phases, Range, Scenario

FIRST, SECOND = Action(strategy="service_recovery", start=2), Action(strategy="price_promotion")
MIX = Scenario(
    **FIRST.model_dump(), name="both", also=(SECOND,), together=Range(low=-10, high=5), contacts=3
)


def test_strategies_are_added_changed_and_taken_out():
    three = added(MIX, "referral")
    assert three.actions == (FIRST, SECOND, Action(strategy="referral"))
    assert without(three, 0).actions == (SECOND, Action(strategy="referral"))
    assert without(three, 1).actions == (FIRST, Action(strategy="referral"))
    later = changed(MIX, 1, start=5, audience=Audience(value=("high",)))
    assert later.actions[1] == SECOND.model_copy(
        update={"start": 5, "audience": Audience(value=("high",))}
    )
    assert changed(MIX, 0, reach=40).reach == 40
    for one in (three, without(three, 0), later):
        assert (one.name, one.together, one.contacts) == ("both", MIX.together, 3)


def test_the_last_strategy_gives_way_to_doing_nothing_and_the_first_takes_its_place():
    nothing = without(Scenario(strategy="referral"), 0)
    assert nothing == BASE
    assert added(nothing, "points").actions == (Action(strategy="points"),)


def test_alone_is_each_strategy_under_the_rules_of_the_mix():
    ruled = MIX.model_copy(update={"budget": 10.0, "phases": Phases()})
    first, second = alone(ruled)
    assert (first.actions, second.actions) == ((FIRST,), (SECOND,))
    assert (first.budget, first.contacts, first.phases) == (10.0, 3, Phases())


def test_beside_counts_draws_by_hand():
    mix = np.array([3.0, 1.0, 5.0, 2.0])
    parts = [np.array([1.0, 1.0, 1.0, 1.0]), np.array([2.0, 2.0, 6.0, 1.5])]
    assert beside(mix, parts) == Beside(best=1, ahead=0.5, added=3.0)


def test_parts_of_different_segments_add_up_to_the_mix():
    own = two_segments()
    left, right = own.segments
    mix = Scenario(
        strategy="service_recovery", audience=Audience(segments=(left,)),
        also=(Action(strategy="price_promotion", audience=Audience(segments=(right,))),),
    )  # fmt: skip
    chosen = study(months=6, draws=100)
    found = [simulation.run(own, chosen, [one]) for one in (mix, *alone(mix))]
    gains = [one.gain(one.strategies[0])[-1] for one in found]
    assert gains[0] == pytest.approx(gains[1] + gains[2], abs=1e-3 * np.abs(gains[0]).max())


def test_the_cut_is_that_of_the_simulation():
    own = {"running": Range(low=0.1, high=0.1)}
    scenario = Scenario(name="x", strategy="service_recovery", assumptions=own)
    world, chosen = one_cell(0.95, customers=10_000), study(draws=100, months=6)
    assert cut(scenario, chosen, world) is None
    full = simulation.run(world, chosen, [scenario]).metric("x", "cost").sum(axis=0).mean()
    enough = cut(scenario.model_copy(update={"budget": 2 * full}), chosen, world)
    assert (enough.cost, enough.share) == (pytest.approx(full), 1.0)
    short = cut(scenario.model_copy(update={"budget": full / 2}), chosen, world)
    reached = scenario.model_copy(update={"reach": 100 * short.share})
    spent = simulation.run(world, chosen, [reached]).metric("x", "cost").sum(axis=0).mean()
    assert spent == pytest.approx(full / 2, rel=2e-3)


def test_doing_nothing_is_not_cut():
    assert cut(Scenario(budget=5.0), study(), one_cell(0.9)) is None
