from datetime import date

import numpy as np
import pandas as pd
import pytest
from tables import open_literal, orders

from data.make_cdnow import TARGET
from loyalty.cohorts import cohorts, overall
from loyalty.intervals import wilson
from loyalty.problems import Refused

FIVE = [
    ("ann", "2024-01-31 23:59", 1),
    ("ann", "2024-02-01", 1),
    ("bob", "2024-01-02", 1),
    ("bob", "2024-03-05", 1),
    ("cat", "2024-02-10", 1),
]
COUNTS = ["cohort", "age", "size", "active", "repurchased"]


def counted(table: pd.DataFrame) -> list[tuple]:
    rows = table.assign(cohort=table["cohort"].dt.strftime("%Y-%m"))
    return list(rows[COUNTS].itertuples(index=False, name=None))


@pytest.fixture
def tables(tmp_path):
    return open_literal(tmp_path, orders=orders(FIVE))


def test_five_orders_by_hand(tables):
    assert counted(cohorts(tables, date(2024, 3, 31))) == [
        ("2024-01", 0, 2, 2, 0),
        ("2024-01", 1, 2, 1, 1),
        ("2024-01", 2, 2, 1, 2),
        ("2024-02", 0, 1, 1, 0),
        ("2024-02", 1, 1, 0, 0),
    ]


def test_a_month_counts_once_its_last_day_is_over(tables):
    march = counted(cohorts(tables, date(2024, 3, 31)))
    assert counted(cohorts(tables, date(2024, 3, 30))) == [
        row for row in march if row[:2] in {("2024-01", 0), ("2024-01", 1), ("2024-02", 0)}
    ]
    assert counted(cohorts(tables, date(2024, 2, 28))) == [("2024-01", 0, 2, 2, 0)]


def test_without_a_full_month_there_is_no_cohort(tables):
    table = cohorts(tables, date(2024, 1, 30))
    assert table.empty and list(table)[:5] == COUNTS
    pooled = overall(table)
    assert pooled.empty and list(pooled)[:3] == ["age", "cohorts", "size"]


def test_shares_have_their_interval(tables):
    row = cohorts(tables, date(2024, 3, 31)).iloc[1]
    low, high = wilson([1], [2])
    assert (row["retention"], row["retention_low"], row["retention_high"]) == (0.5, low[0], high[0])
    row = cohorts(tables, date(2024, 3, 31)).iloc[2]
    low, high = wilson([2], [2])
    ends = row["repurchase_low"], row["repurchase_high"]
    assert (row["repurchase"], *ends) == (1, low[0], high[0])


def test_returns_are_no_orders_and_a_first_month_can_hold_the_second(tmp_path):
    rows = [
        ("ann", "2024-01-01", -1, True),
        ("ann", "2024-02-01", 1),
        ("ann", "2024-02-01", 1),
        ("ann", "2024-03-01", -1, True),
        ("bob", "2024-02-09", -1, True),
    ]
    found = cohorts(open_literal(tmp_path, orders=orders(rows)), date(2024, 4, 15))
    assert counted(found) == [("2024-02", 0, 1, 1, 1), ("2024-02", 1, 1, 0, 1)]


def test_years_turn_and_empty_months_are_months(tmp_path):
    rows = [("ann", "2023-12-31", 1), ("ann", "2024-03-01", 1), ("bob", "2024-02-29", 1)]
    tables = open_literal(tmp_path, orders=orders(rows))
    assert counted(cohorts(tables, date(2024, 3, 31))) == [
        ("2023-12", 0, 1, 1, 0),
        ("2023-12", 1, 1, 0, 0),
        ("2023-12", 2, 1, 0, 0),
        ("2023-12", 3, 1, 1, 1),
        ("2024-02", 0, 1, 1, 0),
        ("2024-02", 1, 1, 0, 0),
    ]
    assert counted(cohorts(tables, date(2024, 3, 31), "quarter")) == [
        ("2023-10", 0, 1, 1, 0),
        ("2023-10", 1, 1, 1, 1),
        ("2024-01", 0, 1, 1, 0),
    ]


def test_cohorts_of_chosen_customers_only(tables):
    assert counted(cohorts(tables, date(2024, 2, 29), customers=["bob", "zoe"])) == [
        ("2024-01", 0, 1, 1, 0),
        ("2024-01", 1, 1, 0, 0),
    ]
    assert cohorts(tables, date(2024, 2, 29), customers=[]).empty
    everybody = cohorts(tables, date(2024, 2, 29), customers=["ann", "bob", "cat"])
    pd.testing.assert_frame_equal(everybody, cohorts(tables, date(2024, 2, 29)))


def test_without_orders_it_is_refused(tmp_path):
    answers = {"customer_id": ["ann"], "question": ["csat"], "score": [4.0], "position": [0]}
    with pytest.raises(Refused, match="orders"):
        cohorts(open_literal(tmp_path, answers=answers), date(2024, 1, 31))


@pytest.fixture(scope="module")
def purchases() -> pd.DataFrame:
    """CDNOW by customer and day."""
    rows = pd.read_parquet(TARGET, columns=["customer_id", "date"])
    return rows.drop_duplicates().reset_index(drop=True)


@pytest.fixture(scope="module")
def cdnow(purchases, tmp_path_factory):
    rows = [(one.customer_id, one.date, 1) for one in purchases.itertuples()]
    return open_literal(tmp_path_factory.mktemp("cdnow"), orders=orders(rows))


def naive(purchases: pd.DataFrame, last: str) -> list[tuple]:
    """Counts by a loop over customers and months."""
    months = pd.period_range("1997-01", last, freq="M")
    lives = [sorted(days.dt.to_period("M")) for _, days in purchases.groupby("customer_id")["date"]]
    rows = []
    for cohort in months:
        members = [life for life in lives if life[0] == cohort]
        for age, month in enumerate(months[months >= cohort]):
            active = sum(month in life for life in members)
            again = sum(len(life) > 1 and life[1] <= month for life in members)
            if members:
                rows.append((str(cohort), age, len(members), active, again))
    return rows


@pytest.mark.parametrize(
    ("as_of", "last"), [(date(1998, 7, 1), "1998-06"), (date(1997, 11, 12), "1997-10")]
)
def test_cdnow_is_what_a_loop_counts(cdnow, purchases, as_of, last):
    known = purchases[purchases["date"] <= pd.Timestamp(as_of)]
    assert counted(cohorts(cdnow, as_of)) == naive(known, last)


def test_cdnow_pooled_is_what_a_loop_counts(cdnow, purchases):
    pooled = overall(cohorts(cdnow, date(1998, 7, 1))).set_index("age")
    rows = [row for row in naive(purchases, "1998-06") if row[1] == 16]
    sums = np.sum([row[2:] for row in rows], axis=0).tolist()
    assert pooled.loc[16, ["cohorts", "size", "active", "repurchased"]].tolist() == [2, *sums]
    assert pooled.loc[16, "retention"] == sums[1] / sums[0]
    low, high = wilson([sums[2]], [sums[0]])
    ends = pooled.loc[16, ["repurchase_low", "repurchase_high"]].tolist()
    assert ends == [low[0], high[0]]
    assert pooled.loc[0, ["size", "active"]].tolist() == [2357, 2357]
    assert pooled.loc[17, "cohorts"] == 1


def test_cdnow_repeat_buyers_are_as_published(cdnow):
    # Fader, Hardie and Lee (2005): of 2,357 customers of the first quarter of 1997, 1,411 make no
    # repeat purchase by the end of September (39 weeks).
    table = cohorts(cdnow, date(1997, 9, 30), "quarter")
    row = table[table["age"] == 2].iloc[0]
    assert (str(row["cohort"].date()), row["size"], row["repurchased"]) == (
        "1997-01-01", 2357, 2357 - 1411,
    )  # fmt: skip
