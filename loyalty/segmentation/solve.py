"""From a size to the threshold: "make it a third smaller", exact over every possible value."""

from math import inf
from typing import NamedTuple

import numpy as np

from loyalty.segmentation.curve import Curve
from loyalty.segmentation.round_numbers import Intervals, rounded

MARGIN = 0.1  # of the range of values: how far beyond the last of them a threshold may lie


class Solution(NamedTuple):
    """A value of the threshold, the size it gives, and whether that is the size asked for."""

    value: float
    size: int
    exact: bool


def solve(curve: Curve, segment: str, target: float) -> Solution:
    """The threshold whose size of the segment is nearest to `target`.

    Among equally good values the one nearest to the present value, then the roundest.
    """
    off = np.where(finite(curve).some(curve.whole), np.abs(curve.sizes[segment] - target), inf)
    return _solution(curve, segment, off == off.min(), target)


def reach(curve: Curve, segment: str, minimum: int) -> Solution | None:
    """The smallest move of the threshold that gives the segment `minimum` customers or more.

    Moves that make no other segment fall below the minimum come first; None when no value does.
    """
    large = (curve.sizes[segment] >= minimum).to_numpy() & finite(curve).some(curve.whole)
    if not large.any():
        return None
    rules = curve.sizes.iloc[:, :-1].to_numpy()
    kept = (rules >= minimum) | (rules[curve.piece(curve.now)] < minimum)
    gentle = large & kept.all(axis=1)
    return _solution(curve, segment, gentle if gentle.any() else large, minimum)


def within_reach(curve: Curve, segment: str) -> tuple[int, int]:
    """The smallest and the largest size that some value of the threshold gives the segment."""
    sizes = curve.sizes[segment].to_numpy()[finite(curve).some(curve.whole)]
    return int(sizes.min()), int(sizes.max())


def finite(curve: Curve) -> Intervals:
    """The pieces of the curve within what the study allows, the outermost cut to a margin."""
    ends = np.append(curve.starts[1:], curve.now)
    spare = max(1.0, MARGIN * float(ends.max() - ends.min()))
    least, most = max(curve.least, ends.min() - spare), min(curve.most, ends.max() + spare)
    return curve.intervals().within(least, most)


def round_values(curve: Curve, pieces: Intervals) -> np.ndarray:
    """(m,) a round threshold in each piece; no day is rounder than another."""
    return rounded(pieces, curve.now, curve.whole, 0 if curve.days else None)


def _solution(curve: Curve, segment: str, wanted: np.ndarray, target: float) -> Solution:
    """The wanted piece nearest to the present value, and a round value in it."""
    rows = np.flatnonzero(wanted)
    pieces = finite(curve).take(rows)
    away = np.maximum(np.maximum(pieces.low - curve.now, curve.now - pieces.high), 0)
    best = int(np.argmin(away))
    value = round_values(curve, pieces.take(np.array([best])))[0]
    size = int(curve.sizes[segment].iloc[rows[best]])
    return Solution(float(value), size, size == target)
