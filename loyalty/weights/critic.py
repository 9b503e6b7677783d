"""CRITIC: a column weighs the more, the more it varies and the less it agrees with the others.

Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22. Columns are
scaled from worst (0) to best (1); C_j = sigma_j * sum_k (1 - r_jk); w_j = C_j / sum C.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.weights.criteria import Criteria, Frame, correlations, criteria, shares

BENEFITS = mark("Say for each of the {count} columns whether more is better; {given} were given.")
AGREE = mark("No column disagrees with another, so those that vary weigh the same.")
ROUNDING = 1e-9


@dataclass(frozen=True)
class Critic:
    """Weights by CRITIC.

    Attributes:
        weights: (k,) in the order of the columns, sum 1.
        deviation: (k,) standard deviation of each column scaled 0-1 (0 when it does not vary).
        conflict: (k,) sum of 1 - correlation with the others.
        note: why the weights are equal, where no column varies or none disagrees; else "".
    """

    weights: np.ndarray
    deviation: np.ndarray
    conflict: np.ndarray
    note: str = ""


def critic(frame: Frame, benefit: Sequence[bool] | None = None) -> Critic:
    """CRITIC weights of the columns of a table; values may be negative.

    A missing value is left out: deviations are over the known rows of a column, correlations over
    the rows known in both. A column that does not vary weighs nothing and is no conflict to the
    others; two columns that are never known together count as uncorrelated.

    Args:
        frame: (m, k) array or frame, NaN where missing.
        benefit: whether more is better, for each column; all when None.

    Raises:
        Refused: infinite values (which column), no value at all, or `benefit` of another length.
    """
    table = criteria(frame)
    better = oriented(benefit, len(table.names))
    deviation = _deviation(table)
    conflict = _conflict(correlations(table.values) * np.outer(better, better), table.varying)
    information = deviation * conflict
    if information.any() or not table.varying.any():
        weights, note = shares(information)
    else:
        weights, note = shares(table.varying.astype(float))[0], AGREE
    return Critic(weights, deviation, conflict, note)


def oriented(benefit: Sequence[bool] | None, size: int) -> np.ndarray:
    """(k,) 1.0 where more is better (True or 1), else -1.0; Refused when the length is not k."""
    if benefit is None:
        return np.ones(size)
    if len(benefit) != size:
        raise Refused(BENEFITS, count=size, given=len(benefit))
    return np.where(np.asarray(benefit, dtype=float) > 0, 1.0, -1.0)


def _deviation(table: Criteria) -> np.ndarray:
    """Standard deviation of each column after scaling it 0-1."""
    found = np.zeros(len(table.names))
    for row in np.flatnonzero(table.varying):
        known = table.values[row][~np.isnan(table.values[row])]
        found[row] = known.std(ddof=1) / (table.high[row] - table.low[row])
    return found


def _conflict(together: np.ndarray, varying: np.ndarray) -> np.ndarray:
    """Sum of 1 - r over the other columns that vary."""
    apart = 1.0 - np.nan_to_num(together)
    apart[apart < ROUNDING] = 0.0
    np.fill_diagonal(apart, 0.0)
    return np.asarray((apart * np.outer(varying, varying)).sum(axis=1))
