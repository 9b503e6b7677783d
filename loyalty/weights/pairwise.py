"""Pairwise judgements as a matrix: read, checked, mirrored, and stored.

``a[i, j]`` says how many times item i matters as much as item j, ``a[j, i]`` is 1 divided by it,
and NaN stands where nobody judged. One side of the diagonal is enough: the other is its mirror.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components

from loyalty.language import mark
from loyalty.problems import Refused

Judgements = ArrayLike | pd.DataFrame

ROUNDED = 0.05
SEPARATOR = "|"

SQUARE = mark(
    "The comparisons must be a square table of numbers: one row and one column for each item."
)
POSITIVE = mark("“{first}” against “{second}” is {value}: it must be a finite number above zero.")
DIAGONAL = mark("“{first}” against itself is {value}: it must be 1.")
MIRROR = mark(
    "“{first}” against “{second}” is {value}, but the other way round it is {mirror}: each must be"
    " 1 divided by the other."
)
UNCONNECTED = mark(
    "No comparison connects these groups: {groups}. Compare an item of each group with an item of"
    " another."
)
TWICE = mark("“{first}” against “{second}” is judged twice, and differently: keep one judgement.")


def read(judgements: Judgements) -> np.ndarray:
    """(n, n) judgements, exactly reciprocal with diagonal 1; NaN where nobody judged.

    Both sides may be given, or one: the other missing, or all zeros below the diagonal. Where a
    side was rounded (0.33 for 1/3), the side of 1 or more counts.

    Raises:
        Refused: not square, not positive and finite, or not reciprocal.
    """
    values = _filled(_square(judgements))
    names = labels(judgements)
    with np.errstate(all="ignore"):
        mirror = 1 / values.T
        usable = np.isnan(values) | ((values > 0) & np.isfinite(values + mirror.T))
        _refuse(POSITIVE, names, values, ~usable)
        _refuse(DIAGONAL, names, values, np.eye(len(values)) * (np.abs(values - 1) > ROUNDED))
        _refuse(MIRROR, names, values, np.abs(values / mirror - 1) > ROUNDED)
    upper = np.where(np.isnan(mirror) | (values >= 1), values, mirror)
    return np.asarray(np.triu(upper, 1) + np.tril(1 / upper.T, -1) + np.eye(len(values)))


def labels(judgements: Judgements) -> list[str]:
    """Names of the items: the columns of a frame, else 1, 2, ..."""
    if isinstance(judgements, pd.DataFrame):
        return [str(name) for name in judgements.columns]
    return [str(place + 1) for place in range(len(_square(judgements)))]


def matrix(items: Sequence[str], judgements: Mapping[str, float]) -> np.ndarray:
    """(n, n) matrix of stored judgements "a|b" -> value, NaN where there is none.

    A judgement may be stored as "b|a"; one about an item that is not in `items` is left out.
    Refused when a pair is judged both ways and the two disagree.
    """
    place = {item: position for position, item in enumerate(items)}
    values = np.full((len(items), len(items)), np.nan)
    np.fill_diagonal(values, 1.0)
    for pair, value in judgements.items():
        first, _, second = pair.partition(SEPARATOR)
        if first == second or not {first, second} <= place.keys():
            continue
        i, j = place[first], place[second]
        if not np.isnan(values[j, i]) and not np.isclose(values[j, i] * value, 1, atol=ROUNDED):
            raise Refused(TWICE, first=first, second=second)
        values[i, j] = value
    return read(pd.DataFrame(values, list(items), list(items)))


def judgements(items: Sequence[str], matrix: Judgements) -> dict[str, float]:
    """What is above the diagonal of a matrix, as "a|b" -> value; unknown pairs are left out."""
    values = read(matrix)
    return {
        f"{items[i]}{SEPARATOR}{items[j]}": float(values[i, j])
        for i, j in combinations(range(len(values)), 2)
        if not np.isnan(values[i, j])
    }


def components(values: np.ndarray) -> list[list[int]]:
    """Positions of the items that comparisons connect with one another; one group when all are."""
    count, group = connected_components(~np.isnan(values), directed=False)
    return [np.flatnonzero(group == one).tolist() for one in range(count)]


def require_connected(values: np.ndarray, names: Sequence[str]) -> None:
    """Refused, with the groups, when no chain of comparisons leads from each item to all."""
    groups = components(values)
    if len(groups) > 1:
        named = ["(" + ", ".join(names[place] for place in group) + ")" for group in groups]
        raise Refused(UNCONNECTED, groups=" ".join(named))


def _square(judgements: Judgements) -> np.ndarray:
    try:
        if isinstance(judgements, pd.DataFrame):
            values = _ordered(judgements).to_numpy(dtype=float, na_value=np.nan)
        else:
            values = np.array(judgements, dtype=float)
    except (TypeError, ValueError):
        raise Refused(SQUARE) from None
    if values.ndim != 2 or values.shape[0] != values.shape[1] or not len(values):
        raise Refused(SQUARE)
    return values


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of the columns, where both carry the same names."""
    rows, columns = frame.index, frame.columns
    same = columns.is_unique and rows.is_unique and set(rows) == set(columns)
    return frame.loc[columns] if same else frame


def _filled(values: np.ndarray) -> np.ndarray:
    """Missing for zeros where all below the diagonal is zero; 1 for a diagonal left open."""
    below = np.tri(len(values), k=-1, dtype=bool)
    diagonal = np.eye(len(values), dtype=bool)
    half = len(values) > 1 and not values[below].any()
    values = np.where(below & half, np.nan, values)
    return np.where(diagonal & (np.isnan(values) | (half & (values == 0))), 1.0, values)


def _refuse(sentence: str, names: Sequence[str], values: np.ndarray, wrong: np.ndarray) -> None:
    for i, j in np.argwhere(wrong)[:1]:
        value, mirror = f"{values[i, j]:g}", f"{values[j, i]:g}"
        raise Refused(sentence, first=names[i], second=names[j], value=value, mirror=mirror)
