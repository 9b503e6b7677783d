"""The table that objective methods weigh: alternatives in rows, criteria in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from loyalty.language import mark
from loyalty.problems import Refused

Frame = ArrayLike | pd.DataFrame

BLOCK = 16_384
NO_SPREAD = 1e-12

TABLE = mark("The weights need a table of numbers: rows to compare, and a column for each item.")
EMPTY = mark("There is no value to find weights from.")
INFINITE = mark("The column “{name}” holds an infinite value: correct it or leave it out.")
EQUAL = mark("No column tells the rows apart, so all weigh the same.")


@dataclass(frozen=True)
class Criteria:
    """k criteria of n alternatives.

    Attributes:
        names: (k,) names of the columns, else "1", "2", ...
        values: (k, n) one contiguous row per criterion, NaN where missing.
        low, high: (k,) smallest and largest known value, NaN without any.
    """

    names: tuple[str, ...]
    values: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def varying(self) -> np.ndarray:
        """(k,) whether a criterion has at least two different values."""
        return np.asarray(self.high > self.low)


def criteria(frame: Frame) -> Criteria:
    """Read a table of numbers, NaN where missing; Refused without any value or with infinite."""
    values = np.ascontiguousarray(_numbers(frame).T)
    low, high = np.fmin.reduce(values, axis=1), np.fmax.reduce(values, axis=1)
    names = _names(frame, len(values))
    for name, ends in zip(names, np.abs([low, high]).T, strict=True):
        if np.isinf(ends).any():
            raise Refused(INFINITE, name=name)
    if np.isnan(low).all():
        raise Refused(EMPTY)
    return Criteria(names, values, low, high)


def shares(raw: np.ndarray) -> tuple[np.ndarray, str]:
    """Numbers of zero or more as shares with sum 1; equal shares and a note when all are zero."""
    total = raw.sum()
    return (raw / total, "") if total > 0 else (np.full(len(raw), 1 / len(raw)), EQUAL)


def correlations(values: np.ndarray) -> np.ndarray:
    """(k, k) Pearson correlations of the rows of `values`, each pair where both are known.

    NaN where a pair has fewer than two common values, or one of the two does not vary there.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        count, total, squares, joint = _moments(values)
        variance = squares - total * total / count
        variance[~(variance > NO_SPREAD * squares)] = np.nan
        return np.asarray(
            np.clip((joint - total * total.T / count) / np.sqrt(variance * variance.T), -1.0, 1.0)
        )


def _moments(values: np.ndarray) -> np.ndarray:
    """(4, k, k) over the columns known in both rows: count, sum, sum of squares, of products.

    Sum and squares are those of the row, over the columns known in the other; about the mean.
    """
    size = (~np.isnan(values)).sum(axis=1)
    middle = (np.nansum(values, axis=1) / size)[:, None]
    found = np.zeros((4, len(values), len(values)))
    for start in range(0, values.shape[1], BLOCK):
        block = values[:, start : start + BLOCK]
        known = (~np.isnan(block)).astype(float)
        centred = np.where(known > 0, block - middle, 0.0)
        pairs = (known, known), (centred, known), (centred * centred, known), (centred, centred)
        found += [one @ other.T for one, other in pairs]
    return found


def _numbers(frame: Frame) -> np.ndarray:
    try:
        if isinstance(frame, pd.DataFrame):
            values = frame.to_numpy(dtype=float, na_value=np.nan)
        else:
            values = np.asarray(frame, dtype=float)
    except (TypeError, ValueError):
        raise Refused(TABLE) from None
    if values.ndim != 2 or not values.shape[1]:
        raise Refused(TABLE)
    if not len(values):
        raise Refused(EMPTY)
    return values


def _names(frame: Frame, size: int) -> tuple[str, ...]:
    named: Sequence[object] = range(1, size + 1)
    if isinstance(frame, pd.DataFrame):
        named = list(frame.columns)
    return tuple(str(name) for name in named)
