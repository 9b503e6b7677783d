"""Sums over cells and safe ratios, for arrays whose last axis are draws."""

import numpy as np

from loyalty.strategies.base import Array


def total(values: Array) -> Array:
    """The sum over cells, (draws,)."""
    return (np.ones(len(values), dtype=values.dtype) @ values).astype(float)


def ratio(part: Array, whole: Array) -> Array:
    """Part of the whole; 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 1e-12)
