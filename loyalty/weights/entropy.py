"""Entropy weights: a column weighs the more, the more unevenly its total is spread over the rows.

Shannon (1948); as weights Zeleny (1982), Multiple Criteria Decision Making, and Hwang and Yoon
(1981). p_ij = x_ij / sum_i x_ij; e_j = -sum_i p_ij ln p_ij / ln m; w_j = (1 - e_j) / sum (1 - e).
The result depends on where zero lies, so it fits values with a natural zero or scores.
"""

from dataclasses import dataclass

import numpy as np

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.weights.criteria import Frame, criteria, shares

SMALLEST = np.finfo(float).tiny  # so that 0 ln 0 is 0
NEGATIVE = mark("The column “{name}” holds negative values, which entropy weights cannot use.")


@dataclass(frozen=True)
class Entropy:
    """Weights by entropy.

    Attributes:
        weights: (k,) in the order of the columns, sum 1.
        entropy: (k,) of each column, 0-1; 1 when all its values are equal.
        note: why the weights are equal, where no column varies; else "".
    """

    weights: np.ndarray
    entropy: np.ndarray
    note: str = ""


def entropy(frame: Frame) -> Entropy:
    """Entropy weights of the columns of a table without negative values.

    0 ln 0 counts 0. A missing value is left out of its column: m is then the number of known
    rows. A column whose values are all equal, all zero or all missing weighs nothing; when no
    column varies all weigh the same, and `note` says so.

    Args:
        frame: (m, k) array or frame, NaN where missing.

    Raises:
        Refused: negative or infinite values (which column), or no value at all.
    """
    table = criteria(frame)
    for name, low in zip(table.names, table.low, strict=True):
        if low < 0:
            raise Refused(NEGATIVE, name=name)
    columns = zip(table.values, table.high, table.varying, strict=True)
    diversity = np.array(
        [_diversity(row, high) if varies else 0.0 for row, high, varies in columns]
    )
    weights, note = shares(diversity)
    return Entropy(weights, 1.0 - diversity, note)


def _diversity(values: np.ndarray, high: float) -> float:
    """1 - e as the mean of u ln u - u + 1 over ln m, with u each value over their mean.

    The same number as by the shares p, but its terms are never negative, so nothing cancels.
    """
    known = values[~np.isnan(values)] / high
    known /= known.mean()
    logs = np.log(np.maximum(known, SMALLEST))
    return float((known * logs - known + 1).mean() / np.log(len(known)))
