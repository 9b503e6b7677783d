"""Round numbers within intervals, so that sliders and sentences show sensible thresholds."""

from dataclasses import dataclass

import numpy as np

FINEST = 9


@dataclass(frozen=True)
class Intervals:
    """(m,) intervals by their ends; an open end does not belong to its interval."""

    low: np.ndarray
    high: np.ndarray
    low_open: np.ndarray
    high_open: np.ndarray

    def contain(self, values: np.ndarray) -> np.ndarray:
        """(m,) whether each interval has its value."""
        above = (values > self.low) | (~self.low_open & (values == self.low))
        below = (values < self.high) | (~self.high_open & (values == self.high))
        return above & below

    def some(self, whole: bool = False) -> np.ndarray:
        """(m,) whether each interval has any number, or any whole one."""
        if not whole:
            return (self.low < self.high) | self.contain(self.low)
        first = np.where(self.low_open, np.floor(self.low) + 1, np.ceil(self.low))
        last = np.where(self.high_open, np.ceil(self.high) - 1, np.floor(self.high))
        return first <= last

    def take(self, rows: np.ndarray) -> "Intervals":
        """Some of the intervals."""
        ends = (self.low, self.high, self.low_open, self.high_open)
        return Intervals(*(part[rows] for part in ends))

    def within(self, least: float, most: float) -> "Intervals":
        """The parts of the intervals from `least` to `most`; empty ones contain nothing."""
        low_open = self.low_open & (self.low >= least)
        high_open = self.high_open & (self.high <= most)
        low, high = np.maximum(self.low, least), np.minimum(self.high, most)
        return Intervals(low, high, low_open, high_open)


def rounded(
    intervals: Intervals, near: float, whole: bool = False, coarsest: int | None = None
) -> np.ndarray:
    """(m,) the number with the fewest digits in each finite interval, the nearest to `near`.

    `near` itself where it lies in the interval. Without a decimal of `FINEST` places an end or the
    middle; NaN for an empty interval and, for `whole`, for one without a whole number. `coarsest`
    is the largest power of ten to round to: 0 takes any whole number for round.
    """
    found = np.full(len(intervals.low), np.nan)
    inside = intervals.contain(np.full(len(found), near))
    found[inside & (not whole or near % 1 == 0)] = near
    sizes = np.maximum(np.abs(intervals.low), np.abs(intervals.high))
    largest = int(np.ceil(np.log10(max(1.0, float(sizes.max(initial=1.0))))))
    first = largest if coarsest is None else min(largest, coarsest)
    for exponent in range(first, -1 if whole else -FINEST - 1, -1):
        rows = np.flatnonzero(np.isnan(found))
        if not len(rows):
            return found
        tried = _multiples(intervals.take(rows), near, exponent)
        found[rows] = np.where(intervals.take(rows).contain(tried), tried, np.nan)
    return found if whole else _ends(intervals, found)


def _multiples(intervals: Intervals, near: float, exponent: int) -> np.ndarray:
    """The multiple of a power of ten in each interval that is nearest to `near`.

    Dividing by a power of ten gives the float nearest to the decimal; multiplying may not.
    """
    power = 10.0 ** abs(exponent)
    scale = (lambda x: x / power) if exponent >= 0 else (lambda x: x * power)
    back = (lambda x: x * power) if exponent >= 0 else (lambda x: x / power)
    first, last = np.ceil(scale(intervals.low)), np.floor(scale(intervals.high))
    first += intervals.low_open & (back(first) <= intervals.low)
    last -= intervals.high_open & (back(last) >= intervals.high)
    chosen = np.clip(np.round(scale(near)), first, np.maximum(first, last))
    return np.asarray(back(chosen) + 0.0)  # no negative zero


def _ends(intervals: Intervals, found: np.ndarray) -> np.ndarray:
    middle = intervals.low + (intervals.high - intervals.low) / 2
    for tried in (intervals.low, intervals.high, middle):
        free = np.isnan(found) & intervals.contain(tried)
        found = np.where(free, tried, found)
    return found
