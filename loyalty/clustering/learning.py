"""Learn clusters from the scores and freeze them.

Two methods: k-means with k-means++ starts (Lloyd 1982; Arthur & Vassilvitskii 2007), and a
mixture of Gaussians with diagonal covariance (Fraley & Raftery 2002), both from scikit-learn.
They work on one thread: the same sums however many cores there are, and faster on a busy machine.
scikit-learn is imported where it is used: it takes most of a second, at every start.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from loyalty.clustering.points import SAMPLE, points
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.scoring import Scores
from loyalty.study import Clusters

PER_CLUSTER = 10
STARTS = {"kmeans": 5, "mixture": 2}
ROUNDS = 200
LEAST_SPREAD = 1e-3
DIGITS = 6
TOO_FEW = mark(
    "{count} customers have a score in every chosen indicator; {k} clusters need at least "
    "{needed}. Leave out indicators that few customers have, or ask for fewer clusters."
)
TOO_ALIKE = mark(
    "The customers are too much alike for {k} clusters: there are only {count} different "
    "combinations of scores in the chosen indicators. Add indicators or ask for fewer clusters."
)


def fit(
    scored: Scores, indicators: Sequence[str], k: int, method: str = "kmeans", seed: int = 1
) -> Clusters:
    """k clusters of the customers that have all the indicators, the best scores first.

    Learned from at most `SAMPLE` customers; the same seed and customers give the same clusters.

    Args:
        scored: scores on the frozen scale.
        indicators: the d indicators to form clusters by.
        k: how many clusters.
        method: "kmeans" or "mixture".
        seed: of the sample and the starts.

    Raises:
        Refused: no indicator, fewer than `PER_CLUSTER` customers per cluster, or fewer than k
            customers that differ.
    """
    found = points(scored, indicators, SAMPLE, seed)
    check(found, k)
    with one_thread():
        return _frozen(model(found, k, method, seed), tuple(indicators), method)


def check(found: np.ndarray, k: int) -> None:
    """Refused when the (m, d) scores cannot hold k clusters."""
    needed = PER_CLUSTER * k
    if len(found) < needed:
        raise Refused(TOO_FEW, count=len(found), k=k, needed=needed)
    if different(found) < k:
        raise Refused(TOO_ALIKE, k=k, count=different(found))


def different(found: np.ndarray) -> int:
    """How many rows of (m, d) scores differ."""
    return int((~pd.DataFrame(found).duplicated()).sum())


def model(found: np.ndarray, k: int, method: str, seed: int) -> Any:
    """The fitted scikit-learn model of (m, d) scores."""
    starts = STARTS[method]
    if method == "kmeans":
        from sklearn.cluster import KMeans

        return KMeans(k, n_init=starts, random_state=seed).fit(found)
    from sklearn.mixture import GaussianMixture

    return GaussianMixture(
        k,
        covariance_type="diag",
        reg_covar=LEAST_SPREAD,
        n_init=starts,
        max_iter=ROUNDS,
        random_state=seed,
    ).fit(found)


def one_thread() -> AbstractContextManager[Any]:
    """Keep loops and matrix products to one core; only what is already imported can be kept."""
    import sklearn.cluster  # noqa: F401

    return threadpool_limits(1)


def _frozen(learned: Any, indicators: tuple[str, ...], method: str) -> Clusters:
    mixture = method == "mixture"
    centres = _rounded(learned.means_ if mixture else learned.cluster_centers_)
    order = sorted(range(len(centres)), key=lambda row: _rank(centres[row]))
    return Clusters(
        method="mixture" if mixture else "kmeans",
        indicators=indicators,
        centres=centres[order].tolist(),
        spreads=_rounded(learned.covariances_)[order].tolist() if mixture else (),
        shares=_rounded(learned.weights_)[order].tolist() if mixture else (),
    )


def _rounded(values: np.ndarray) -> np.ndarray:
    """To `DIGITS`, without a negative zero."""
    return np.round(values, DIGITS) + 0.0


def _rank(centre: np.ndarray) -> tuple[float, ...]:
    """Higher means come first; equal means by their first indicator that differs."""
    return -round(float(centre.mean()), DIGITS), *(-centre).tolist()
