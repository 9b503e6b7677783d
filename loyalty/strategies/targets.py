"""Whom a strategy picks among the active customers, as a share of each cell."""

import numpy as np

from loyalty.strategies.base import Array, Baseline


def foremost(value: Array, share: Array, base: Baseline) -> Array:
    """Share of each cell among the `share` of active customers with the highest `value`.

    `value` per cell, `share` between 0 and 1 per draw; (cells, draws). Cells of the same value
    are picked alike, so the last ones in are picked in part.
    """
    levels, place = np.unique(-value[base.active], return_inverse=True)
    weight = np.bincount(place, base.customers[base.active], minlength=len(levels))
    before = (weight.cumsum() - weight)[:, None]
    taken = (share * weight.sum() - before) / np.maximum(weight, 1e-12)[:, None]
    found = np.zeros((len(base.active), np.size(share)))
    found[base.active] = np.where(share >= 1, 1.0, np.clip(taken, 0, 1))[place]
    return found
