"""Which touchpoint matters on the way to a goal: removal effects of an absorbing Markov chain.

States are the start, the touchpoints, the goal (conversion) and the end without it (null). A
journey is read up to its first moment at the goal: that moment is the conversion, whatever comes
later is left out; a journey that never comes there ends in null; one that begins at the goal goes
from the start straight to it. The moments of the goal itself are no touchpoints of the chain. Its
transition probabilities are shares of the moves counted, so that the chance to convert from the
start is exactly the share of journeys that do.

The removal effect of a touchpoint is 1 - P(conversion without it) / P(conversion), where whatever
would go to the touchpoint goes to null (Anderl, Becker, von Wangenheim & Schumann 2016; see
`absorbing`). It describes the journeys recorded and is no causal effect: a touchpoint that most
journeys pass has a large one by its volume alone. That volume is told beside it (reach); an effect
is significant when it differs from it, that is, when those who come here convert more or less
often than all.

Intervals: percentiles of a bootstrap over customers (multinomial, with the study's seed). Beyond
`BLOCKS` customers, random blocks of them are drawn instead, which keeps the variance and lets the
moves be counted once. Beyond 200 touchpoints there are fewer draws and the interval is taken
from their standard deviation. Beyond `STATES`, only those that most journeys come to have a state
of their own; the rarer ones share one and have no effect, so that any number of them is fast.
"""

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from loyalty.journey.absorbing import bootstrap, dense, effects, interval
from loyalty.journey.cut import closing
from loyalty.journey.findings import ENOUGH
from loyalty.journey.log import Log
from loyalty.journey.runs import firsts, numbered
from loyalty.journey.stage_map import AGAIN, UNASSIGNED
from loyalty.journey.units import SHARE_DIGITS
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study import Study

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
STATES = 1000
BLOCKS = 1000
GOALS = (AGAIN, "repurchase", "purchase")
COLUMNS = [
    "touchpoint", "stage", "journeys", "reach", "removal_effect", "low", "high", "share",
    "share_low", "share_high", "significant", "enough",
]  # fmt: skip


class Goal(NamedTuple):
    """What counts as a conversion: a stage, by its key, or one touchpoint, by its name."""

    kind: Literal["stage", "touchpoint"]
    name: str


class Effects(NamedTuple):
    """Removal effects (see `of_log`) with their goal, and how many come to it."""

    table: pd.DataFrame
    goal: Goal | None = None
    customers: int = 0
    reached: int = 0  # journeys
    journeys: int = 0  # all of them


class _Moves(NamedTuple):
    """Moves of all journeys; K states, the start is source K, targets K and K+1 end."""

    names: Whole  # places in log.names: the touchpoints of the first states, then of the last
    journeys: Whole  # journeys that come to each before the goal
    size: int  # K
    customer: NDArray[np.int32]
    source: Whole
    target: Whole


def default_goal(log: Log) -> Goal | None:
    """Buying again (see `again`), repurchase, purchase, else the last stage that has moments."""
    count = np.bincount(log.stage, minlength=len(log.stages))
    known = [key for key, size in zip(log.stages, count, strict=True) if size and key != UNASSIGNED]
    chosen = next((key for key in GOALS if key in known), known[-1] if known else None)
    return Goal("stage", chosen) if chosen else None


def conversions(log: Log, goal: Goal) -> tuple[int, int]:
    """Journeys that come to the goal, and all journeys."""
    reached = np.unique(log.journey[_at(log, goal)])
    return len(reached), int(log.first.sum())


def effects_of(log: Log, study: Study) -> Effects:
    """The effects towards the default goal."""
    goal = default_goal(log)
    if goal is None:
        return Effects(pd.DataFrame(columns=COLUMNS))
    customers = len(np.unique(log.customer[_at(log, goal)]))
    return Effects(of_log(log, study, goal), goal, customers, *conversions(log, goal))


def of_log(log: Log, study: Study, goal: Goal | None = None) -> pd.DataFrame:
    """One row per touchpoint met before the goal, the largest effect first; see `COLUMNS`.

    journeys that come there before the goal; reach, the chance to come there; removal_effect and
    share (of all effects) with their intervals; significant: the effect is not that of its volume
    alone; enough: at least `ENOUGH` journeys. Effects are missing when no journey converts, and
    those of touchpoints without a state of their own. Touchpoints that end journeys by the study
    (see `cut`) are left out: nothing can follow them.

    Args:
        log: of the customers to be described. study: gives the seed of the bootstrap.
        goal: `default_goal` when None; Refused when the log does not know it.
    """
    goal = goal or default_goal(log)
    if goal is None:
        return pd.DataFrame(columns=COLUMNS)
    moves = _moves(log, _at(log, goal))
    blocks, pairs = _by_block(moves, study.seed)
    whole = dense(blocks.sum(axis=0)[None], pairs, moves.size)
    effect, reach = (_own(one, moves)[0] for one in effects(whole))
    drawn, passed = (_own(one, moves) for one in bootstrap(blocks, pairs, moves.size, study.seed))
    low, high = interval(drawn, effect)
    beside_low, beside_high = interval(drawn - passed, effect - reach)
    share_low, share_high = interval(_normalised(drawn), _normalised(effect))
    table = pd.DataFrame(
        {
            "touchpoint": np.array(log.names, dtype=object)[moves.names],
            "stage": np.array(log.stages, dtype=object)[log.stage_of[moves.names]],
            "journeys": moves.journeys, "reach": reach, "removal_effect": effect,
            "low": low.clip(0, 1), "high": high.clip(0, 1), "share": _normalised(effect),
            "share_low": share_low.clip(0, 1), "share_high": share_high.clip(0, 1),
            "enough": moves.journeys >= ENOUGH,
            "significant": (beside_low > 0) | (beside_high < 0),
        }
    )  # fmt: skip
    table["significant"] &= table["enough"]
    closes = closing(log.names, log.stage_of, log.stages, study)[moves.names]
    table = table.round(SHARE_DIGITS).loc[~closes, COLUMNS]
    return table.sort_values(
        ["removal_effect", "touchpoint"], ascending=[False, True], ignore_index=True
    )


def _at(log: Log, goal: Goal) -> NDArray[np.bool_]:
    """(n,) whether a moment is at the goal."""
    known = log.stages if goal.kind == "stage" else log.names
    if goal.name not in known:
        raise Refused(
            mark("There is no stage or touchpoint “{goal}” in these journeys. Choose another."),
            goal=goal.name,
        )
    place = log.stage if goal.kind == "stage" else log.touchpoint
    return place == known.index(goal.name)


def _moves(log: Log, at_goal: NDArray[np.bool_]) -> _Moves:
    """The moves of every journey up to its first moment at the goal."""
    before: Whole = np.cumsum(at_goal) - at_goal
    begins = np.maximum.accumulate(np.where(log.first, before, 0))
    rows = np.flatnonzero(before == begins)
    inside = ~at_goal[rows]
    point, journey, customer = log.touchpoint[rows], log.journey[rows], log.customer[rows]
    met = firsts(journey[inside], point[inside], len(log.names))
    journeys = np.bincount(point[inside][met], minlength=len(log.names))
    names, state_of = _states(journeys)
    size = min(len(names), STATES + 1)
    state = np.where(inside, state_of[point], size)
    first = np.diff(journey, prepend=-1) != 0
    last = np.append(first[1:], True)[: len(first)]
    lost = last & inside
    return _Moves(
        names,
        journeys[names],
        size,
        np.concatenate([customer[first], customer[~last], customer[lost]]),
        np.concatenate([np.full(first.sum(), size), state[~last], state[lost]]),
        np.concatenate([state[first], state[~first], np.full(lost.sum(), size + 1)]),
    )


def _states(journeys: Whole) -> tuple[Whole, Whole]:
    """Touchpoints that journeys come to, in the order of their states, and the state of each."""
    met = np.flatnonzero(journeys)
    order = met[np.argsort(-journeys[met], kind="stable")]
    names = np.concatenate([np.sort(order[:STATES]), np.sort(order[STATES:])])
    state = np.zeros(len(journeys), dtype=np.int64)
    state[names] = np.minimum(np.arange(len(names)), STATES)
    return names, state


def _by_block(moves: _Moves, seed: int) -> tuple[sparse.csr_matrix, Whole]:
    """(blocks, pairs) counts of moves, and the pairs of source and target (numbers in a table)."""
    size = moves.size
    found, pair = numbered(moves.source * (size + 2) + moves.target, (size + 1) * (size + 2))
    people, who = np.unique(moves.customer, return_inverse=True)
    blocks = max(1, min(len(people), BLOCKS))
    block = np.random.default_rng(seed).permutation(len(people))[who] % blocks
    cell, at = numbered(block * len(found) + pair, blocks * len(found))
    count = np.bincount(at, minlength=len(cell)).astype(float)
    place = np.divmod(cell, max(len(found), 1))
    return sparse.csr_matrix((count, place), shape=(blocks, len(found))), found


def _own(values: Floats, moves: _Moves) -> Floats:
    """(draws, touchpoints) of values by state; missing for the touchpoints that share one."""
    found = np.full((len(values), len(moves.names)), np.nan)
    own = moves.size if moves.size == len(moves.names) else STATES
    found[:, :own] = values[:, :own]
    return found


def _normalised(effect: Floats) -> Floats:
    total = np.nansum(effect, axis=-1, keepdims=True)
    return np.divide(effect, total, out=np.full_like(effect, np.nan), where=total > 0)
