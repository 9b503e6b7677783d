"""What an absorbing Markov chain loses without one of its states, with intervals.

A table of moves has K + 1 sources (the K states, then the start) and K + 2 targets (the states,
the goal, the end without it). With its transition probabilities, the fundamental matrix
N = (I - Q)^-1, visits n = start N and chances f = N r, leaving out state i loses

    (n_i / N_ii) f_i / P(goal)

of the chance to come to the goal, because a path either comes to i (n_i / N_ii, its reach) and
goes on to the goal from there, or never comes to i: one inverse gives all of them.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.special import stdtrit
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from loyalty.intervals import LEVEL
from loyalty.journey.runs import CELLS

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
DRAWS, FEWER_DRAWS, MANY = 500, 30, 200  # draws; fewer and rougher with more states than `MANY`


def dense(counts: Floats, pairs: Whole, size: int) -> Floats:
    """(draws, K + 1, K + 2) counts of moves by source and target."""
    table = np.zeros((len(counts), (size + 1) * (size + 2)), dtype=counts.dtype)
    table[:, pairs] = counts
    return table.reshape(len(counts), size + 1, size + 2)


def effects(counts: Floats) -> tuple[Floats, Floats]:
    """(draws, K) removal effects (NaN where nothing converts) and reach of tables of moves.

    Moves from a touchpoint to itself change neither and are left out.
    """
    size = counts.shape[2] - 2
    inner = np.arange(size)
    counts[:, inner, inner] = 0
    leaving = counts.sum(axis=2, keepdims=True)
    chance = np.divide(counts, leaving, out=np.zeros_like(counts), where=leaving > 0)
    start, converts = chance[:, size, :size], chance[:, :size, size]
    staying = np.eye(size, dtype=counts.dtype) - chance[:, :size, :size]
    known = np.stack([linalg.inv(one, check_finite=False) for one in staying])
    ahead = np.einsum("dij,dj->di", known, converts)
    visits = np.einsum("di,dij->dj", start, known)
    reach = visits / np.einsum("dii->di", known)
    total = (chance[:, size, size] + (start * ahead).sum(axis=1))[:, None]
    effect = np.divide(reach * ahead, total, out=np.full_like(reach, np.nan), where=total > 0)
    return np.clip(effect, 0, 1), np.clip(reach, 0, 1)


def bootstrap(
    blocks: sparse.csr_matrix, pairs: Whole, size: int, seed: int
) -> tuple[Floats, Floats]:
    """(draws, K) effects and reach of customers drawn with replacement; NaN of a single one."""
    rng = np.random.default_rng([seed, 1])
    whole, draws = blocks.shape[0], DRAWS if size <= MANY else FEWER_DRAWS
    if whole < 2:
        return np.full((draws, size), np.nan), np.full((draws, size), np.nan)
    weights = rng.multinomial(whole, np.full(whole, 1 / whole), size=draws).astype(float)
    kind = np.float64 if size <= MANY else np.float32  # half the time, exact enough for a spread
    step = max(1, CELLS // ((size + 1) * (size + 2)))
    with threadpool_limits(1):  # threads wait for each other longer than such a matrix takes
        parts = [
            effects(dense((weights[at : at + step] @ blocks).astype(kind), pairs, size))
            for at in range(0, draws, step)
        ]
    effect, reach = zip(*parts, strict=True)
    return np.concatenate(effect).astype(float), np.concatenate(reach).astype(float)


def interval(drawn: Floats, middle: Floats) -> tuple[Floats, Floats]:
    """Of the draws in which something converts: percentiles, or by their deviation if few.

    NaN without such draws.
    """
    known = drawn[~np.isnan(drawn).all(axis=1)]
    if len(known) < 2:
        return np.full_like(middle, np.nan), np.full_like(middle, np.nan)
    if len(drawn) == DRAWS:
        low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
        return low, high
    half = stdtrit(len(known) - 1, (1 + LEVEL) / 2) * known.std(axis=0, ddof=1)
    return middle - half, middle + half
