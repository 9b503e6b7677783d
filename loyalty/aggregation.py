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
    value, share = _finish(_sums(values, missing, sets, aggregation), _shares(missing, sets))
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
        own = codes[part]
        sums = [_own(one, own) for one in _sums(values[:, part], gaps, sets, aggregation)]
        value[part], share[part] = _finish(sums, _own(_shares(gaps, sets), own))
    return value, share


def _own(table: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """From (s, n), or (s, 1) for all alike, the row of each customer."""
    if table.shape[1] == 1:
        return table[codes, 0]
    return table[codes, np.arange(len(codes))]


def _shares(missing: Gaps, sets: np.ndarray) -> np.ndarray:
    """Share of each set's weight on known scores: (s, n), or (s, 1) when none is missing."""
    share: np.ndarray = sets.sum(axis=1, keepdims=True)
    gaps = [row for row in missing if sets[:, row].any()]
    if gaps:
        share = share - sets[:, gaps] @ np.array([missing[row] for row in gaps])
        share[share < NO_WEIGHT] = 0.0
    return share


def _sums(
    values: np.ndarray, missing: Gaps, sets: np.ndarray, aggregation: str
) -> list[np.ndarray]:
    """The weighted sum of the scores; for TOPSIS the squared distances to both ends."""
    if aggregation == "sum":
        return [sets @ values]
    lacking = 1.0 - values
    for row, gap in missing.items():
        lacking[row] -= gap
    return [sets**2 @ values**2, sets**2 @ lacking**2]


def _finish(sums: list[np.ndarray], share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(invalid="ignore", divide="ignore"):
        if len(sums) == 1:
            value = sums[0] * (100.0 / share)
        else:
            low, high = np.sqrt(sums[0]), np.sqrt(sums[1])
            value = 100.0 * low / (low + high)
    return np.round(value, PRECISION, out=value), np.round(share, PRECISION)
