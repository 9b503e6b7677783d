"""What the other way from scores to an index would change: weighted mean against closeness."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from loyalty import features, scoring
from loyalty.scoring import Scores
from loyalty.study import Study
from loyalty.weights.perturbation import MOST

OTHER = {"sum": "topsis", "topsis": "sum"}


@dataclass(frozen=True)
class Otherwise:
    """The study's way of aggregation against the other one.

    Attributes:
        aggregation: the other way. customers: how many were compared.
        sampled: whether these are a fixed sample of more.
        with_level: how many of them have a level. up, down: how many of these the other way
            gives a higher or lower one.
        spearman: rank correlation of both indices; NaN where one does not vary.
    """

    aggregation: str
    customers: int
    sampled: bool
    with_level: int
    up: int
    down: int
    spearman: float


def compare(customers: pd.DataFrame, scored: Scores, study: Study, seed: int = 1) -> Otherwise:
    """Compare both ways: exact up to 20,000 customers, of more a fixed sample of 20,000.

    Args:
        customers: n, with the columns life-cycle weights need. scored: by the study's scale.
    """
    sampled = len(customers) > MOST
    customers = customers if study.group_by else customers[[]]
    if sampled:
        rows = np.sort(np.random.default_rng(seed).choice(len(customers), MOST, replace=False))
        customers, scored = customers.iloc[rows], scoring.take(scored, rows)
    grouped = features.frame(customers, study, features.grouping(study))
    other = study.model_copy(update={"aggregation": OTHER[study.aggregation]})
    first, share = scoring.study_index(grouped, scored, study)
    second, _share = scoring.study_index(grouped, scored, other)
    levels = [scoring.level_codes(value, share, study.levels) for value in (first, second)]
    has_level = levels[0] < len(study.levels)
    return Otherwise(
        aggregation=other.aggregation,
        customers=len(customers),
        sampled=sampled,
        with_level=int(has_level.sum()),
        up=int((levels[1] > levels[0]).sum()),
        down=int((levels[1] < levels[0]).sum()),
        spearman=_spearman(first, second),
    )


def _spearman(first: np.ndarray, second: np.ndarray) -> float:
    known = ~np.isnan(first)
    one, two = first[known], second[known]
    if len(one) < 2 or not (np.ptp(one) and np.ptp(two)):
        return float("nan")
    return float(np.corrcoef(rankdata(one), rankdata(two))[0, 1])
