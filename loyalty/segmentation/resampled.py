"""Would other customers have taught the same definition?

Customers and the days between their orders are drawn anew with replacement, everything the
definition learned is learned from the draw, and all customers are sorted by it. Thresholds a
person set stay: they do not depend on who is there. The days between orders are drawn one by one,
not by customer, which makes the limits learned from them look a little steadier than they are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from loyalty import clustering, features, rollup, scoring
from loyalty.segmentation.rules import codes, conditions, segment_names, thresholds
from loyalty.segmentation.schemes import default_rules, learn_thresholds
from loyalty.segments import SCHEMES
from loyalty.study import Study

DRAWS = 20
MOST = 20_000
ACTIVE = "active_days"
MIDDLE = (2.5, 97.5)  # per cent

Rows = TypeVar("Rows", pd.DataFrame, pd.Series)


@dataclass(frozen=True)
class Resampled:
    """What became of the definition in the draws.

    Attributes:
        draws: how many. customers: how many were drawn each time and sorted.
        same: mean share of them in the same segment; low, high: where the middle 95 % of the
            draws lie.
        rand: mean adjusted Rand index; rand_low, rand_high as above.
    """

    draws: int
    customers: int
    same: float
    low: float
    high: float
    rand: float
    rand_low: float
    rand_high: float


def stability_resampled(
    customers: pd.DataFrame, gaps: pd.Series, study: Study, draws: int = DRAWS, most: int = MOST
) -> Resampled | None:
    """How many customers are in the same segment when the definition is learned anew.

    Clusters are numbered as they come: each is taken for the one it shares most customers with.

    Args:
        customers: with the columns the study rests on. gaps: see `loyalty.rollup.repeat_gaps`.
        most: of more customers so many are picked, once, by the study's seed; a larger base is
            then steadier than what is reported.

    Returns:
        None where nothing of the definition is learned from the customers, or there are none.

    Raises:
        Refused: a draw holds too few different customers for the clusters.
    """
    free = learned(customers, gaps, study)
    taught = _named(study) & set(free) or _cuts(customers, study) or _clustered(study)
    if not len(customers) or not taught:
        return None
    rng = np.random.default_rng(study.seed)
    some = _some(customers, most, rng)
    days = _some(gaps, round(len(gaps) * len(some) / len(customers)), rng)
    own = codes(features.frame(some, study), study)
    found = []
    for _draw in range(draws):
        drawn = some.iloc[rng.integers(len(some), size=len(some))]
        between = days.iloc[rng.integers(len(days), size=len(days))] if len(days) else days
        again = study.model_copy(update=relearned(drawn, between, study, free))
        sorted_in = codes(features.frame(some, again), again)
        found.append(_agreed(own, sorted_in, study))
    return _summary(np.array(found), len(some))


def learned(customers: pd.DataFrame, gaps: pd.Series, study: Study) -> tuple[str, ...]:
    """Thresholds that are what these customers teach: nobody set them by hand."""
    taught = learn_thresholds(customers, gaps, study.active_days, study.scheme)
    taught |= {ACTIVE: float(rollup.active_days(gaps))}
    now = thresholds(study)
    return tuple(key for key in taught if key in now and np.isclose(now[key], taught[key]))


def relearned(
    customers: pd.DataFrame, gaps: pd.Series, study: Study, free: Collection[str]
) -> dict[str, Any]:
    """The study fields these customers teach: the `free` thresholds, cuts and clusters."""
    active = rollup.active_days(gaps) if ACTIVE in free else study.active_days
    taught = learn_thresholds(customers, gaps, active, study.scheme)
    own = dict(study.thresholds) | {key: taught[key] for key in free if key != ACTIVE}
    fields: dict[str, Any] = {"active_days": active, "thresholds": own}
    if cuts := _cuts(customers, study):
        fields["cuts"] = cuts
    if study.clusters and _clustered(study):
        scored = scoring.scores(customers, study.scale)
        frozen = study.clusters
        fields["clusters"] = clustering.fit(
            scored, frozen.indicators, len(frozen.centres), frozen.method, study.seed
        )
    return fields


def _named(study: Study) -> set[str]:
    """The thresholds that the rules name."""
    rules = study.segments
    if features.STATE in features.needed(study):
        rules += default_rules("life_cycle")
    return {one.threshold for one in conditions(rules) if isinstance(one.threshold, str)}


def _clustered(study: Study) -> bool:
    return study.clusters is not None and features.CLUSTER in features.needed(study)


def _cuts(customers: pd.DataFrame, study: Study) -> dict[str, Any]:
    """The cuts the study's scheme learns from these customers; none where it has none."""
    if not study.cuts or study.clusters:
        return {}
    bare = study.model_copy(update={"cuts": {}})
    found: dict[str, Any] = SCHEMES[study.scheme].learn(customers, bare).get("cuts", {})
    return found


def _some(rows: Rows, most: int, rng: np.random.Generator) -> Rows:
    if len(rows) <= most:
        return rows
    return rows.iloc[np.sort(rng.choice(len(rows), most, replace=False))]


def _agreed(own: np.ndarray, again: np.ndarray, study: Study) -> tuple[float, float]:
    """Share in the same segment, and the adjusted Rand index."""
    rand = clustering.agreement(own, again)
    if _clustered(study):
        again = _matched(own, again, len(segment_names(study)))
    return float((own == again).mean()), rand


def _matched(own: np.ndarray, again: np.ndarray, size: int) -> np.ndarray:
    """`again` under the codes that give the most customers their own."""
    from scipy.optimize import linear_sum_assignment

    both = np.bincount(own.astype(np.int64) * size + again, minlength=size * size)
    rows, columns = linear_sum_assignment(both.reshape(size, size), maximize=True)
    renamed = np.empty(size, dtype=own.dtype)
    renamed[columns] = rows
    return renamed[again]


def _summary(found: np.ndarray, customers: int) -> Resampled:
    same, rand = found.T
    low, high = np.percentile(same, MIDDLE)
    rand_low, rand_high = np.nanpercentile(rand, MIDDLE) if len(rand) else (np.nan, np.nan)
    return Resampled(
        draws=len(found),
        customers=customers,
        same=float(same.mean()),
        low=float(low),
        high=float(high),
        rand=float(rand.mean()),
        rand_low=float(rand_low),
        rand_high=float(rand_high),
    )
