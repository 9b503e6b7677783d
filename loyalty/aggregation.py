"""Scores put together into an index by many sets of weights at once, or one set a customer.

sum     the weighted mean of the known scores
topsis  closeness d- / (d+ + d-) to the fixed ends of the scale over the known scores, with
        d-² the sum of (weight x score)² and d+² that of (weight x (1 - score))² (Hwang & Yoon
        1981); with fixed ends no customer's place depends on who else is there

`loyalty.scoring.index` is the fast way for one set and the sum.
"""

from collections.abc import Mapping

import numpy as np

CHUNK = 16_384
NO_WEIGHT = 1e-12
PRECISION = 6

Gaps = Mapping[int, np.ndarray]


def by_sets(
    values: np.ndarray, missing: Gaps, sets: np.ndarray, aggregation: str = "sum"
) -> tuple[np.ndarray, np.ndarray]:
    """Index 0-100 (NaN without any score) and share of the weight it rests on, each (s, n).

    Args:
        values, missing: (k, n) scores and their gaps as in `loyalty.scoring.Scores`.
        sets: (s, k) one set of weights a row. aggregation: "sum" or "topsis".
    """
    sums = [weights @ table for weights, table in _factors(values, missing, sets, aggregation)]
    value, share = _finish(sums, _shares(missing, sets))
    return value, np.broadcast_to(share, value.shape)


def by_codes(
    values: np.ndarray,
    missing: Gaps,
    sets: np.ndarray,
    codes: np.ndarray,
    aggregation: str = "sum",
) -> tuple[np.ndarray, np.ndarray]:
    """`by_sets` of each customer by the set in row `codes` (n,): index and share, each (n,)."""
    value, share = np.empty(len(codes)), np.empty(len(codes))
    for start in range(0, len(codes), CHUNK):
        part = slice(start, start + CHUNK)
        gaps = {row: gap[part] for row, gap in missing.items()}
        factors = _factors(values[:, part], gaps, sets, aggregation)
        sums = [_each(weights, table, codes[part]) for weights, table in factors]
        value[part], share[part] = _finish(sums, _share_of_each(gaps, sets, codes[part]))
    return value, share


def _each(weights: np.ndarray, table: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Each column of `table` (k, n) summed up by the weights in its row `codes` of (s, k)."""
    if len(weights) == 1:
        return np.asarray(weights[0] @ table)
    return np.einsum("kn,kn->n", weights.T[:, codes], table)


def _share_of_each(missing: Gaps, sets: np.ndarray, codes: np.ndarray) -> np.ndarray:
    share: np.ndarray = sets.sum(axis=1)[codes]
    for row, gap in missing.items():
        share -= sets[:, row][codes] * gap
    share[share < NO_WEIGHT] = 0.0
    return share


def _shares(missing: Gaps, sets: np.ndarray) -> np.ndarray:
    """Share of each set's weight on known scores: (s, n), or (s, 1) when none is missing."""
    share: np.ndarray = sets.sum(axis=1, keepdims=True)
    gaps = [row for row in missing if sets[:, row].any()]
    if gaps:
        share = share - sets[:, gaps] @ np.array([missing[row] for row in gaps])
        share[share < NO_WEIGHT] = 0.0
    return share


def _factors(
    values: np.ndarray, missing: Gaps, sets: np.ndarray, aggregation: str
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weights (s, k) and what they weigh (k, n): scores; for TOPSIS both squared distances."""
    if aggregation == "sum":
        return [(sets, values)]
    lacking = 1.0 - values
    for row, gap in missing.items():
        lacking[row] -= gap
    squared = sets**2
    return [(squared, values**2), (squared, lacking**2)]


def _finish(sums: list[np.ndarray], share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(invalid="ignore", divide="ignore"):
        if len(sums) == 1:
            value = sums[0] * (100.0 / share)
        else:
            low, high = np.sqrt(sums[0]), np.sqrt(sums[1])
            value = 100.0 * low / (low + high)
    return np.round(value, PRECISION, out=value), np.round(share, PRECISION)
