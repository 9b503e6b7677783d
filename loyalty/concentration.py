"""How concentrated value is: what share of it the customers with the most value bring.

Missing and endless values are left out. Negative values (more returned than bought) are kept as
they are: the share then rises above 1 before they bring it back to 1. Without a positive total
there are no shares: they are NaN.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from loyalty.intervals import LEVEL

MARKS = (0.01, 0.05, 0.1, 0.2, 0.5)
POINTS = 200
DRAWS = 500
SAMPLE = 20_000
SEED = 20_260_630

Array = NDArray[np.float64]


def concentration(values: ArrayLike) -> pd.DataFrame:
    """The concentration curve: customers sorted by value, the most valuable first.

    Args:
        values: one value per customer, in money or any other unit that adds up.

    Returns:
        share_of_customers and share_of_value (0-1), from 0 to 1, at most 200 points that lie on
        the curve, closer together where it is steep; 1, 5, 10, 20 and 50 % are among them.
        Empty without a customer.
    """
    ordered = _ordered(values)
    if not len(ordered):
        return pd.DataFrame({"share_of_customers": [], "share_of_value": []}, dtype="float64")
    room = POINTS - len(MARKS)
    steps = min(len(ordered), room - 1)
    grid = np.arange(steps + 1) / steps
    places = np.union1d((grid if steps == len(ordered) else grid**2).round(12), MARKS)
    return pd.DataFrame({"share_of_customers": places, "share_of_value": _shares(ordered, places)})


def top(values: ArrayLike, share: float) -> float:
    """Share of the value that the top `share` (0-1) of the customers brings.

    Where the border falls within a customer, that part of the customer's value counts.

    Raises:
        ValueError: `share` is not within 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share must lie within 0 and 1, not {share}")
    return float(_shares(_ordered(values), np.array([share]))[0])


def gini(values: ArrayLike) -> float:
    """Gini coefficient: 0 when all bring the same, towards 1 when one brings everything.

    Half the mean difference of two customers, over the mean of their absolute values, so that
    negative values do not carry it beyond 1 (after Raffinetti, Siletti and Vernizzi, 2015,
    without their factor for small samples). NaN when there is no value at all.
    """
    ordered = _ordered(values)
    size, below = len(ordered), np.abs(ordered).sum()
    if not below > 0:
        return float("nan")
    ranks = size + 1 - 2 * np.arange(1, size + 1)
    return float((ranks * ordered).sum() / (size * below))


def interval(values: ArrayLike, share: float = 0.1, seed: int = SEED) -> tuple[float, float]:
    """95 % bootstrap interval of `top`: how much it would vary among customers like these.

    500 draws with replacement. Beyond 20,000 customers a random 20,000 are drawn from, and the
    distances from their own share shrink by the root of 20,000 / customers. NaN below two
    customers, or when a draw has no positive total.
    """
    ordered = _ordered(values)
    if len(ordered) < 2:
        return float("nan"), float("nan")
    random = np.random.default_rng(seed)
    sample = ordered
    if len(ordered) > SAMPLE:
        sample = ordered[np.sort(random.choice(len(ordered), SAMPLE, replace=False))]
    place = np.array([share])
    drawn = np.array([_redrawn(sample, place, random) for _ in range(DRAWS)])
    shrink = np.sqrt(len(sample) / len(ordered))
    tails = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    low, high = top(ordered, share) + (tails - _shares(sample, place)[0]) * shrink
    return float(low), float(high)


def _redrawn(ordered: Array, place: Array, random: np.random.Generator) -> float:
    """The share of one draw with replacement; sorted, because the places in `ordered` are."""
    places = np.sort(random.integers(0, len(ordered), len(ordered)))
    return float(_shares(ordered[places], place)[0])


def _ordered(values: ArrayLike) -> Array:
    found = np.asarray(values, dtype="float64")
    return np.sort(found[np.isfinite(found)])[::-1]


def _shares(ordered: Array, places: Array) -> Array:
    """The curve at shares of customers: straight from one customer to the next."""
    reached = np.concatenate([[0.0], np.cumsum(ordered)])
    if not reached[-1] > 0:
        return np.full(len(places), np.nan)
    return np.interp(places * len(ordered), np.arange(len(reached)), reached) / reached[-1]
