"""95 % intervals for shares, means, their differences, and the net promoter score."""

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


def welch(
    means: tuple[ArrayLike, ArrayLike],
    variances: tuple[ArrayLike, ArrayLike],
    sizes: tuple[ArrayLike, ArrayLike],
) -> tuple[NDArray, NDArray]:
    """Ends of Welch's (1947) t-interval of the first mean less the second.

    From sample variances; NaN where either group has fewer than two values.
    """
    counts = [np.asarray(size, dtype="float64") for size in sizes]
    counts = [np.where(size > 1, size, np.nan) for size in counts]
    errors = [
        np.asarray(one, "float64") / size for one, size in zip(variances, counts, strict=True)
    ]
    both = errors[0] + errors[1]
    squares = sum(one**2 / (size - 1) for one, size in zip(errors, counts, strict=True))
    freedom = np.divide(both**2, squares, out=np.ones_like(both), where=squares > 0)
    half = stdtrit(freedom, 0.5 + LEVEL / 2) * np.sqrt(both)
    difference = np.asarray(means[0], "float64") - np.asarray(means[1], "float64")
    return difference - half, difference + half


def nps(promoters: int, passives: int, detractors: int) -> tuple[float, float, float]:
    """The net promoter score (-100 to 100) and the ends of its adjusted Wald interval.

    Three answers are added, three quarters of one to promoters and to detractors each, which keeps
    95 % with few answers (Rocks 2016). NaN without answers.
    """
    n = promoters + passives + detractors
    if not n:
        return float("nan"), float("nan"), float("nan")
    yes, no = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = Z * float(np.sqrt((yes + no - (yes - no) ** 2) / (n + 3)))
    ends = np.clip([yes - no - half, yes - no + half], -1, 1) * 100
    return 100 * (promoters - detractors) / n, float(ends[0]), float(ends[1])
