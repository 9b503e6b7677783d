"""The split is the best of all splits, within the budget, and simulates as it says."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from simulation.test_actions import two_segments
from simulation.worlds import study

from loyalty import simulation
from loyalty.decision.allocation import (
    Piece,
    Split,
    Tried,
    as_scenario,
    curve,
    parts,
    pieces,
    same,
    split,
)
from loyalty.problems import Refused
from loyalty.study import Action, Audience, Range, Scenario

SEGMENTS = ("left", "right")
FOUND = [
    Tried("one", 10.0, [Piece(0, "left", 50, 20, 60), Piece(0, "left", 100, 20, 30),
                        Piece(0, "right", 50, 10, 5), Piece(0, "right", 100, 10, 4)]),
    Tried("two", 30.0, [Piece(1, "left", 50, 10, 40), Piece(1, "left", 100, 10, 30),
                        Piece(1, "right", 50, 10, -5), Piece(1, "right", 100, 10, -9)]),
]  # fmt: skip


def brute(budget):
    """The best gain over a fine grid of reaches."""
    best = 0.0
    for reaches in product(np.linspace(0, 2, 21), repeat=4):
        gain = cost = 0.0
        for place, (_strategy, fixed, found) in enumerate(FOUND):
            own = reaches[2 * place : 2 * place + 2]
            if any(own):
                gain, cost = gain - fixed, cost + fixed
            for reach, (first, second) in zip(own, (found[:2], found[2:]), strict=True):
                for part, piece in ((min(reach, 1), first), (max(reach - 1, 0), second)):
                    gain, cost = gain + part * piece.gain, cost + part * piece.cost
        if cost <= budget + 1e-9:
            best = max(best, gain)
    return best


@pytest.mark.parametrize("budget", [5, 30, 50, 80, 200])
def test_no_other_split_gains_more(budget):
    best = split(FOUND, budget, SEGMENTS)
    assert best.spent <= budget
    assert best.gain == pytest.approx(brute(budget), abs=1e-6)


def test_the_last_unit_has_a_price_only_where_money_is_short():
    assert split(FOUND, 25, SEGMENTS).last == pytest.approx(3.0)
    assert split(FOUND, 1_000, SEGMENTS).last == 0


def test_more_money_never_gains_less_and_each_unit_less():
    table = curve(FOUND, [0, 20, 40, 60, 80, 200], SEGMENTS)
    assert (np.diff(table["gain"]) >= 0).all()
    assert (table["spent"] <= table["budget"]).all()


@pytest.mark.parametrize("budget", [25, 55, 200])
def test_the_parts_and_the_fixed_costs_make_up_the_split(budget):
    best = split(FOUND, budget, SEGMENTS)
    table = parts(FOUND, best)
    used = table.loc[table["reach"] > 0, "action"].unique()
    fixed = sum(FOUND[action].fixed for action in used)
    assert table["spent"].sum() + fixed == pytest.approx(best.spent)
    assert table["gain"].sum() - fixed == pytest.approx(best.gain)


def test_a_part_by_hand_and_one_that_finds_nobody():
    nobody = [Piece(0, "right", reach, 0, 0) for reach in (50, 100)]
    found = [Tried("one", 10.0, [*FOUND[0].pieces[:2], *nobody])]
    best = split(found, 40, SEGMENTS)  # 10 fixed, 20 for the first half, 10 of 20 for the second
    assert parts(found, best).to_numpy().tolist() == [[0, "left", 75.0, 30.0, 75.0]]


def test_more_parts_than_a_scenario_holds_are_refused():
    segments = ("left", "right")
    reach = pd.DataFrame([[50.0, 100.0]] * 7, columns=list(segments))
    seven = Scenario(strategy="points", also=6 * (Action(strategy="points"),))
    with pytest.raises(Refused, match="14 parts"):
        as_scenario(Split(reach, 1.0, 1.0, 0.0), seven, "x")
    assert len(as_scenario(Split(reach[:6], 1.0, 1.0, 0.0), seven, "x").actions) == 12


def test_rising_rates_are_taken_as_one():
    rising = [Tried("one", 0.0, [Piece(0, "left", 50, 10, 5), Piece(0, "left", 100, 10, 40)])]
    best = split(rising, 20, SEGMENTS)
    assert best.gain == 45
    assert best.reach.loc[0, "left"] == 100


def test_the_split_simulates_as_it_says():
    own = {"case_cost": Range(low=20, high=20), "running": Range(low=0.05, high=0.05)}
    scenario = Scenario(
        strategy="service_recovery", assumptions=own, also=(Action(strategy="price_promotion"),)
    )
    chosen, world = study(months=12, draws=100), two_segments()
    found = list(pieces(scenario, chosen, world))
    best = split(found, 10**9, world.segments)
    result = simulation.run(world, chosen, [as_scenario(best, scenario, "best")])
    assert result.gain("best")[-1].mean() == pytest.approx(best.gain, rel=0.05)
    assert result.metric("best", "cost").sum(axis=0).mean() == pytest.approx(best.spent, rel=0.05)


def test_a_strategy_in_two_parts_pays_its_fixed_costs_once():
    halves = [
        Tried("one", 10.0, [Piece(0, "left", 100, 20, 60)]),
        Tried("one", 10.0, [Piece(1, "right", 100, 20, 50)]),
    ]
    best = split(halves, 50, SEGMENTS)  # 10 + 20 + 20, of 10 more nothing is left
    assert (best.spent, best.gain) == (50, 60 + 50 - 10)
    other = [halves[0], halves[1]._replace(strategy="two")]
    assert split(other, 60, SEGMENTS).gain == 60 + 50 - 20


def test_a_split_that_is_split_again_simulates_as_it_says():
    def part(segment):
        own = {"running": 0.1, "case_cost": 2, "recovered": 100, "loss": 50}
        ranges = {name: Range(low=value, high=value) for name, value in own.items()}
        audience = Audience(segments=(segment,))
        return Action(strategy="service_recovery", assumptions=ranges, audience=audience)

    once = Scenario(**part("left").model_dump(), also=(part("right"),))
    chosen, world = study(months=12, draws=100), two_segments()
    found = list(pieces(once, chosen, world))
    assert found[0].fixed == pytest.approx(found[1].fixed)
    best = split(found, 10**9, world.segments)
    assert (best.reach.to_numpy() > 0).sum() == 2
    result = simulation.run(world, chosen, [as_scenario(best, once, "again")])
    spent = result.metric("again", "cost").sum(axis=0).mean()
    assert best.spent == pytest.approx(spent, rel=0.02)
    assert found[0].fixed > 0.1 * spent  # paid twice it would show


def test_the_reach_of_the_mix_does_not_limit_the_search():
    own = Scenario(strategy="price_promotion")
    chosen, world = study(months=6, draws=100), two_segments()
    part = own.model_copy(update={"reach": 30.0})
    assert list(pieces(part, chosen, world)) == list(pieces(own, chosen, world))


def cut(*parts, **rules):
    """A scenario of parts (segments, reach)."""
    first, *also = (
        Action(strategy="points", audience=Audience(segments=segments), reach=reach)
        for segments, reach in parts
    )
    return Scenario(**first.model_dump(), also=tuple(also), **rules)


def test_scenarios_are_the_same_however_they_are_cut():
    whole = cut((SEGMENTS, 50))
    assert same(whole, cut((("right",), 50), (("left",), 50), name="x"), SEGMENTS)
    assert not same(whole, cut((("right",), 50), (("left",), 49)), SEGMENTS)
    assert not same(whole, cut((("right",), 50)), SEGMENTS)
    assert not same(whole, cut((SEGMENTS, 50), budget=9), SEGMENTS)
    assert not same(whole, Scenario(strategy="points", reach=50), SEGMENTS)  # new ones too
