"""TOPSIS: closeness to the best and distance from the worst, beside the weighted sum.

Hwang and Yoon (1981), Multiple Attribute Decision Making. With d+ the weighted distance to the
best and d- to the worst, closeness is d- / (d+ + d-), 0 (worst) to 1 (best). Unlike the weighted
sum, a weak side is not made up for point by point.

In the original (`topsis`) best and worst are the ends of the rows compared, so adding a row can
turn the order of others. `closeness`, which the index uses, measures against the fixed ends of a
frozen scale, which rules that out: García-Cascales and Lamata (2012), Math. Comput. Modelling 56.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from loyalty import aggregation
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.weights.criteria import Criteria, Frame, criteria
from loyalty.weights.critic import oriented
from loyalty.weights.direct import direct

if TYPE_CHECKING:
    from loyalty.scoring import Scores

MIDDLE = 0.5

COUNT = mark("There are {columns} columns but {weights} weights: give one weight for each column.")
GAPS = mark("The column “{name}” has missing values: TOPSIS compares complete rows only.")


@dataclass(frozen=True)
class Topsis:
    """`closeness`: (m,) of each row, 0-1, more is better; `weights`: (k,) used, sum 1."""

    closeness: np.ndarray
    weights: np.ndarray


def topsis(frame: Frame, weights: ArrayLike, benefit: Sequence[bool] | None = None) -> Topsis:
    """Closeness of each row to the best of all rows, after vector normalisation.

    Args:
        frame: (m, k) array or frame without gaps.
        weights: (k,) of zero or more; divided by their sum.
        benefit: whether more is better, for each column; all when None.

    Returns:
        Closeness in the order of the rows; 0.5 for all when no weighted column tells them apart.

    Raises:
        Refused: missing or infinite values (which column), or weights that do not fit.
    """
    table = criteria(frame)
    _require_complete(table)
    used = direct(weights).weights
    if len(used) != len(table.names):
        raise Refused(COUNT, columns=len(table.names), weights=len(used))
    turned = _normalised(table) * (used * oriented(benefit, len(used)))[:, None]
    best, worst = turned.max(axis=1), turned.min(axis=1)
    above = np.sqrt(((turned - best[:, None]) ** 2).sum(axis=0))
    below = np.sqrt(((turned - worst[:, None]) ** 2).sum(axis=0))
    apart = above + below
    return Topsis(np.where(apart > 0, below / np.where(apart > 0, apart, 1.0), MIDDLE), used)


def closeness(scores: "Scores", weights: Mapping[str, float]) -> np.ndarray:
    """(n,) closeness of each customer to the score 1 in all indicators, against 0 in all.

    A missing score is left out of both distances, so nothing is assumed about it; NaN without any
    weighted score.

    Args:
        scores: scores 0-1 on a frozen scale. weights: of indicators; others weigh nothing.
    """
    sets = np.array([[weights.get(key, 0.0) for key in scores.keys]])
    codes = np.zeros(scores.values.shape[1], dtype=np.intp)
    found, _ = aggregation.by_codes(scores.values, scores.missing, sets, codes, "topsis")
    return found / 100


def _normalised(table: Criteria) -> np.ndarray:
    """Each column divided by its length; a column of zeros stays."""
    largest = np.abs(table.values).max(axis=1, keepdims=True)
    scaled = table.values / np.where(largest > 0, largest, 1.0)
    length = np.sqrt((scaled**2).sum(axis=1, keepdims=True))
    return np.asarray(scaled / np.where(length > 0, length, 1.0))


def _require_complete(table: Criteria) -> None:
    for name, row in zip(table.names, table.values, strict=True):
        if np.isnan(row).any():
            raise Refused(GAPS, name=name)
