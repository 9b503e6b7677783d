"""Moves between two days against the steps of the life cycle.

A customer may take several steps between two days, so a move that is no single step is usual; a
move that no chain of steps explains is not.
"""

import pandas as pd

from loyalty.segments.life_cycle import TRANSITIONS


def follows_life_cycle(names: tuple[str, ...]) -> bool:
    """Whether these segments (the last one is “in no segment”) are the states of the life cycle."""
    return set(names[:-1]) == set(TRANSITIONS)


def reachable(state: str) -> set[str]:
    """Every state that one or more steps lead to from this one."""
    found: set[str] = set()
    ahead = set(TRANSITIONS[state])
    while ahead:
        found |= ahead
        ahead = set().union(*(TRANSITIONS[one] for one in ahead)) - found
    return found


def against_steps(moves: pd.DataFrame) -> tuple[int, int]:
    """Customers whose move takes more than one step, and those whose move no steps explain.

    Args:
        moves: rows of `loyalty.replay.movement`. Those who stay, arrive or are in no state are in
            neither number.
    """
    between = moves[(moves["source"] != moves["target"]) & moves["source"].isin(TRANSITIONS)]
    several = unexplained = 0
    for source, target, customers in zip(
        between["source"], between["target"], between["customers"], strict=True
    ):
        if target in TRANSITIONS and target not in TRANSITIONS[source]:
            explained = target in reachable(source)
            several += customers * explained
            unexplained += customers * (not explained)
    return int(several), int(unexplained)
