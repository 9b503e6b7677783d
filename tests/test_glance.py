"""Every number of the Start page against an independent count."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import glance, scoring
from loyalty.study import Study

STUDY = Study(as_of=date(2024, 1, 1), active_days=30)
CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d"],
        "order_count": [3.0, 1, 0, np.nan],
        "recency_days": [30.0, 31, np.nan, np.nan],
        "spend": [10.005, 5, -2, np.nan],
    }
)
INDEX = np.array([80.0, 40, 10, np.nan])
LEVELS = np.array([3, 1, 0, 4])


def test_totals():
    found = glance.glance(CUSTOMERS, INDEX, LEVELS, {"purchase": 30.0, "emotion": 20.0}, STUDY)
    assert (found.customers, found.buyers, found.active, found.orders) == (4, 2, 1, 4)
    assert found.spend == pytest.approx(13.0, abs=0.01)
    assert found.scored == 3
    assert found.index == pytest.approx((80 + 40 + 10) / 3)
    assert found.weakest == "emotion"


def test_a_single_family_is_not_called_the_weakest():
    assert glance.glance(CUSTOMERS, INDEX, LEVELS, {"purchase": 3.0}, STUDY).weakest == ""


def test_histogram_counts_every_scored_customer_once():
    rng = np.random.default_rng(5)
    index = rng.uniform(0, 100, 1000)
    index[0], index[1] = 100, 0
    levels = scoring.level_codes(index, np.ones(1000), STUDY.levels)
    levels[2] = 4
    names = scoring.level_names(STUDY)
    bars = glance.histogram(index, levels, names)
    expected = pd.Series(index).drop(2)
    assert bars["customers"].sum() == 999
    for bar in bars.itertuples():
        inside = expected.between(bar.start, bar.end, inclusive="left")
        inside |= (expected == 100) & (bar.end == 100)
        inside &= pd.Series(levels).drop(2).map(dict(enumerate(names))) == bar.level
        assert inside.sum() == bar.customers


def test_groups_keep_their_order_and_empty_ones():
    found = glance.groups(np.array([2, 2, 0]), ["x", "y", "z"], np.array([1.0, 2, 3]))
    assert found["key"].tolist() == ["x", "y", "z"]
    assert found["customers"].tolist() == [1, 0, 2]
    assert found["share"].tolist() == pytest.approx([1 / 3, 0, 2 / 3])
    assert found["place"].tolist() == [0, 1, 2]
