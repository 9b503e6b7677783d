"""Weights somebody states directly: points on any scale, divided by their sum."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from loyalty.language import mark
from loyalty.problems import Refused

NUMBERS = mark("Weights must be a list of finite numbers of zero or more.")
NONE = mark("All weights are zero: give at least one item some weight.")


@dataclass(frozen=True)
class Direct:
    """`weights`: (n,) shares of the points, sum 1."""

    weights: np.ndarray


def direct(values: ArrayLike) -> Direct:
    """The share of each item in the points given; Refused when one is negative or all are zero.

    Source: point allocation, e.g. Hobbs (1980), Decision Sciences 11.
    """
    try:
        points = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise Refused(NUMBERS) from None
    if points.ndim != 1 or not len(points) or not (np.isfinite(points) & (points >= 0)).all():
        raise Refused(NUMBERS)
    largest = points.max()
    if not largest:
        raise Refused(NONE)
    points /= largest
    return Direct(points / points.sum())
