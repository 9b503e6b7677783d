"""Moves against the steps of the life cycle, by hand and by walking every path."""

from itertools import pairwise, permutations

import pandas as pd
import pytest

from loyalty import segmentation
from loyalty.replay import ARRIVED
from loyalty.replay.steps import against_steps, follows_life_cycle, reachable
from loyalty.segments.life_cycle import TRANSITIONS
from loyalty.study import Study


def moves(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "target", "customers"])


def test_one_step_several_steps_and_what_no_steps_explain():
    found = moves(
        ("cycle_new", "cycle_active", 1),
        ("cycle_new", "cycle_lost", 10),
        ("cycle_loyal", "cycle_back", 100),
        ("cycle_active", "cycle_new", 1000),
        ("cycle_lost", "cycle_prospect", 10_000),
        ("cycle_lost", "cycle_lost", 7),
        (ARRIVED, "cycle_lost", 7),
        ("unassigned", "cycle_lost", 7),
        ("cycle_lost", "unassigned", 7),
    )
    assert against_steps(found) == (110, 11_000)


def test_nobody_moves():
    assert against_steps(moves()) == (0, 0)


@pytest.mark.parametrize("state", TRANSITIONS)
def test_reachable_is_what_walking_every_path_finds(state):
    found = set()
    others = [one for one in TRANSITIONS if one != state]
    for length in range(1, len(TRANSITIONS)):
        for path in permutations(others, length):
            if all(then in TRANSITIONS[one] for one, then in pairwise((state, *path))):
                found.add(path[-1])
    assert reachable(state) - {state} == found


def test_only_the_states_of_the_life_cycle_are_checked():
    cycle = Study(as_of="2024-01-01", segments=segmentation.default_rules("life_cycle"))
    named = cycle.model_copy(update={"segments": segmentation.default_rules()})
    assert follows_life_cycle(tuple(segmentation.segment_names(cycle)))
    assert not follows_life_cycle(tuple(segmentation.segment_names(named)))
    assert not follows_life_cycle(("unassigned",))
