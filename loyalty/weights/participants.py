"""Several people's judgements: one matrix of the group, and how far they are apart.

Aczél and Saaty (1983), J. Math. Psychol. 27: only the geometric mean of the judgements keeps them
reciprocal whoever is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.weights.ahp import ahp
from loyalty.weights.pairwise import Judgements, components, read

NOBODY = mark("Nobody has compared anything yet: enter at least one person's judgements.")
SIZES = mark("The participants compared different numbers of items: ask all about the same.")


@dataclass(frozen=True)
class Spread:
    """How far the weights of p participants are apart for n items.

    Attributes:
        weights: (p, n), NaN in the row of one whose judgements do not connect all items.
        ratios: (p,) consistency ratios, NaN in the same case.
        low, high: (n,) smallest and largest weight.
        deviation: (n,) geometric standard deviation over these participants: 1 when they agree,
            2 when they typically differ by a factor of two.
    """

    weights: np.ndarray
    ratios: np.ndarray
    low: np.ndarray
    high: np.ndarray
    deviation: np.ndarray


def group(matrices: Sequence[Judgements]) -> np.ndarray:
    """(n, n) geometric mean of each judgement over those who gave it; NaN where nobody did."""
    logs = np.log(_stack(matrices))
    known = ~np.isnan(logs)
    count = known.sum(axis=0)
    total = np.where(known, logs, 0.0).sum(axis=0)
    return np.where(count > 0, np.exp(total / np.maximum(count, 1)), np.nan)


def spread(matrices: Sequence[Judgements]) -> Spread:
    """Each participant's weights and consistency ratio, and the range of each item's weight."""
    found = [_alone(values) for values in _stack(matrices)]
    weights = np.array([weights for weights, _ in found])
    ratios = np.array([ratio for _, ratio in found])
    heard = weights[~np.isnan(ratios)]
    if not len(heard):
        unknown = np.full(weights.shape[1], np.nan)
        return Spread(weights, ratios, unknown, unknown, unknown)
    deviation = np.exp(np.log(heard).std(axis=0))
    return Spread(weights, ratios, heard.min(axis=0), heard.max(axis=0), deviation)


def _stack(matrices: Sequence[Judgements]) -> np.ndarray:
    values = [read(one) for one in matrices]
    if not values:
        raise Refused(NOBODY)
    if len({len(one) for one in values}) > 1:
        raise Refused(SIZES)
    return np.stack(values)


def _alone(values: np.ndarray) -> tuple[np.ndarray, float]:
    if len(components(values)) > 1:
        return np.full(len(values), np.nan), np.nan
    found = ahp(values)
    return found.weights, found.consistency_ratio
