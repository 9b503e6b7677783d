"""The most inconsistent triad of a pairwise matrix, and the smallest change that repairs it.

Koczkodaj (1993), Math. Comput. Modelling 18: of three items, a_ik should be a_ij * a_jk, and
min(|1 - a_ij a_jk / a_ik|, |1 - a_ik / (a_ij a_jk)|) says how far it is off (0 to 1).
"""

from dataclasses import dataclass

import numpy as np

from loyalty.weights.ahp import ACCEPTED, ahp
from loyalty.weights.pairwise import Judgements, read

SCALE = np.array([1 / step for step in range(9, 1, -1)] + [float(step) for step in range(1, 10)])
AGREED = 1e-9


@dataclass(frozen=True)
class Triad:
    """Three items i < j < k by their position.

    Attributes:
        factor: how many times a_ij * a_jk is a_ik, or the other way round; 1 when they agree.
        inconsistency: Koczkodaj's, 1 - 1 / factor.
    """

    i: int
    j: int
    k: int
    factor: float
    inconsistency: float


@dataclass(frozen=True)
class Repair:
    """Change the judgement of item i against j (i < j) from `old` to `new`, a value of 1/9...9.

    `ratio_before` and `ratio_after` are consistency ratios; `enough` when the latter is accepted.
    """

    i: int
    j: int
    old: float
    new: float
    ratio_before: float
    ratio_after: float

    @property
    def enough(self) -> bool:
        """Whether this one change makes the matrix consistent."""
        return self.ratio_after <= ACCEPTED


def worst_triad(matrix: Judgements) -> Triad | None:
    """The triad whose judgements disagree most; None when all agree or none is complete."""
    logs = np.log(read(matrix))
    off = np.abs(logs[:, :, None] + logs[None, :, :] - logs[:, None, :])
    ordered = np.arange(len(logs))
    rising = (ordered[:, None, None] < ordered[:, None]) & (ordered[:, None] < ordered)
    off = np.where(rising & ~np.isnan(off), off, 0.0)
    i, j, k = (int(place) for place in np.unravel_index(np.argmax(off), off.shape))
    worst = float(off[i, j, k])
    return (
        Triad(i, j, k, float(np.exp(worst)), -float(np.expm1(-worst))) if worst > AGREED else None
    )


def repair(matrix: Judgements, index: str = "saaty_1980") -> Repair | None:
    """The smallest change of one judgement of the worst triad that makes the matrix consistent.

    Changes go in whole steps of Saaty's scale 1/9...9; small means near in ratio. Where no single
    change is enough, the one that lowers the ratio most. None when the matrix is consistent, or
    no single change lowers the ratio. Without a complete triad any judgement may change.
    """
    values = read(matrix)
    before = ahp(values, index).consistency_ratio
    if before <= ACCEPTED:
        return None
    found = [_changed(values, i, j, new, before, index) for i, j in _pairs(values) for new in SCALE]
    better = [one for one in found if one.ratio_after < before]
    return min(better, key=_preference) if better else None


def _pairs(values: np.ndarray) -> list[tuple[int, int]]:
    worst = worst_triad(values)
    if worst:
        return [(worst.i, worst.j), (worst.j, worst.k), (worst.i, worst.k)]
    return [(int(i), int(j)) for i, j in np.argwhere(np.triu(~np.isnan(values), 1))]


def _changed(values: np.ndarray, i: int, j: int, new: float, before: float, index: str) -> Repair:
    changed = values.copy()
    changed[i, j], changed[j, i] = new, 1 / new
    after = ahp(changed, index).consistency_ratio
    return Repair(i, j, float(values[i, j]), float(new), before, after)


def _preference(one: Repair) -> tuple[bool, float, float]:
    step = round(abs(float(np.log(one.new / one.old))), 9)
    order = (step, one.ratio_after) if one.enough else (one.ratio_after, step)
    return (not one.enough, *order)
