"""Clusters of a million customers by eight indicators, against bare scikit-learn."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans

from loyalty import clustering
from loyalty.indicators import BY_KEY
from loyalty.scoring import Scores
from tests.benchmarks.clock import repeated
from tests.benchmarks.harness import Measure

CUSTOMERS = 1_000_000
KEYS = tuple(BY_KEY)[:8]
K = 5
STARTS = 5
REPETITIONS = 5


def nothing(_folder: Path) -> None:
    """The data are made in memory."""


def scored(missing: float = 0.0) -> Scores:
    """Skewed scores that hang together, one in five steps, one yes or no, capped at 0 and 1."""
    rng = np.random.default_rng(7)
    common = rng.random(CUSTOMERS)
    values = np.clip((0.6 * common + rng.gamma(2.0, 0.2, (len(KEYS), CUSTOMERS))) / 1.2, 0, 1)
    values[3] = np.round(values[3] * 4) / 4
    values[5] = values[5] > 0.6
    gaps = (rng.random(CUSTOMERS) < missing).astype(float)
    values[-1, gaps == 1] = 0.0
    return Scores(KEYS, values, {len(KEYS) - 1: gaps} if missing else {})


def number_fit_assign(found: Scores, method: str) -> np.ndarray:
    """All that the page asks: how many, which groups, who is in."""
    clustering.numbers(found, KEYS, method=method)
    return clustering.assign(found, clustering.fit(found, KEYS, K, method))


def whole(_folder: Path) -> Iterator[float]:
    """Number by stability, k-means, everybody sorted."""
    found = scored(0.33)
    yield from repeated(lambda: number_fit_assign(found, "kmeans"), REPETITIONS, warm=0)


def whole_mixture(_folder: Path) -> Iterator[float]:
    """The same by a mixture."""
    found = scored(0.33)
    yield from repeated(lambda: number_fit_assign(found, "mixture"), REPETITIONS, warm=0)


def ours(_folder: Path) -> Iterator[float]:
    """k-means at a given number, everybody sorted."""
    found = scored()
    yield from repeated(
        lambda: clustering.assign(found, clustering.fit(found, KEYS, K)), REPETITIONS
    )


def raw(_folder: Path) -> Iterator[float]:
    """scikit-learn's k-means on everybody with as many starts, and its predict."""
    values = np.ascontiguousarray(scored().values.T)
    model = KMeans(K, n_init=STARTS, random_state=1)
    yield from repeated(lambda: model.fit(values).predict(values), 3, warm=0)


def assigned(_folder: Path) -> Iterator[float]:
    """Frozen clusters, one indicator missing for a third, everybody sorted."""
    found = scored(0.33)
    clusters = clustering.fit(found, KEYS, K)
    yield from repeated(lambda: clustering.assign(found, clusters), REPETITIONS)


def raw_assigned(_folder: Path) -> Iterator[float]:
    """scikit-learn's predict, nothing missing."""
    values = np.ascontiguousarray(scored().values.T)
    model = KMeans(K, n_init=1, random_state=1).fit(values[:50_000])
    yield from repeated(lambda: model.predict(values), REPETITIONS)


def agreed(_folder: Path) -> Iterator[float]:
    """Adjusted Rand index of two groupings of everybody."""
    rng = np.random.default_rng(7)
    one, two = rng.integers(1, 6, CUSTOMERS), rng.integers(1, 9, CUSTOMERS).astype(float)
    yield from repeated(lambda: clustering.agreement(one, two), REPETITIONS)


MEASURES = (
    Measure(
        "1 million customers x 8: number by stability, clusters, who is in", "clusters", "nothing",
        "whole", seconds=10.0,
    ),
    Measure("the same by a mixture", "clusters", "nothing", "whole_mixture", seconds=10.0),
    Measure(
        "1 million customers x 8: five clusters and who is in, against scikit-learn", "clusters",
        "nothing", "ours", "raw", ratio=1.0,
    ),
    Measure(
        "1 million customers sorted into frozen clusters, with gaps, against scikit-learn",
        "clusters", "nothing", "assigned", "raw_assigned", seconds=1.5,
    ),
    Measure(
        "agreement of two groupings of 1 million customers", "clusters", "nothing", "agreed",
        seconds=0.5,
    ),
)  # fmt: skip
