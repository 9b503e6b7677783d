"""Means and frequent values of a segment against everybody's."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from loyalty.intervals import wilson
from loyalty.segmentation.traits import AVERAGES, CATEGORIES, averages, categories

NAN = float("nan")


def test_a_mean_against_the_base_by_hand():
    values = np.array([1.0, 3.0, 8.0, NAN, 4.0, NAN])
    inside = np.array([True, True, True, True, False, False])
    row = averages([("x", values)], inside).iloc[0]
    assert row[["column", "known", "mean", "median"]].tolist() == ["x", 3, 4, 3]
    assert row[["base_known", "base_mean", "base_median"]].tolist() == [4, 4, 3.5]
    assert row["difference"] == 0 and row["standardised"] == 0
    assert np.isnan(row["low"])  # one value in the rest has no spread


@pytest.mark.parametrize("seed", range(3))
def test_the_interval_is_welchs_against_the_rest_as_a_difference_to_the_base(seed):
    rng = np.random.default_rng(seed)
    values, inside = rng.gamma(2, 10, 80), rng.random(80) < 0.3
    values[:9] = NAN
    row = averages([("x", values)], inside).iloc[0]
    known = ~np.isnan(values)
    members, rest = values[inside & known], values[~inside & known]
    assert row["difference"] == pytest.approx(members.mean() - values[known].mean())
    ends = stats.ttest_ind(members, rest, equal_var=False).confidence_interval(0.95)
    share = len(rest) / known.sum()
    assert row[["low", "high"]].tolist() == pytest.approx([ends.low * share, ends.high * share])
    assert row["low"] < row["difference"] < row["high"]
    assert row["standardised"] == pytest.approx(row["difference"] / values[known].std())


def test_the_interval_covers_the_true_difference_as_often_as_it_says():
    rng = np.random.default_rng(5)
    inside, held = np.arange(60) < 20, 0
    for _sample in range(400):
        values = rng.normal(np.where(inside, 3.0, 0.0), np.where(inside, 2.0, 1.0))
        row = averages([("x", values)], inside).iloc[0]
        held += row["low"] <= 3.0 * 40 / 60 <= row["high"]
    assert 0.92 <= held / 400 <= 0.98


def test_the_strongest_difference_comes_first_and_unknown_ones_last():
    inside = np.array([True, True, False, False])
    columns = {
        "equal": np.full(4, 7.0),
        "up": np.array([3.0, 2, 1, 0]),
        "none": np.full(4, NAN),
        "down": np.array([0.0, 0, 9, 9]),
    }
    found = averages(columns.items(), inside)
    assert found["column"].tolist() == ["down", "up", "equal", "none"]
    assert found["standardised"].tolist()[:3] == pytest.approx([-1, 1 / np.sqrt(1.25), 0])
    assert np.isnan(found["standardised"][3]) and found["known"][3] == 0


@pytest.mark.parametrize("inside", [[True] * 3, [False] * 3])
def test_a_segment_of_all_or_none(inside):
    row = averages([("x", np.array([1.0, 2, 4]))], np.array(inside)).iloc[0]
    assert np.isnan(row["low"]) and np.isnan(row["high"])
    assert row["difference"] == 0 if all(inside) else np.isnan(row["difference"])


def test_nothing_to_compare():
    assert list(averages([], np.array([True]))) == list(AVERAGES)
    assert list(categories(pd.DataFrame(), [], np.array([]))) == list(CATEGORIES)


def frame() -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(1)
    inside = rng.random(1000) < 0.2
    region = np.where(rng.random(1000) < 0.6, "north", "south").astype(object)
    region[inside & (rng.random(1000) < 0.7)] = "west"
    region[::10] = None
    job = np.full(1000, "many", dtype=object)
    job[np.flatnonzero(inside)[:2]] = "rare"
    data = {"attribute.region": pd.Categorical(region), "attribute.job": pd.Categorical(job)}
    return pd.DataFrame(data), inside


def test_over_represented_values_by_naive_counts():
    customers, inside = frame()
    found = categories(customers, list(customers), inside).set_index(["column", "value"])
    assert ("attribute.region", "west") in found.index
    for (column, value), row in found.iterrows():
        text = customers[column].astype(object)
        known = text.notna().to_numpy()
        held = (text == value).to_numpy()
        assert row["customers"] == (held & inside).sum() and row["known"] == (known & inside).sum()
        assert row["base_customers"] == held.sum() and row["base_known"] == known.sum()
        share = (held & inside).sum() / (known & inside).sum()
        assert row["share"] == pytest.approx(share)
        assert row["lift"] == pytest.approx(share / (held.sum() / known.sum())) and row["lift"] > 1
        low, high = wilson((held & inside).sum(), (known & inside).sum())
        assert row[["low", "high"]].tolist() == pytest.approx([low, high])


def test_a_value_of_two_customers_does_not_come_first():
    customers, inside = frame()
    found = categories(customers, list(customers), inside)
    assert found["value"].tolist()[:2] == ["west", "rare"]
    assert found["lift"][1] == pytest.approx(1000 / inside.sum())  # the highest there can be
    at_least = found["low"] / found["base_share"]
    assert at_least[0] > 4 and at_least[1] < 1.6
    assert len(categories(customers, list(customers), inside, top=1)) == 1


def test_values_nobody_in_the_segment_has_are_not_over_represented():
    customers = pd.DataFrame({"attribute.x": pd.Categorical(["a", "a", "b"])})
    assert categories(customers, ["attribute.x"], np.zeros(3, dtype=bool)).empty
