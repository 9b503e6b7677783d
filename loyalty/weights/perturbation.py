"""How sure levels and ranks are when the weights are not: the weights drawn again many times.

Weights are drawn from a Dirichlet distribution around those chosen, ``strength * weights``: the
higher the strength, the nearer the draws; a weight w varies with variance w (1 - w) / (strength
+ 1). For each draw every customer gets an index and a level. Ranks of segments over the draws are
the rank acceptabilities of SMAA-2 (Lahdelma & Salminen 2001, Operations Research 49).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from loyalty import scoring
from loyalty.aggregation import PRECISION, by_sets
from loyalty.scoring import Scores
from loyalty.study import Level
from loyalty.weights.groups import Grouped, Weights, for_all

MOST = 20_000
STABLE = 0.9
INTERVAL = (2.5, 97.5)
CHUNK = 4_096


@dataclass(frozen=True)
class Certainty:
    """What stays the same when the weights move. Shares are 0-1, NaN where there is nobody.

    Attributes:
        customers: how many were drawn for; sampled: whether these are a fixed sample of more.
        stable: share of customers with a level whose level is the same in 90 % of draws or more.
        agreement: share of draws in which a customer with a level keeps it, on average.
        levels: level, customers (now), staying (their mean share of draws in it), stable.
        matrix: level now (row) x share of draws in each level (column); rows sum to 1.
        top: share of customers in the highest level now; top_low, top_high: middle 95 % of draws.
        decisive: indicator, left_out, doubled: share of customers with a level who change it
            when this weight is taken away or doubled, the others keeping their proportions;
            the most decisive first.
    """

    customers: int
    sampled: bool
    stable: float
    agreement: float
    levels: pd.DataFrame
    matrix: pd.DataFrame
    top: float
    top_low: float
    top_high: float
    decisive: pd.DataFrame


def perturb(
    scored: Scores,
    weight: Weights,
    levels: Sequence[Level],
    strength: float,
    draws: int = 200,
    seed: int = 1,
    aggregation: str = "sum",
) -> Certainty:
    """Draw the weights again and count whose level stays.

    Exact up to 20,000 customers; of more, a fixed sample of 20,000 chosen by `seed`.

    Args:
        scored: n customers, k indicators.
        weight: the weights now by indicator, or the sets of groups, each drawn by itself.
        levels: from low to high. strength: above 0; draws: how many.
        aggregation: as in `loyalty.aggregation`.
    """
    part, chosen, sampled = _sample(scored, weight, seed)
    now = _codes(part, chosen.codes, chosen.weights[:, None], levels, aggregation)[0]
    sets = _around(chosen.weights, strength, draws, seed)
    drawn = _codes(part, chosen.codes, sets, levels, aggregation)
    same = (drawn == now).mean(axis=0)
    tops = (drawn == len(levels) - 1).mean(axis=1) if len(now) else np.full(draws, np.nan)
    low, high = np.percentile(tops, INTERVAL)
    matrix = _matrix(now, drawn, [*(level.key for level in levels), scoring.NOT_ENOUGH])
    has_level = now < len(levels)
    return Certainty(
        customers=len(now),
        sampled=sampled,
        stable=_mean(same[has_level] >= STABLE),
        agreement=_mean(same[has_level]),
        levels=_by_level(now, same, levels),
        matrix=matrix,
        top=_mean(now == len(levels) - 1),
        top_low=float(low),
        top_high=float(high),
        decisive=_decisive(part, chosen, now, levels, aggregation),
    )


def draw(
    scored: Scores, weight: Mapping[str, float], strength: float, draws: int = 200, seed: int = 1
) -> np.ndarray:
    """(draws, k) weight sets around `weight` in the order of ``scored.keys``; 0 stays 0."""
    chosen = for_all(weight, scored.keys, 0).weights
    return _around(_normalised(chosen), strength, draws, seed)[0]


def _around(chosen: np.ndarray, strength: float, draws: int, seed: int) -> np.ndarray:
    """(g, draws, k) sets around each of g."""
    generator = np.random.default_rng(seed)
    sets = np.zeros((len(chosen), draws, chosen.shape[1]))
    for place, one in enumerate(chosen):
        positive = np.flatnonzero(one)
        if len(positive):
            sets[place][:, positive] = generator.dirichlet(strength * one[positive], draws)
    return sets


def _normalised(sets: np.ndarray) -> np.ndarray:
    total = sets.sum(axis=-1, keepdims=True)
    return sets / np.where(total > 0, total, 1.0)


def _sample(scored: Scores, weight: Weights, seed: int) -> tuple[Scores, Grouped, bool]:
    size = scored.values.shape[1]
    whole = for_all(weight, scored.keys, size)
    sets = _normalised(whole.weights)
    if size <= MOST:
        return scored, Grouped(sets, whole.codes), False
    rows = np.sort(np.random.default_rng(seed).choice(size, MOST, replace=False))
    return scoring.take(scored, rows), Grouped(sets, whole.codes[rows]), True


def _codes(
    scored: Scores, own: np.ndarray, sets: np.ndarray, levels: Sequence[Level], aggregation: str
) -> np.ndarray:
    """Level codes (s, n) by s variants (g, s, k) of the set each customer has (`own`)."""
    found = np.empty((sets.shape[1], len(own)), dtype=np.int8)
    for group in np.unique(own):
        members = np.flatnonzero(own == group)
        for start in range(0, len(members), CHUNK):
            rows = members[start : start + CHUNK]
            some = scoring.take(scored, rows)
            value, share = by_sets(some.values, some.missing, sets[group], aggregation)
            found[:, rows] = scoring.level_codes(value, share, levels)
    return found


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _by_level(now: np.ndarray, same: np.ndarray, levels: Sequence[Level]) -> pd.DataFrame:
    rows = [same[now == code] for code in range(len(levels))]
    return pd.DataFrame(
        {
            "level": [level.key for level in levels],
            "customers": [len(row) for row in rows],
            "staying": [_mean(row) for row in rows],
            "stable": [_mean(row >= STABLE) for row in rows],
        }
    )


def _matrix(now: np.ndarray, drawn: np.ndarray, names: list[str]) -> pd.DataFrame:
    size = len(names)
    pairs = now.astype(np.intp) * size + drawn
    count = np.bincount(pairs.ravel(), minlength=size * size).reshape(size, size)
    total = count.sum(axis=1, keepdims=True)
    share = count / np.where(total > 0, total, np.nan)
    return pd.DataFrame(share, index=pd.Index(names, name="now"), columns=names)


def _decisive(
    scored: Scores, chosen: Grouped, now: np.ndarray, levels: Sequence[Level], aggregation: str
) -> pd.DataFrame:
    rows = np.flatnonzero(chosen.weights.any(axis=0))
    has_level = now < len(levels)
    changed = {}
    for name, factor in (("left_out", 0.0), ("doubled", 2.0)):
        sets = np.repeat(chosen.weights[:, None], len(rows), axis=1)
        sets[:, np.arange(len(rows)), rows] *= factor
        found = _codes(scored, chosen.codes, _normalised(sets), levels, aggregation)
        changed[name] = [_mean(one[has_level]) for one in found != now]
    shares = pd.DataFrame({"indicator": [scored.keys[row] for row in rows], **changed})
    return shares.sort_values("left_out", ascending=False, kind="stable", ignore_index=True)


def rank_acceptability(
    scored: Scores,
    sets: np.ndarray,
    codes: np.ndarray,
    names: Sequence[str],
    seed: int = 1,
    aggregation: str = "sum",
) -> pd.DataFrame:
    """In what share of the draws each segment has which rank by its mean index.

    Rank 1 is the highest mean; segments that tie share the better rank. A sum without gaps in
    the scores is exact; otherwise more than 20,000 customers are sampled, up to the same number
    of each segment.

    Args:
        scored: n customers. sets: (draws, k) weights from `draw`.
        codes: (n,) each customer's position in `names`.

    Returns:
        Segments x ranks 1 ..., rows sum to 1; NaN for a segment without any index.
    """
    means = _segment_means(scored, sets, codes, len(names), seed, aggregation)
    known = ~np.isnan(means).any(axis=0)
    ranks = np.full(means.shape, 0, dtype=np.intp)
    ranks[:, known] = rankdata(-means[:, known].round(PRECISION), method="min", axis=1)
    share = np.array([(ranks == rank).mean(axis=0) for rank in range(1, len(names) + 1)]).T
    share = share.reshape(len(names), len(names))
    share[~known] = np.nan
    columns = pd.RangeIndex(1, len(names) + 1, name="rank")
    return pd.DataFrame(share, index=pd.Index(names, name="segment"), columns=columns)


def _segment_means(
    scored: Scores, sets: np.ndarray, codes: np.ndarray, size: int, seed: int, aggregation: str
) -> np.ndarray:
    """Mean index (draws, segments) over the customers of each segment who have one."""
    if not scored.missing and aggregation == "sum":
        count = np.bincount(codes, minlength=size)
        sums = np.array([np.bincount(codes, row, minlength=size) for row in scored.values])
        means = sums.reshape(-1, size) / np.where(count > 0, count, np.nan)
        total = sets.sum(axis=1, keepdims=True)
        return 100.0 * sets @ means / np.where(total > 0, total, np.nan)
    rows = _of_each(codes, max(1, MOST // size), seed) if len(codes) > MOST else slice(None)
    some, own = scoring.take(scored, rows), codes[rows]
    value, _ = by_sets(some.values, some.missing, sets, aggregation)
    ones = np.equal.outer(own, np.arange(size)).astype(float)
    known = ~np.isnan(value)
    count = known @ ones
    return (np.where(known, value, 0.0) @ ones) / np.where(count > 0, count, np.nan)


def _of_each(codes: np.ndarray, most: int, seed: int) -> np.ndarray:
    """Rows of at most so many customers of each segment, chosen at random."""
    mixed = np.random.default_rng(seed).permutation(len(codes))
    by_segment = mixed[np.argsort(codes[mixed], kind="stable")]
    starts = np.searchsorted(codes[by_segment], codes[by_segment])
    return np.sort(by_segment[np.arange(len(codes)) - starts < most])
