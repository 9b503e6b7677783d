"""Weights from the first principal component, for columns that reflect one thing.

Hotelling (1933); as weights of a composite index Nardo et al. (2008), OECD Handbook on
Constructing Composite Indicators. The weights are the squared loadings divided by their sum: the
share of the component's variance that each column carries. Squares are used because they add up
to that variance; they hide the sign, so the sign is said and decides whether to offer them.
"""

from dataclasses import dataclass

import numpy as np

from loyalty.language import mark
from loyalty.weights.criteria import Frame, correlations, criteria, shares

LEAST = 0.5
ROUNDING = 1e-9

CONSTANT = mark("No column tells the rows apart: there is no component.")
SCATTERED = mark(
    "The first component carries {explained} of the variance, not more than {least}: the columns do"
    " not reflect one thing."
)
OPPOSED = mark("Some columns move against the others, so squared loadings would reward both.")


@dataclass(frozen=True)
class Principal:
    """Weights by the first principal component.

    Attributes:
        weights: (k,) in the order of the columns, sum 1.
        loadings: (k,) correlation of each column with the component; the sum is not negative.
        variance_explained: share of the variance of all columns that the component carries.
        signs_agree: whether no loading is negative.
        reason: why the weights are better not offered, a template for `values`; "" when they are.
    """

    weights: np.ndarray
    loadings: np.ndarray
    variance_explained: float
    signs_agree: bool
    reason: str
    least: float = LEAST

    @property
    def offered(self) -> bool:
        """Whether the component is strong enough and of one sign."""
        return not self.reason

    @property
    def values(self) -> dict[str, str]:
        """What fills the template `reason`."""
        return {"explained": f"{self.variance_explained:.0%}", "least": f"{self.least:.0%}"}


def principal(frame: Frame, least: float = LEAST) -> Principal:
    """Squared loadings of the first principal component of the correlation matrix, sum 1.

    Turn columns so that more is better first (scores are). A column that does not vary weighs
    nothing. Correlations are over the rows known in both columns; two columns that are never
    known together count as uncorrelated.

    Args:
        frame: (m, k) array or frame, NaN where missing.
        least: the component is offered when it explains more than this share of the variance.

    Raises:
        Refused: infinite values (which column), or no value at all.
    """
    table = criteria(frame)
    varying, loadings = table.varying, np.zeros(len(table.names))
    if not varying.any():
        return Principal(shares(loadings)[0], loadings, 0.0, True, CONSTANT, least)
    loadings[varying], explained = _first(correlations(table.values[varying]))
    agree = bool((loadings > -ROUNDING).all())
    reason = "" if agree else OPPOSED
    if explained <= least + ROUNDING and varying.sum() > 1:
        reason = SCATTERED
    return Principal(shares(loadings**2)[0], loadings, explained, agree, reason, least)


def _first(together: np.ndarray) -> tuple[np.ndarray, float]:
    """Loadings of the first component, their sum not negative, and the share it explains."""
    together = np.nan_to_num(together)
    np.fill_diagonal(together, 1.0)
    roots, vectors = np.linalg.eigh(together)
    loadings = vectors[:, -1] * np.sqrt(roots[-1])
    sign = -1.0 if loadings.sum() < 0 else 1.0
    return sign * loadings, float(min(1.0, roots[-1] / len(together)))
