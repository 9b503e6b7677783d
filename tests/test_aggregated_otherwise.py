"""The other way of aggregation: counts and ranks against loops over customers."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import aggregated_otherwise, scoring
from loyalty.study import Caps, Study

KEYS = ("order_count", "spend", "satisfaction")
STUDY = Study(
    as_of=date(2024, 1, 1),
    indicators=KEYS,
    family_weights={"purchase": 0.6, "emotion": 0.4},
    indicator_weights=dict.fromkeys(KEYS, 1),
    scale={key: Caps(low=0, high=1) for key in KEYS},
)
WEIGHTS = {"order_count": 0.3, "spend": 0.3, "satisfaction": 0.4}


def people(size: int, gaps: float = 0.2) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    values = rng.random((size, len(KEYS)))
    values[rng.random(values.shape) < gaps] = np.nan
    return pd.DataFrame(values, columns=list(KEYS)).assign(
        customer_id=[f"c{number}" for number in range(size)]
    )


def by_hand(row: pd.Series) -> tuple[float, float, float]:
    """Weighted mean, closeness and known share of the weight of one customer."""
    known = [(WEIGHTS[key], row[key]) for key in KEYS if not np.isnan(row[key])]
    if not known:
        return np.nan, np.nan, 0.0
    share = sum(weight for weight, _score in known)
    mean = 100 * sum(weight * score for weight, score in known) / share
    away = np.sqrt(sum((weight * score) ** 2 for weight, score in known))
    near = np.sqrt(sum((weight * (1 - score)) ** 2 for weight, score in known))
    return mean, 100 * away / (away + near), share


def level(index: float, share: float) -> int:
    if share < 0.5 or np.isnan(index):
        return -1
    return sum(index >= start for start in (25, 50, 75))


@pytest.mark.parametrize("present", ["sum", "topsis"])
def test_counts_and_rank_correlation_are_those_of_a_loop(present):
    customers = people(300)
    study = STUDY.change(aggregation=present)
    found = aggregated_otherwise.compare(customers, scoring.scores(customers, study.scale), study)
    rows = pd.DataFrame([by_hand(row) for _, row in customers.iterrows()])
    old, new = (0, 1) if present == "sum" else (1, 0)
    before = np.array([level(*one) for one in zip(rows[old], rows[2], strict=True)])
    after = np.array([level(*one) for one in zip(rows[new], rows[2], strict=True)])
    assert found.up == sum(after > before) > 0
    assert found.down == sum(after < before) > 0
    assert found.with_level == sum(before >= 0) < 300
    assert found.spearman == pytest.approx(rows[0].rank().corr(rows[1].rank()))
    assert (found.customers, found.sampled) == (300, False)
    assert found.aggregation != present


def test_more_than_the_most_are_sampled_and_it_is_said():
    customers = people(20_500, gaps=0.0)
    scored = scoring.scores(customers, STUDY.scale)
    found = aggregated_otherwise.compare(customers, scored, STUDY)
    assert (found.customers, found.with_level, found.sampled) == (20_000, 20_000, True)


@pytest.mark.parametrize("size", [0, 1])
def test_too_few_to_rank_have_no_correlation(size):
    customers = people(size, gaps=0.0)
    scored = scoring.scores(customers, STUDY.scale)
    found = aggregated_otherwise.compare(customers, scored, STUDY)
    assert np.isnan(found.spearman)
    assert found.customers == size


def test_equal_customers_have_no_correlation():
    customers = people(1, gaps=0.0).loc[[0, 0, 0]].reset_index(drop=True)
    scored = scoring.scores(customers, STUDY.scale)
    found = aggregated_otherwise.compare(customers, scored, STUDY)
    assert np.isnan(found.spearman)
    assert found.up + found.down in (0, 3)
