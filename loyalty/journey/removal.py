"""Which touchpoint matters on the way to a goal: removal effects of an absorbing Markov chain.

States are the start, the touchpoints, the goal (conversion) and the end without it (null). A
journey is read up to its first moment at the goal: that moment is the conversion, whatever comes
later is left out; a journey that never comes there ends in null; one that begins at the goal goes
from the start straight to it. The moments of the goal itself are no touchpoints of the chain. Its
transition probabilities are shares of the moves counted, so that the chance to convert from the
start is exactly the share of journeys that do.

The removal effect of a touchpoint is 1 - P(conversion without it) / P(conversion), where whatever
would go to the touchpoint goes to null (Anderl, Becker, von Wangenheim & Schumann 2016). With the
fundamental matrix N = (I - Q)^-1, visits n = start N and chances f = N r it is

    (n_i / N_ii) f_i / P(conversion)

because a path either comes to i (n_i / N_ii) and converts from there or never comes to it: one
inverse gives all of them. It describes the journeys recorded and is no causal effect: a touchpoint
that most journeys pass has a large one by its volume alone. That volume is told beside it (reach =
n_i / N_ii); an effect is significant when it differs from it, that is, when those who come here
convert more or less often than all.

Intervals: percentiles of a bootstrap over customers (multinomial, with the study's seed). Beyond
`BLOCKS` customers, random blocks of them are drawn instead, which keeps the variance and lets the
moves be counted once.
"""

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from loyalty.intervals import LEVEL
from loyalty.journey.findings import ENOUGH
from loyalty.journey.log import Log
from loyalty.journey.runs import CELLS, firsts, numbered
from loyalty.journey.stage_map import UNASSIGNED
from loyalty.journey.units import SHARE_DIGITS
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study import Study

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
DRAWS, FEWER_DRAWS, MANY = 500, 100, 200  # draws; fewer with more touchpoints than `MANY`
BLOCKS = 1000
GOALS = ("repurchase", "purchase")
COLUMNS = [
    "touchpoint", "stage", "journeys", "reach", "removal_effect", "low", "high", "share",
    "share_low", "share_high", "significant", "enough",
]  # fmt: skip


class Goal(NamedTuple):
    """What counts as a conversion: a stage, by its key, or one touchpoint, by its name."""

    kind: Literal["stage", "touchpoint"]
    name: str


class _Moves(NamedTuple):
    """Moves of all journeys; K touchpoints, the start is source K, targets K and K+1 end."""

    names: Whole  # (K,) places in log.names
    journeys: Whole  # (K,) journeys that come there before the goal
    customer: NDArray[np.int32]
    source: Whole
    target: Whole


def default_goal(log: Log) -> Goal | None:
    """Repurchase, else purchase, else the last stage that has moments; None without any."""
    count = np.bincount(log.stage, minlength=len(log.stages))
    known = [key for key, size in zip(log.stages, count, strict=True) if size and key != UNASSIGNED]
    chosen = next((key for key in GOALS if key in known), known[-1] if known else None)
    return Goal("stage", chosen) if chosen else None


def conversions(log: Log, goal: Goal) -> tuple[int, int]:
    """Journeys that come to the goal, and all journeys."""
    reached = np.unique(log.journey[_at(log, goal)])
    return len(reached), int(log.first.sum())


def of_log(log: Log, study: Study, goal: Goal | None = None) -> pd.DataFrame:
    """One row per touchpoint met before the goal, the largest effect first; see `COLUMNS`.

    journeys that come there before the goal; reach, the chance to come there; removal_effect and
    share (of all effects) with their intervals; significant: the effect is not that of its volume
    alone; enough: at least `ENOUGH` journeys. Effects are missing when no journey converts.

    Args:
        log: of the customers to be described. study: gives the seed of the bootstrap.
        goal: `default_goal` when None; Refused when the log does not know it.
    """
    goal = goal or default_goal(log)
    if goal is None:
        return pd.DataFrame(columns=COLUMNS)
    moves = _moves(log, _at(log, goal))
    blocks, pairs = _by_block(moves, study.seed)
    size = len(moves.names)
    effect, reach = (one[0] for one in _effects(_dense(blocks.sum(axis=0)[None], pairs, size)))
    drawn, passed = _bootstrap(blocks, pairs, size, study.seed)
    low, high = _interval(drawn)
    beside_low, beside_high = _interval(drawn - passed)
    share_low, share_high = _interval(_normalised(drawn))
    table = pd.DataFrame(
        {
            "touchpoint": np.array(log.names, dtype=object)[moves.names],
            "stage": np.array(log.stages, dtype=object)[log.stage_of[moves.names]],
            "journeys": moves.journeys, "reach": reach, "removal_effect": effect, "low": low,
            "high": high, "share": _normalised(effect), "share_low": share_low,
            "share_high": share_high, "enough": moves.journeys >= ENOUGH,
            "significant": (beside_low > 0) | (beside_high < 0),
        }
    )  # fmt: skip
    table["significant"] &= table["enough"]
    table = table.round(SHARE_DIGITS)[COLUMNS]
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
    names = np.flatnonzero(np.bincount(point[inside], minlength=len(log.names)))
    size = len(names)
    rank = np.zeros(len(log.names), dtype=np.int64)
    rank[names] = np.arange(size)
    state = np.where(inside, rank[point], size)
    first = np.diff(journey, prepend=-1) != 0
    last = np.append(first[1:], True)[: len(first)]
    lost = last & inside
    met = firsts(journey[inside], state[inside].astype(np.int32), size)
    return _Moves(
        names,
        np.bincount(state[inside][met], minlength=size),
        np.concatenate([customer[first], customer[~last], customer[lost]]),
        np.concatenate([np.full(first.sum(), size), state[~last], state[lost]]),
        np.concatenate([state[first], state[~first], np.full(lost.sum(), size + 1)]),
    )


def _by_block(moves: _Moves, seed: int) -> tuple[sparse.csr_matrix, Whole]:
    """(blocks, pairs) counts of moves, and the pairs of source and target (numbers in a table)."""
    size = len(moves.names)
    found, pair = numbered(moves.source * (size + 2) + moves.target, (size + 1) * (size + 2))
    people, who = np.unique(moves.customer, return_inverse=True)
    blocks = max(1, min(len(people), BLOCKS))
    block = np.random.default_rng(seed).permutation(len(people))[who] % blocks
    cell, at = numbered(block * len(found) + pair, blocks * len(found))
    count = np.bincount(at, minlength=len(cell)).astype(float)
    place = np.divmod(cell, max(len(found), 1))
    return sparse.csr_matrix((count, place), shape=(blocks, len(found))), found


def _dense(counts: Floats, pairs: Whole, size: int) -> Floats:
    """(draws, K + 1, K + 2) counts of moves by source and target."""
    table = np.zeros((len(counts), (size + 1) * (size + 2)))
    table[:, pairs] = counts
    return table.reshape(len(counts), size + 1, size + 2)


def _effects(counts: Floats) -> tuple[Floats, Floats]:
    """(draws, K) removal effects (NaN where nothing converts) and reach of tables of moves.

    Moves from a touchpoint to itself change neither and are left out.
    """
    size = counts.shape[2] - 2
    inner = np.arange(size)
    counts[:, inner, inner] = 0
    leaving = counts.sum(axis=2, keepdims=True)
    chance = np.divide(counts, leaving, out=np.zeros_like(counts), where=leaving > 0)
    start, converts = chance[:, size, :size], chance[:, :size, size]
    known = np.linalg.inv(np.eye(size) - chance[:, :size, :size])
    ahead = np.einsum("dij,dj->di", known, converts)
    visits = np.einsum("di,dij->dj", start, known)
    reach = visits / np.einsum("dii->di", known)
    total = (chance[:, size, size] + (start * ahead).sum(axis=1))[:, None]
    effect = np.divide(reach * ahead, total, out=np.full_like(reach, np.nan), where=total > 0)
    return np.clip(effect, 0, 1), np.clip(reach, 0, 1)


def _bootstrap(
    blocks: sparse.csr_matrix, pairs: Whole, size: int, seed: int
) -> tuple[Floats, Floats]:
    """(draws, K) effects and reach of customers drawn with replacement."""
    rng = np.random.default_rng([seed, 1])
    whole = blocks.shape[0]
    draws = DRAWS if size <= MANY else FEWER_DRAWS
    weights = rng.multinomial(whole, np.full(whole, 1 / whole), size=draws).astype(float)
    step = max(1, CELLS // ((size + 1) * (size + 2)))
    parts = [
        _effects(_dense(weights[at : at + step] @ blocks, pairs, size))
        for at in range(0, draws, step)
    ]
    effect, reach = zip(*parts, strict=True)
    return np.concatenate(effect), np.concatenate(reach)


def _normalised(effect: Floats) -> Floats:
    total = effect.sum(axis=-1, keepdims=True)
    return np.divide(effect, total, out=np.full_like(effect, np.nan), where=total > 0)


def _interval(drawn: Floats) -> tuple[Floats, Floats]:
    """Percentiles over the draws in which something converts; NaN without any."""
    known = drawn[~np.isnan(drawn).any(axis=1)]
    if not len(known):
        return np.full(drawn.shape[1], np.nan), np.full(drawn.shape[1], np.nan)
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high
