"""The difference of two shares within strata: Mantel & Haenszel's, weighted by Cochran (1954).

Its interval solves (d - δ)² = z² (δ P + Q) / W², where (δ P + Q) / W² is the variance of d that
Sato (1989) gives, right for few large and for many small strata: the interval of Klingenberg
(2014), which keeps 95 % with small or uneven groups and with shares near 0 or 1.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from loyalty.intervals import Z

Floats = NDArray[np.float64]


class RiskDifference(NamedTuple):
    """(rows,) each: the first share less the second, 95 % interval, two-sided p of no difference.

    NaN where no stratum holds both groups; p is also NaN where every outcome is the same.
    """

    difference: Floats
    low: Floats
    high: Floats
    p: Floats


def mantel_haenszel(
    hits: NDArray[np.int64], sizes: NDArray[np.int64], others: NDArray[np.int64],
    other_sizes: NDArray[np.int64],
) -> RiskDifference:  # fmt: skip
    """The difference over the strata of each row.

    Args:
        hits, sizes: (rows, strata) of the first group; others, other_sizes: of the second.
    """
    x, n, y, m = (np.asarray(one, dtype=float) for one in (hits, sizes, others, other_sizes))
    both = n + m
    part = np.divide(1.0, both, out=np.zeros_like(both), where=both > 0)
    weight = _known((n * m * part).sum(axis=1))
    difference = ((x * m - y * n) * part).sum(axis=1) / weight
    p = ((n**2 * y - m**2 * x + n * m * (m - n) / 2) * part**2).sum(axis=1) / weight**2
    q = ((x * (m - y) + y * (n - x)) * part).sum(axis=1) / 2 / weight**2
    middle = difference + Z**2 * p / 2
    half = np.sqrt(np.maximum(middle**2 - difference**2 + Z**2 * q, 0))
    certain = np.abs(difference) / np.sqrt(_known(q))
    return RiskDifference(
        difference,
        np.clip(middle - half, -1, difference),
        np.clip(middle + half, difference, 1),
        2 * ndtr(-certain),
    )


def false_discovery(p: Floats) -> Floats:
    """Benjamini & Hochberg's (1995) q of each p; NaN stays NaN and counts as no comparison."""
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q = np.full(len(p), np.nan)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return q


def _known(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)
