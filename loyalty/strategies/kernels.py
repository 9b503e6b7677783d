"""How an effect unfolds: lag, ramp, threshold, saturation, decay. Shares, one for each month.

Functions of months give (months, 1, draws) between 0 and 1, to be the `course` of a `Timed` change;
`hill` and `threshold` have the shape of what they are given. All take one number per draw or a
plain number. Months are counted from the start of a strategy; a month's share is the one at its
middle.
"""

import numpy as np

from loyalty.strategies.base import Array


def _middle(months: int) -> Array:
    return np.arange(months)[:, None, None] + 0.5


def ramp(months: int, full: Array | float) -> Array:
    """Straight from 0 at the start to 1 after `full` months; at once when `full` is 0."""
    return np.clip(_middle(months) / np.maximum(full, 1e-9), 0, 1)


def lag(months: int, mean: Array | float) -> Array:
    """Share of a delayed effect that has arrived: Erlang of two stages with `mean` months."""
    rate = 2 * _middle(months) / np.maximum(mean, 1e-9)
    return 1 - np.exp(-rate) * (1 + rate)


def carry_over(months: int, lasts: Array | float, mean: Array | float) -> Array:
    """1 while it runs (`lasts` months), then geometric decay with `mean` months.

    The share kept from month to month is mean / (1 + mean) (adstock, Broadbent 1979).
    """
    kept = np.maximum(mean, 0) / (1 + np.maximum(mean, 0))
    after = np.maximum(np.arange(1, months + 1)[:, None, None] - lasts, 0)
    return np.where(after > 0, kept**after, 1.0)


def hill(dose: Array, half: Array | float, slope: Array | float = 1.0) -> Array:
    """Diminishing return: 1 / (1 + (dose / half) ** -slope), 0 without a dose (Hill 1910)."""
    safe = np.maximum(dose, 1e-12)
    return np.where(np.asarray(dose) > 0, 1 / (1 + (safe / half) ** -np.asarray(slope)), 0.0)


def threshold(level: Array, middle: Array | float, slope: Array | float) -> Array:
    """S-curve with a threshold: the logistic of `slope` times the distance from `middle`."""
    return 1 / (1 + np.exp(-np.asarray(slope) * (np.asarray(level) - middle)))


def fading(course: Array, lasts: int, mean: Array | float) -> Array:
    """A course up to its end after `lasts` months, then decay from there (see `carry_over`)."""
    months = len(course)
    reached = course[np.minimum(np.arange(months), lasts - 1)]
    return reached * carry_over(months, lasts, mean)
