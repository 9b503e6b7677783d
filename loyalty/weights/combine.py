"""Two sets of weights joined: what people say and what the data say.

Linear: share * first + (1 - share) * second. Multiplicative: the products, divided by their sum,
so that an item weighs much only when both say so; equal weights change nothing.
"""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.weights.direct import direct

How = Literal["linear", "multiplicative"]

LENGTHS = mark("The two sets have {first} and {second} weights: they must be for the same items.")
SHARE = mark("The share of the first set must lie between 0 and 1.")
HOW = mark("Weights are joined in one of two ways: linear or multiplicative.")
DISJOINT = mark("No item has a weight in both sets, so their product is zero: join them linearly.")


class Weighted(Protocol):
    """A result of any weight method."""

    @property
    def weights(self) -> np.ndarray:
        """(n,) weights."""


@dataclass(frozen=True)
class Combined:
    """`weights`: (n,) in the order of both sets, sum 1."""

    weights: np.ndarray


def combine(
    subjective: ArrayLike | Weighted,
    objective: ArrayLike | Weighted,
    share: float = 0.5,
    how: How = "linear",
) -> Combined:
    """Join two sets of weights of the same items.

    Args:
        subjective, objective: (n,) weights of zero or more, or results of weight methods; each is
            divided by its sum first.
        share: of the first set (linear only).
        how: "linear" or "multiplicative".

    Raises:
        Refused: lengths differ, a set is unusable, or no item has a weight in both sets.
    """
    first, second = _weights(subjective), _weights(objective)
    if len(first) != len(second):
        raise Refused(LENGTHS, first=len(first), second=len(second))
    if not 0 <= share <= 1:
        raise Refused(SHARE)
    if how == "linear":
        return Combined(share * first + (1 - share) * second)
    if how != "multiplicative":
        raise Refused(HOW)
    product = first * second
    if not product.any():
        raise Refused(DISJOINT)
    return Combined(direct(product).weights)


def _weights(given: Any) -> np.ndarray:
    return direct(getattr(given, "weights", given)).weights
