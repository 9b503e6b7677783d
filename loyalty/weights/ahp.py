"""Analytic hierarchy process: weights from pairwise judgements by the principal eigenvector.

Saaty (1977), J. Math. Psychol. 15, and Saaty (1980), The Analytic Hierarchy Process. Consistency
index CI = (lambda max - n) / (n - 1); consistency ratio CR = CI / random index, the mean CI of
random judgements. Saaty accepts CR <= 0.10; we report more and never refuse it.

Missing judgements: Harker (1987), Math. Modelling 9. A missing judgement counts 0 and adds 1 to
the diagonal of its row, which is the same as filling it with the ratio of the resulting weights.
CI is that of this completed matrix; the most consistent completion has a slightly lower one (by
0.04 at most on average, for random judgements of up to six items). Random judgements with gaps are
less inconsistent, so the random index falls with the number of gaps, after Ágoston and Csató
(2022), Omega 108: RI(n, m) = RI(n) * (1 - 2 m / ((n - 1) (n - 2))) for m missing pairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.weights.pairwise import Judgements, labels, read, require_connected

ACCEPTED = 0.10

INDICES: Mapping[str, tuple[float, ...]] = {
    "saaty_1980": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49),
    "saaty_2004": (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49),
}
LARGE = "alonso_lamata_2006"

UNKNOWN_INDEX = mark("There is no table of random indices “{name}”: choose one of {known}.")


@dataclass(frozen=True)
class Ahp:
    """What pairwise judgements say.

    Attributes:
        weights: (n,) in the order of the items, sum 1.
        lambda_max: principal eigenvalue, n when all judgements agree.
        consistency_index, consistency_ratio: 0 when all judgements agree, and for n = 1, 2.
        index: name of the table of random indices behind the ratio.
        missing: how many pairs nobody judged.
    """

    weights: np.ndarray
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    index: str
    missing: int

    @property
    def consistent(self) -> bool:
        """Whether the ratio is at most 0.10."""
        return self.consistency_ratio <= ACCEPTED


def ahp(matrix: Judgements, index: str = "saaty_1980") -> Ahp:
    """Weights of the items of a pairwise matrix, and how consistent its judgements are.

    Args:
        matrix: (n, n) list, array or frame; NaN where nobody judged. See `pairwise.read`.
        index: table of random indices: "saaty_1980" or "saaty_2004" (n = 3...10). Beyond ten
            items the linear fit of Alonso and Lamata (2006) stands in, and the result says so.

    Raises:
        Refused: not a reciprocal matrix of positive numbers, or its items are not connected.
    """
    values = read(matrix)
    require_connected(values, labels(matrix))
    root, weights = principal_pair(values)
    size, missing = len(values), int(np.isnan(values).sum()) // 2
    used = LARGE if size > len(_table(index)) + 2 else index
    disagreement = consistency(root, size)
    average = random_index(size, missing, index)
    ratio = disagreement / average if average > 0 else 0.0
    return Ahp(weights, root, disagreement, ratio, used, missing)


def random_index(size: int, missing: int = 0, index: str = "saaty_1980") -> float:
    """Mean consistency index of random judgements of `size` items, `missing` pairs left out."""
    table = _table(index)
    if size < 3:
        return 0.0
    whole = table[size - 3] if size - 3 < len(table) else _alonso_lamata(size)
    return whole * max(0.0, 1 - 2 * missing / ((size - 1) * (size - 2)))


def consistency(root: float, size: int) -> float:
    """The consistency index of a principal eigenvalue; never below 0, whatever the rounding."""
    return max(0.0, (root - size) / (size - 1)) if size > 2 else 0.0


def principal_pair(values: np.ndarray) -> tuple[float, np.ndarray]:
    """Principal eigenvalue and its vector (sum 1) of a matrix as `pairwise.read` gives it."""
    gaps = np.isnan(values)
    filled = np.where(gaps, 0.0, values) + np.diag(gaps.sum(axis=1))
    roots, vectors = np.linalg.eig(filled)
    first = np.argmax(roots.real)
    vector = np.abs(vectors[:, first].real)
    return float(roots[first].real), vector / vector.sum()


def _alonso_lamata(size: int) -> float:
    """Their fit of the mean principal eigenvalue of random matrices, 2.7699 n - 4.3513."""
    return (2.7699 * size - 4.3513 - size) / (size - 1)


def _table(index: str) -> tuple[float, ...]:
    if index not in INDICES:
        raise Refused(UNKNOWN_INDEX, name=index, known=", ".join(INDICES))
    return INDICES[index]
