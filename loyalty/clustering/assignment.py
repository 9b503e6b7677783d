"""Sort customers into frozen clusters, missing scores left out.

k-means: the centre with the least mean squared distance over the customer's known indicators.
Mixture: the group most probable given them. Both are linear in the scores, their squares and the
gaps once terms that are equal for all groups are dropped, so a million customers take three
matrix products: minus the squared distance is ``2 c x - c c`` (less ``x x``, equal for all).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loyalty.scoring import Scores
from loyalty.study import Clusters

ENOUGH = 0.5
CHUNK = 1 << 13  # a block stays in the processor's cache


@dataclass(frozen=True)
class _Worth:
    """How well a group fits a customer, up to a term equal for all groups.

    start + sum over known indicators of (fixed + linear * score + square * score²); (k,) and
    three (k, d), no `square` where it is equal for all groups.
    """

    start: np.ndarray
    fixed: np.ndarray
    linear: np.ndarray
    square: np.ndarray | None


def assign(scored: Scores, clusters: Clusters) -> np.ndarray:
    """Each customer's cluster.

    Returns:
        (n,) floats 1..k; NaN for customers with fewer than half of the clusters' indicators.
    """
    worth = _worth(clusters)
    columns = [at for at, key in enumerate(clusters.indicators) if key in scored.keys]
    rows = [scored.keys.index(clusters.indicators[at]) for at in columns]
    found = np.full(scored.values.shape[1], np.nan)
    least = ENOUGH * len(clusters.indicators)
    for part in _parts(len(found)) if len(columns) >= least else ():
        values, missing = _part(scored, rows, part)
        found[part] = _best(worth, columns, values, missing)
        if missing is not None:
            found[part][len(rows) - missing.sum(axis=0) < least] = np.nan
    return found


def _worth(clusters: Clusters) -> _Worth:
    centres = np.array(clusters.centres)
    if clusters.method == "kmeans":
        return _Worth(np.zeros(len(centres)), -(centres**2), 2 * centres, None)
    spreads = np.array(clusters.spreads)
    with np.errstate(divide="ignore"):
        start = np.log(np.array(clusters.shares))
    fixed = -0.5 * (np.log(spreads) + centres**2 / spreads)
    return _Worth(start, fixed, centres / spreads, -0.5 / spreads)


def _parts(size: int) -> Iterator[slice]:
    return (slice(start, start + CHUNK) for start in range(0, size, CHUNK))


def _part(scored: Scores, rows: list[int], part: slice) -> tuple[np.ndarray, np.ndarray | None]:
    """Scores of some customers, and 1.0 where one is missing; None when none can be."""
    values = np.stack([scored.values[row, part] for row in rows])
    if not any(row in scored.missing for row in rows):
        return values, None
    missing = np.zeros_like(values)
    for at, row in enumerate(rows):
        if row in scored.missing:
            missing[at] = scored.missing[row][part]
    return values, missing


def _best(
    worth: _Worth, columns: list[int], values: np.ndarray, missing: np.ndarray | None
) -> np.ndarray:
    fixed = worth.fixed[:, columns]
    total = worth.linear[:, columns] @ values
    total += (worth.start + fixed.sum(axis=1))[:, None]
    if worth.square is not None:
        total += worth.square[:, columns] @ values**2
    if missing is not None:
        total -= fixed @ missing
    return total.argmax(axis=0) + 1.0
