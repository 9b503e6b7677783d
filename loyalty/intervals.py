"""95 % intervals for shares and means."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

LEVEL = 0.95
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)


def wilson(successes: ArrayLike, trials: ArrayLike) -> tuple[NDArray, NDArray]:
    """Ends of the Wilson (1927) score interval of a share; NaN without trials."""
    n = np.asarray(trials, dtype="float64")
    n = np.where(n > 0, n, np.nan)
    p = np.asarray(successes, dtype="float64") / n
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return np.clip(middle - half, 0, p), np.clip(middle + half, p, 1)


def student(mean: ArrayLike, variance: ArrayLike, n: ArrayLike) -> tuple[NDArray, NDArray]:
    """Ends of the t-interval of a mean from the sample variance; NaN below two values."""
    size = np.asarray(n, dtype="float64")
    size = np.where(size > 1, size, np.nan)
    half = stdtrit(size - 1, 0.5 + LEVEL / 2) * np.sqrt(np.asarray(variance, "float64") / size)
    return np.asarray(mean) - half, np.asarray(mean) + half
