"""The best split of a budget over strategies and segments, and the price of its last unit.

Every action is tried by itself on every segment, at half and at full reach. What it brings and
costs there, but for its fixed costs, makes pieces of gain per money. For every set of actions the
fixed costs are paid first, those of a strategy once, then pieces are taken from the best on until
the money is gone (the fractional knapsack, Dantzig 1957); the set with the highest gain wins.
Pieces add up, so joint effects and contact limits are not in it, nor what a strategy does for
customers yet to come, who are of no segment: simulate the split as a scenario to see them.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.simulation import Cells
from loyalty.simulation.actions import Plan, plan
from loyalty.simulation.model import simulate, world
from loyalty.simulation.result import PLACE
from loyalty.strategies import BY_KEY
from loyalty.strategies.base import EVERYBODY
from loyalty.study import Action, Scenario, Study
from loyalty.study.scenarios import MOST_ACTIONS

DRAWS = 250
MOST_TOGETHER = 10  # actions; more would be too many sets
REACHES = (50.0, 100.0)
TOO_MANY = mark(
    "The split has {count} parts, and a scenario holds {most} at most: take strategies out first."
)


@dataclass(frozen=True)
class Piece:
    """A further part of the reach of an action in a segment: what it costs and gains."""

    action: int
    segment: str
    reach: float
    cost: float
    gain: float

    @property
    def rate(self) -> float:
        """Gain for each unit of money; endless where it costs nothing, 0 where it does nothing."""
        if self.cost > 0:
            return self.gain / self.cost
        return math.copysign(math.inf, self.gain) if self.gain else 0.0


class Tried(NamedTuple):
    """An action by itself: its strategy, the fixed costs of that, and the pieces of its reach."""

    strategy: str
    fixed: float
    pieces: list[Piece]


@dataclass(frozen=True)
class Split:
    """The best use of a budget.

    Attributes:
        reach: per action (place in the scenario) and segment, per cent of the audience.
        spent, gain: expected money; gain is above doing nothing, costs taken off.
        last: gain that one more unit of money would bring; 0 where there is nothing left worth it.
    """

    reach: pd.DataFrame
    spent: float
    gain: float
    last: float


def pieces(scenario: Scenario, study: Study, cells: Cells) -> Iterator[Tried]:
    """What was tried of each action, one after the other."""
    small = study.change(draws=min(DRAWS, study.draws))
    base, luck = world(cells, small)

    def worth(one: Plan) -> tuple[float, float]:
        found = simulate(cells, base, one, luck)
        spent = found.path[PLACE["cost"]].sum(axis=0).mean()
        return float(spent), float(found.worth[-1].mean())

    nothing = worth(Plan())[1]
    for place, action in enumerate(scenario.actions[:MOST_TOGETHER]):
        everyone = Scenario(**action.model_dump() | {"reach": 100.0})
        whole = plan(everyone, small, cells, base)
        fixed = worth(_variable(whole, keep=False))[0]
        found = []
        for segment in cells.segments:
            inside = (base.segment == segment).astype(np.float32)[:, None]
            before = (0.0, 0.0)
            for reach in REACHES:
                part = _variable(whole, keep=True, weight=inside * np.float32(reach / 100))
                cost, money = worth(part)
                now = (cost, money - nothing)
                step = now[0] - before[0], now[1] - before[1]
                found.append(Piece(place, segment, reach, *step))
                before = now
        yield Tried(action.strategy, fixed, found)


def split(found: list[Tried], budget: float, segments: tuple[str, ...]) -> Split:
    """The best split of `budget` over what `pieces` found."""
    best: tuple[float, float, float, dict[tuple[int, str], float]] = (0.0, 0.0, 0.0, {})
    for size in range(1, len(found) + 1):
        for chosen in combinations(range(len(found)), size):
            tried = [found[one] for one in chosen]
            fixed = fixed_costs(tried)
            if fixed <= budget:
                taken = _fill([one.pieces for one in tried], budget - fixed)
                gain = taken[0] - fixed
                if gain > best[0]:
                    best = (gain, taken[1] + fixed, taken[2], taken[3])
    gain, spent, last, reach = best
    table = pd.DataFrame(0.0, index=range(len(found)), columns=list(segments))
    for (action, segment), value in reach.items():
        table.loc[action, segment] = value
    return Split(table, spent, gain, last)


def fixed_costs(tried: list[Tried]) -> float:
    """What the actions pay at any reach: a strategy once, by the first of its actions."""
    return sum({one.strategy: one.fixed for one in reversed(tried)}.values())


def parts(found: list[Tried], best: Split) -> pd.DataFrame:
    """What each part of a split costs and gains: action, segment, reach, spent, gain.

    Fixed costs are in neither. A segment that the action finds nobody in is left out.
    """
    rows = []
    for action, tried in enumerate(found):
        places = dict.fromkeys(one.segment for one in tried.pieces)
        for segment in places:
            own = [one for one in tried.pieces if one.segment == segment]
            if any(one.cost or one.gain for one in own):
                reach = float(best.reach[segment].iloc[action])
                rows.append((action, segment, reach, *_up_to(reach, own)))
    return pd.DataFrame(rows, columns=["action", "segment", "reach", "spent", "gain"])


def curve(found: list[Tried], budgets: list[float], segments: tuple[str, ...]) -> pd.DataFrame:
    """The gain of the best split at several budgets: budget, spent, gain, last."""
    rows = [(budget, split(found, budget, segments)) for budget in budgets]
    return pd.DataFrame(
        [(budget, one.spent, one.gain, one.last) for budget, one in rows],
        columns=["budget", "spent", "gain", "last"],
    )


def as_scenario(best: Split, scenario: Scenario, name: str) -> Scenario:
    """The split as a scenario: one action for each strategy, segments and reach.

    Joint effect, contact limit and phases, which the split did not know, are those of `scenario`.
    Refused when these are more than a scenario holds.
    """
    actions = []
    for place, action in enumerate(scenario.actions[: len(best.reach)]):
        row = best.reach.loc[place]
        own = action.audience or BY_KEY[action.strategy].audience
        for reach in sorted(set(row.to_numpy(float)) - {0.0}, reverse=True):
            inside = tuple(key for key, value in row.items() if value == reach)
            audience = own.model_copy(update={"segments": inside})
            actions.append(action.model_copy(update={"audience": audience, "reach": reach}))
    if len(actions) > MOST_ACTIONS:
        raise Refused(TOO_MANY, count=len(actions), most=MOST_ACTIONS)
    first, *also = actions or [Action()]
    return Scenario(
        **first.model_dump(), name=name, also=tuple(also),
        together=scenario.together, contacts=scenario.contacts, phases=scenario.phases,
    )  # fmt: skip


def same(one: Scenario, other: Scenario, segments: tuple[str, ...]) -> bool:
    """Whether two scenarios do the same to the same segments, however their actions are cut."""
    rules = {"together", "contacts", "budget", "phases"}
    whole = one.model_dump(include=rules) == other.model_dump(include=rules)
    return whole and _by_segment(one, segments) == _by_segment(other, segments)


def _by_segment(scenario: Scenario, segments: tuple[str, ...]) -> list[str]:
    """The actions, each on one segment; one for everybody reaches new customers and stays whole."""
    found = []
    for action in scenario.actions:
        own = action.audience or BY_KEY[action.strategy].audience
        for segment in own.segments or (segments if own != EVERYBODY else ("",)):
            audience = own.model_copy(update={"segments": (segment,)})
            found.append(action.model_copy(update={"audience": audience}).model_dump_json())
    return sorted(found)


def _fill(
    chosen: list[list[Piece]], money: float
) -> tuple[float, float, float, dict[tuple[int, str], float]]:
    """Gain, money spent, the last unit's gain, and the reach by action and segment."""
    gain = spent = last = 0.0
    reach: dict[tuple[int, str], float] = {}
    good = [one for part in chosen for one in _concave(part) if one.gain > 0]
    for piece in sorted(good, key=lambda one: -one.rate):
        share = min(1.0, (money - spent) / piece.cost) if piece.cost > 0 else 1.0
        if share <= 0:
            last = piece.rate
            break
        place = piece.action, piece.segment
        begun = reach.get(place, 0.0)
        reach[place] = begun + share * (piece.reach - begun)
        gain, spent = gain + share * piece.gain, spent + share * piece.cost
        if share < 1:
            last = piece.rate
            break
    return gain, spent, last, reach


def _up_to(reach: float, found: list[Piece]) -> tuple[float, float]:
    """Cost and gain of a reach in one segment."""
    cost = gain = begun = 0.0
    for piece in _concave(found):
        share = min(max((reach - begun) / (piece.reach - begun), 0.0), 1.0)
        cost, gain, begun = cost + share * piece.cost, gain + share * piece.gain, piece.reach
    return cost, gain


def _concave(found: list[Piece]) -> list[Piece]:
    """Pieces of a segment whose rate rises are taken together, so that the best come first."""
    merged: list[Piece] = []
    for piece in found:
        before = merged[-1] if merged and merged[-1].segment == piece.segment else None
        if before and piece.rate > before.rate:
            together = replace(piece, cost=before.cost + piece.cost, gain=before.gain + piece.gain)
            merged[-1] = together
        else:
            merged.append(piece)
    return merged


def _variable(whole: Plan, keep: bool, weight: np.ndarray | float = 0.0) -> Plan:
    """The plan without its fixed costs on a part of the cells; or (not `keep`) nothing but them."""
    placed = tuple(
        replace(
            one,
            effect=replace(one.effect, fixed=None) if keep else one.effect,
            weight=one.weight * np.float32(weight),
            new=np.zeros_like(one.new),
        )
        for one in whole.placed
    )
    return replace(whole, placed=placed)
