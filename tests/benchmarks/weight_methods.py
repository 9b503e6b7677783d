"""Weights found from a million customers by ten indicators, against bare numpy and scikit-learn."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from loyalty import scoring, weights
from loyalty.indicators import BY_KEY
from loyalty.scoring import Scores
from loyalty.study import Study
from loyalty.weights import perturbation
from tests.benchmarks.clock import repeated
from tests.benchmarks.harness import Measure

CUSTOMERS = 1_000_000
KEYS = tuple(BY_KEY)[:10]
LEVELS = Study.model_fields["levels"].default
CUTS = [level.start / 100 for level in LEVELS[1:]]
DRAWS, STRENGTH, SEED = 200, 50.0, 1
REPETITIONS = 5


def nothing(_folder: Path) -> None:
    """The data are made in memory."""


def scored() -> Scores:
    """Skewed scores that hang together, so that there is one component, none missing."""
    rng = np.random.default_rng(7)
    common = rng.random(CUSTOMERS)
    values = np.clip(0.7 * common + rng.gamma(2.0, 0.1, (len(KEYS), CUSTOMERS)), 0, 1)
    return Scores(KEYS, values, {})


def chosen() -> np.ndarray:
    """Unequal weights, sum 1."""
    return np.arange(1, len(KEYS) + 1) / np.arange(1, len(KEYS) + 1).sum()


def _compared(ours: Callable[[pd.DataFrame], np.ndarray], raw: Callable) -> Iterator[float]:
    """Seconds of our way, after it was seen to give the weights of the bare one."""
    found = scored()
    frame = scoring.frame(found)
    np.testing.assert_allclose(ours(frame), raw(found.values), rtol=1e-6)
    yield from repeated(lambda: ours(frame), REPETITIONS)


def _bare(raw: Callable[[np.ndarray], object]) -> Iterator[float]:
    values = scored().values
    yield from repeated(lambda: raw(values), REPETITIONS)


def entropy(_folder: Path) -> Iterator[float]:
    """Entropy weights."""
    yield from _compared(lambda frame: weights.entropy(frame).weights, entropy_by_hand)


def raw_entropy(_folder: Path) -> Iterator[float]:
    """The formula in numpy."""
    yield from _bare(entropy_by_hand)


def entropy_by_hand(values: np.ndarray) -> np.ndarray:
    """1 + sum p ln p / ln n of each indicator, divided by their sum."""
    parts = values / values.sum(axis=1, keepdims=True)
    logs = np.log(parts, where=parts > 0, out=np.zeros_like(parts))
    diversity = 1 + (parts * logs).sum(axis=1) / np.log(parts.shape[1])
    return diversity / diversity.sum()


def critic(_folder: Path) -> Iterator[float]:
    """CRITIC weights."""
    yield from _compared(lambda frame: weights.critic(frame).weights, critic_by_hand)


def raw_critic(_folder: Path) -> Iterator[float]:
    """The formula in numpy."""
    yield from _bare(critic_by_hand)


def critic_by_hand(values: np.ndarray) -> np.ndarray:
    """Deviation of each indicator scaled 0-1, times the sum of 1 - r."""
    deviation = values.std(axis=1, ddof=1) / np.ptp(values, axis=1)
    information = deviation * (1 - np.corrcoef(values)).sum(axis=1)
    return information / information.sum()


def principal(_folder: Path) -> Iterator[float]:
    """Weights by the first principal component."""
    yield from _compared(lambda frame: weights.principal(frame).weights, principal_by_hand)


def raw_principal(_folder: Path) -> Iterator[float]:
    """scikit-learn's component of the standardised scores."""
    yield from _bare(principal_by_hand)


def principal_by_hand(values: np.ndarray) -> np.ndarray:
    """The squares of the first component, which add up to 1."""
    standard = StandardScaler().fit_transform(values.T)
    return np.asarray(PCA(1, svd_solver="covariance_eigh").fit(standard).components_[0] ** 2)


def closeness(_folder: Path) -> Iterator[float]:
    """TOPSIS closeness of everybody."""
    found = scored()
    weight = dict(zip(KEYS, chosen(), strict=True))
    ours = weights.closeness(found, weight)
    np.testing.assert_allclose(ours, closeness_by_hand(found.values), atol=1e-6)
    yield from repeated(lambda: weights.closeness(found, weight), REPETITIONS)


def raw_closeness(_folder: Path) -> Iterator[float]:
    """The formula in numpy."""
    yield from _bare(closeness_by_hand)


def closeness_by_hand(values: np.ndarray) -> np.ndarray:
    """d- / (d- + d+) to the ends 0 and 1."""
    weight = chosen()[:, None]
    low = np.sqrt(((weight * values) ** 2).sum(axis=0))
    high = np.sqrt(((weight * (1 - values)) ** 2).sum(axis=0))
    return np.asarray(low / (low + high))


def perturbed(_folder: Path) -> Iterator[float]:
    """How sure the levels are, of the sample that the page takes."""
    found, weight = scored(), dict(zip(KEYS, chosen(), strict=True))
    ours = perturbation.perturb(found, weight, LEVELS, STRENGTH, DRAWS, SEED)
    part = scoring.take(found, sample())
    assert abs(ours.agreement - agreement_by_hand(part.values)) < 1e-3, ours.agreement
    yield from repeated(
        lambda: perturbation.perturb(found, weight, LEVELS, STRENGTH, DRAWS, SEED), REPETITIONS
    )


def raw_perturbed(_folder: Path) -> Iterator[float]:
    """Draws, product and levels in numpy, of as many customers."""
    part = scoring.take(scored(), sample())
    yield from repeated(lambda: agreement_by_hand(part.values), REPETITIONS)


def sample() -> np.ndarray:
    """As many customers as the page draws for."""
    rng = np.random.default_rng(SEED)
    return np.sort(rng.choice(CUSTOMERS, perturbation.MOST, replace=False))


def agreement_by_hand(values: np.ndarray) -> float:
    """Share of draws in which a customer keeps the level."""
    rng = np.random.default_rng(SEED)
    sets = rng.dirichlet(STRENGTH * chosen(), DRAWS)
    now, drawn = (np.digitize(one @ values, CUTS) for one in (chosen(), sets))
    return float((now == drawn).mean())


def _measure(name: str, ours: str, ratio: float) -> Measure:
    return Measure(name, "weight_methods", "nothing", ours, f"raw_{ours}", ratio=ratio)


MEASURES = (
    _measure("1 million customers x 10: entropy weights, against numpy", "entropy", 1.5),
    _measure("the same: CRITIC weights, against numpy", "critic", 3.0),
    _measure("the same: first component, against scikit-learn", "principal", 1.5),
    _measure("the same: TOPSIS closeness, against numpy", "closeness", 1.5),
    _measure("the same: levels under 200 draws of the weights, against numpy", "perturbed", 3.0),
)
