import numpy as np
import pandas as pd
import pytest
from journey.logs import events, study
from scipy import stats
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import purchases
from loyalty.problems import Refused


def test_literal_path(tmp_path):
    rows = [
        ("a", "2024-01-01", 5),
        ("a", "2024-01-11", 5),
        ("a", "2024-01-31", 5),
        ("b", "2024-01-01", 5),
        ("b", "2024-02-20", 5),
        ("c", "2024-01-01", 5),
        ("c", "2024-01-02", -5, True),
        ("d", "2024-01-01", -5, True),
        ("e", "2025-02-01", 5),
    ]
    path = journey.purchase_path(open_literal(tmp_path, orders=orders(rows)), study())
    assert list(path["purchase"]) == [1, 2, 3, 4, 5, 6]
    assert list(path["customers"]) == [3, 2, 1, 0, 0, 0]
    assert list(path["reached"]) == [2, 1, 0, 0, 0, 0]
    first = path.iloc[0]
    assert first["conversion"] == 0.666667
    assert (first["gap_low"], first["gap_median"], first["gap_high"]) == (20.0, 30.0, 40.0)
    assert path.iloc[3:]["conversion"].isna().all()


def test_equal_to_an_independent_count(tmp_path):
    rng = np.random.default_rng(5)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 600, 800), "D")
    log = pd.DataFrame({"customer": rng.integers(0, 150, 800), "day": days})
    rows = [(f"{row.customer}", row.day, 1) for row in log.itertuples()]
    path = journey.purchase_path(open_literal(tmp_path, orders=orders(rows)), study())
    log = log.sort_values("day", kind="stable")
    log["number"] = log.groupby("customer").cumcount() + 1
    log["gap"] = -log.groupby("customer")["day"].diff(-1).dt.days
    for row in path.itertuples():
        mine = log[log["number"] == row.purchase]
        gaps = mine["gap"].dropna()
        ends = stats.binomtest(len(gaps), len(mine)).proportion_ci(method="wilson")
        assert (row.customers, row.reached) == (len(mine), len(gaps))
        assert row.conversion == pytest.approx(len(gaps) / len(mine), abs=1e-6)
        assert row.conversion_low == pytest.approx(ends.low, abs=1e-6)
        assert row.conversion_high == pytest.approx(ends.high, abs=1e-6)
        quartiles = gaps.quantile([0.25, 0.5, 0.75]).round(2)
        assert [row.gap_low, row.gap_median, row.gap_high] == list(quartiles)


def test_the_path_of_some_customers_is_that_of_data_with_only_them(tmp_path):
    rng = np.random.default_rng(6)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 600, 500), "D")
    rows = list(zip(rng.integers(0, 99, 500).astype(str), days, [1] * 500, strict=True))
    (tmp_path / "some").mkdir()
    some = [row for row in rows if int(row[0]) % 3 == 0]
    gaps = purchases.gaps(open_literal(tmp_path, orders=orders(rows)), study())
    found = purchases.of_gaps(gaps[gaps["customer_id"].isin({row[0] for row in some})])
    alone = open_literal(tmp_path / "some", orders=orders(some))
    pd.testing.assert_frame_equal(found, journey.purchase_path(alone, study()))
    nobody = purchases.of_gaps(gaps.head(0))
    assert list(nobody["customers"]) == [0] * 6 and nobody["gap_median"].isna().all()


def test_needs_orders(tmp_path):
    with pytest.raises(Refused, match="needs orders"):
        journey.purchase_path(open_literal(tmp_path, events=events([])), study())
