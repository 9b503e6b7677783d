"""What marks a cluster: its mean scores against everybody's, in numbers and in words."""

from dataclasses import dataclass

import numpy as np

from loyalty.indicators import BY_KEY
from loyalty.language import Translate, listed, mark, sentences
from loyalty.scoring import Scores
from loyalty.study import Clusters

MOST_TRAITS = 3
DISTINCT = 0.5
FLAT = 1e-9


@dataclass(frozen=True)
class Trait:
    """One indicator of a cluster.

    Attributes:
        indicator: its key. mean: mean score (0-1, 1 is good) of the members that have it.
        base: the same of all customers. standardised: (mean - base) in standard deviations of all
            customers; NaN when no member has it, 0 when all customers score the same.
    """

    indicator: str
    mean: float
    base: float
    standardised: float


@dataclass(frozen=True)
class Profile:
    """A cluster: its number (1..k), members, their share of all customers, its traits."""

    cluster: int
    size: int
    share: float
    traits: tuple[Trait, ...]


def profile(scored: Scores, clusters: Clusters, codes: np.ndarray) -> list[Profile]:
    """Every cluster's profile, over the indicators of the clusters that have scores here.

    Args:
        scored: scores on the frozen scale, n customers.
        clusters: the frozen clusters.
        codes: (n,) floats 1..k, NaN for no cluster, as `assign` gives them.
    """
    places = np.nan_to_num(codes).astype(np.int64)
    k = len(clusters.centres)
    sizes = np.bincount(places, minlength=k + 1)[1:]
    here = [key for key in clusters.indicators if key in scored.keys]
    columns = [_traits(scored, key, places, k) for key in here]
    return [
        Profile(at + 1, int(size), size / max(1, len(codes)), tuple(one[at] for one in columns))
        for at, size in enumerate(sizes)
    ]


def words(row: Profile, _: Translate = str) -> str:
    """A profile in words: what sets the cluster apart, at most three traits, strongest first.

    A trait counts from half a standard deviation, a medium difference (Cohen 1988). Better means
    better for loyalty: of recency and complaints, the low values.
    """
    if not row.size:
        return _(mark("No customers."))
    distinct = [trait for trait in row.traits if abs(trait.standardised) >= DISTINCT]
    told = sorted(distinct, key=lambda trait: -abs(trait.standardised))[:MOST_TRAITS]
    better = [_label(trait, _) for trait in told if trait.standardised > 0]
    worse = [_label(trait, _) for trait in told if trait.standardised < 0]
    parts = (
        _(mark("Better than average: {indicators}.")).format(indicators=listed(better, _)),
        _(mark("Worse than average: {indicators}.")).format(indicators=listed(worse, _)),
    )
    said = [part for part, names in zip(parts, (better, worse), strict=True) if names]
    return sentences(said, _) or _(mark("Near the average."))


def _label(trait: Trait, _: Translate) -> str:
    return _(BY_KEY[trait.indicator].label)


def _traits(scored: Scores, key: str, places: np.ndarray, k: int) -> list[Trait]:
    """The trait of every cluster in one indicator."""
    row = scored.keys.index(key)
    known, values = places, scored.values[row]
    if row in scored.missing:
        there = scored.missing[row] == 0
        known, values = places[there], values[there]
    count = np.bincount(known, minlength=k + 1)[1:]
    total = np.bincount(known, weights=values, minlength=k + 1)[1:]
    base, spread = float(values.mean()), float(values.std())
    with np.errstate(invalid="ignore"):
        means = total / count
    apart = (means - base) / spread if spread > FLAT else np.where(count > 0, 0.0, np.nan)
    return [
        Trait(key, float(mean), base, float(one)) for mean, one in zip(means, apart, strict=True)
    ]
