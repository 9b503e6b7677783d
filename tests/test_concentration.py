import numpy as np
import pandas as pd
import pytest

from loyalty.concentration import MARKS, POINTS, concentration, gini, interval, top

FIVE = [10.0, 40.0, np.nan, 30.0, 20.0]


def naive_top(values, share):
    """Count whole customers one by one, then part of the next one."""
    left, found = share * len(values), 0.0
    for value in sorted(values, reverse=True):
        part = min(1.0, max(0.0, left))
        found, left = found + part * value, left - 1
    return found / sum(values)


def naive_gini(values):
    """Mean absolute difference of all pairs."""
    size = len(values)
    differences = sum(abs(a - b) for a in values for b in values)
    return differences / (2 * size * sum(abs(value) for value in values))


@pytest.fixture
def spends():
    return np.random.default_rng(3).lognormal(3, 1.2, 337)


def test_the_curve_of_five_rows_by_hand():
    curve = concentration(FIVE)
    expected = [
        (0, 0), (0.01, 0.016), (0.05, 0.08), (0.1, 0.16), (0.2, 0.32), (0.25, 0.4), (0.5, 0.7),
        (0.75, 0.9), (1, 1),
    ]  # fmt: skip
    assert curve["share_of_customers"].tolist() == [row[0] for row in expected]
    assert curve["share_of_value"].tolist() == pytest.approx([row[1] for row in expected])


def test_part_of_a_customer_counts():
    assert top(FIVE, 0.25) == 0.4
    assert top(FIVE, 0.375) == pytest.approx((40 + 15) / 100)
    assert (top(FIVE, 0), top(FIVE, 1)) == (0, 1)
    for share in (-0.1, 1.1, np.nan):
        with pytest.raises(ValueError, match="share"):
            top(FIVE, share)


def test_the_top_and_the_curve_are_what_a_loop_counts(spends):
    for share in (0.001, 0.033, *MARKS, 0.77):
        assert top(spends, share) == pytest.approx(naive_top(spends, share))
    curve = concentration(spends)
    assert len(curve) <= POINTS
    assert set(MARKS) <= set(curve["share_of_customers"])
    for row in curve.itertuples():
        assert row.share_of_value == pytest.approx(naive_top(spends, row.share_of_customers))


@pytest.mark.parametrize("customers", [1, 2, 50, 193, 194, 195, 196, 1000, 5000])
def test_the_curve_is_short_complete_and_each_place_stands_once(customers):
    curve = concentration(np.arange(customers) + 1.0)
    places = curve["share_of_customers"]
    assert len(curve) <= POINTS
    assert set(MARKS) | {0, 1} <= set(places)
    assert (places.diff().dropna() > 1e-9).all()
    assert curve["share_of_value"].iloc[[0, -1]].tolist() == [0, 1]
    assert curve["share_of_value"].is_monotonic_increasing


def test_gini_of_known_examples():
    assert gini([1, 1, 1, 1]) == 0
    assert gini([0, 0, 0, 1]) == 0.75
    assert gini(np.arange(1, 101)) == pytest.approx(99 / 300)  # (n - 1) / (3 n) of 1 ... n
    pareto = (1 - (np.arange(200_000) + 0.5) / 200_000) ** (-1 / 3)
    assert gini(pareto) == pytest.approx(1 / (2 * 3 - 1), abs=2e-3)  # Pareto with shape 3


def test_gini_is_what_a_loop_counts(spends):
    assert gini(spends) == pytest.approx(naive_gini(spends))
    turned = spends - np.median(spends)
    assert gini(turned) == pytest.approx(naive_gini(turned))


def test_negative_values_stay_and_gini_stays_within_one():
    values = [50.0, 60.0, -10.0]
    assert top(values, 2 / 3) == pytest.approx(1.1)
    assert top(values, 1) == 1
    assert concentration(values)["share_of_value"].max() == pytest.approx(1.1)
    assert gini([10, 0, 0, -9]) == pytest.approx(0.75)


def test_missing_and_endless_values_are_left_out():
    assert top([*FIVE, np.inf, -np.inf, None], 0.25) == 0.4
    assert gini([np.nan, 1, np.inf]) == 0


@pytest.mark.parametrize("values", [[0.0, 0.0], [5.0, -5.0], [1.0, -3.0]])
def test_without_a_positive_total_there_is_no_share(values):
    assert np.isnan(top(values, 0.1))
    curve = concentration(values)
    assert curve["share_of_value"].isna().all() and len(curve) > 2
    assert np.isnan(interval(values)).all()


@pytest.mark.parametrize("values", [[], [np.nan, np.nan], pd.Series([], dtype=float)])
def test_nobody_gives_nothing(values):
    assert concentration(values).empty
    assert list(concentration(values)) == ["share_of_customers", "share_of_value"]
    assert np.isnan([top(values, 0.1), gini(values), *interval(values)]).all()


def test_no_value_at_all_has_no_gini():
    assert np.isnan(gini([0, 0, 0]))


def test_one_customer_brings_everything():
    assert top([7], 0.1) == pytest.approx(0.1)
    assert gini([7]) == 0
    assert np.isnan(interval([7])).all()


def test_equal_customers_leave_no_doubt():
    assert interval(np.full(40, 3.0)) == (pytest.approx(0.1), pytest.approx(0.1))


def test_the_interval_is_seeded_and_holds_the_share(spends):
    low, high = interval(spends)
    assert low < top(spends, 0.1) < high
    assert interval(spends) == (low, high)
    assert interval(spends, seed=1) != (low, high)
    assert interval(spends[::-1]) == (low, high)


def test_the_interval_is_that_of_a_plain_bootstrap(spends):
    random = np.random.default_rng(11)
    drawn = [naive_top(random.choice(spends, len(spends)), 0.1) for _ in range(400)]
    expected = np.quantile(drawn, [0.025, 0.975])
    assert interval(spends) == pytest.approx(expected, abs=0.25 * np.diff(expected)[0])


def test_the_interval_of_many_customers_is_as_wide_as_fresh_samples_vary():
    random = np.random.default_rng(5)
    values = random.lognormal(0, 1, 100_000)
    low, high = interval(values)
    fresh = [top(random.lognormal(0, 1, 100_000), 0.1) for _ in range(150)]
    width = np.subtract(*np.quantile(fresh, [0.975, 0.025]))
    assert high - low == pytest.approx(width, rel=0.3)
    assert low < top(values, 0.1) < high
