"""95 % intervals for shares, means, medians, their differences, and the net promoter score."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, ndtri, stdtrit

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


def bonett_price(
    medians: tuple[ArrayLike, ArrayLike], errors: tuple[ArrayLike, ArrayLike]
) -> tuple[NDArray, NDArray]:
    """Ends of the interval of the first median less the second (Bonett and Price 2002).

    From `median_error` of both groups: no shape of the distribution is assumed, only that the
    groups are independent of each other.
    """
    one, two = (np.asarray(error, dtype="float64") for error in errors)
    half = Z * np.sqrt(one**2 + two**2)
    difference = np.asarray(medians[0], "float64") - np.asarray(medians[1], "float64")
    return difference - half, difference + half


def median_error(values: ArrayLike, group: ArrayLike, size: int) -> NDArray:
    """(size,) standard errors of the medians of groups 0 to `size` - 1; NaN below two values.

    From two order statistics whose binomial coverage is exact (Price and Bonett 2001). Values that
    are mostly equal have an error of 0.
    """
    known, where = np.asarray(values, dtype="float64"), np.asarray(group)
    ordered = known[np.lexsort((known, where))]
    n = np.bincount(where, minlength=size)
    start = np.cumsum(n) - n
    found, some = np.full(size, np.nan), n > 1
    n, start = n[some], start[some]
    rank = np.maximum(np.rint((n + 1) / 2 - np.sqrt(n)).astype(np.int64), 1)
    width = ordered[start + n - rank] - ordered[start + rank - 1]
    found[some] = width / (-2 * ndtri(bdtr(rank - 1, n, 0.5)))
    return found


def newcombe(
    successes: ArrayLike, trials: ArrayLike, others: ArrayLike, other_trials: ArrayLike
) -> tuple[NDArray, NDArray]:
    """Ends of the interval of the first share less the second; NaN where either has no trials.

    Newcombe's (1998) hybrid score interval, from the two Wilson intervals.
    """
    shares, sides = [], []
    for count, of in ((successes, trials), (others, other_trials)):
        n = np.asarray(of, dtype="float64")
        share = np.asarray(count, dtype="float64") / np.where(n > 0, n, np.nan)
        low, high = wilson(count, of)
        shares.append(share)
        sides.append((share - low, high - share))
    difference = shares[0] - shares[1]
    low = difference - np.hypot(sides[0][0], sides[1][1])
    return low, difference + np.hypot(sides[0][1], sides[1][0])


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
