"""Ratings and their cuts, against loops and by hand."""

import numpy as np
import pandas as pd
import pytest

from loyalty import rfm
from loyalty.problems import Refused

NAN = float("nan")


def frame(recency, orders, spend) -> pd.DataFrame:
    return pd.DataFrame(
        {"recency_days": recency, "order_count": orders, "spend": spend}, dtype=float
    )


def drawn(size=400, seed=5) -> pd.DataFrame:
    """Customers of whom six in ten ordered once and some never."""
    rng = np.random.default_rng(seed)
    orders = np.where(rng.random(size) < 0.6, 1, rng.geometric(0.25, size) + 1)
    recency = rng.integers(0, 300, size).astype(float)
    spend = np.round(orders * rng.gamma(2, 40, size), 2)
    none = rng.random(size) < 0.1
    return frame(
        np.where(none, NAN, recency), np.where(none, 0, orders), np.where(none, -3.0, spend)
    )


def naive(value, cuts, low_is_good):
    beyond = sum(value > cut for cut in cuts)
    return 5 - beyond if low_is_good else 1 + beyond


def test_five_customers_get_one_rating_each_and_a_tie_the_same():
    five = frame([10, 20, 30, 40, 50], [5, 4, 3, 2, 1], [1, 2, 2, 2, 9])
    cuts = rfm.independent(five)
    assert cuts == {
        "rfm.recency": (18, 26, 34, 42),
        "rfm.frequency": (1.8, 2.6, 3.4, 4.2),
        "rfm.monetary": (1.8, 2, 2, 3.4),
    }
    found = rfm.ratings(five, cuts)
    assert found["rfm.recency"].tolist() == [5, 4, 3, 2, 1]
    assert found["rfm.frequency"].tolist() == [5, 4, 3, 2, 1]
    assert found["rfm.monetary"].tolist() == [1, 2, 2, 2, 5]
    assert found["rfm.value"].tolist() == [3, 3, 2.5, 2, 3]


def test_independent_cuts_are_percentiles_and_ratings_equal_a_loop():
    people = drawn()
    cuts = rfm.independent(people)
    buyers = people[people["recency_days"].notna()]
    for column, source in rfm.SOURCES.items():
        ranked = sorted(buyers[source])
        for cut, share in zip(cuts[column], (0.2, 0.4, 0.6, 0.8), strict=True):
            place = share * (len(ranked) - 1)
            low, part = int(place), place - int(place)
            between = ranked[low] + part * (ranked[low + 1] - ranked[low])
            assert cut == pytest.approx(between, abs=5e-5)
        expected = [
            NAN if row["recency_days"] != row["recency_days"]
            else naive(row[source], cuts[column], column == "rfm.recency")
            for row in people.to_dict("records")
        ]  # fmt: skip
        np.testing.assert_array_equal(rfm.ratings(people, cuts)[column], expected)


def test_nested_ratings_equal_loops_within_loops():
    people = drawn()
    buyers = people[people["recency_days"].notna()].reset_index(drop=True)
    recency = [
        naive(days, np.percentile(buyers["recency_days"], (20, 40, 60, 80)), low_is_good=True)
        for days in buyers["recency_days"]
    ]
    frequency, monetary = np.zeros(len(buyers)), np.zeros(len(buyers))
    for at, row in buyers.iterrows():
        beside = [other for other in buyers.index if recency[other] == recency[at]]
        cuts = np.percentile(buyers["order_count"][beside], (20, 40, 60, 80)).round(4)
        frequency[at] = naive(row["order_count"], cuts, low_is_good=False)
    for at, row in buyers.iterrows():
        beside = [
            other
            for other in buyers.index
            if recency[other] == recency[at] and frequency[other] == frequency[at]
        ]
        cuts = np.percentile(buyers["spend"][beside], (20, 40, 60, 80)).round(4)
        monetary[at] = naive(row["spend"], cuts, low_is_good=False)
    found = rfm.ratings(buyers, rfm.nested(people))
    assert found["rfm.recency"].tolist() == recency
    np.testing.assert_array_equal(found["rfm.frequency"], frequency)
    np.testing.assert_array_equal(found["rfm.monetary"], monetary)
    assert set(found["rfm.value"]) >= {1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5}


def test_fixed_cuts_are_days_orders_and_average_orders():
    people = frame([30, 31, 365, 366], [1, 2, 10, 7], [100, 100, 1000, 800])
    cuts = rfm.fixed(people)  # 2000 in 20 orders: 100 an order
    assert cuts == {
        "rfm.recency": (30, 90, 180, 365),
        "rfm.frequency": (1, 2, 4, 9),
        "rfm.monetary": (100, 200, 400, 900),
    }
    found = rfm.ratings(people, cuts)
    assert found["rfm.recency"].tolist() == [5, 4, 2, 1]
    assert found["rfm.frequency"].tolist() == [1, 2, 5, 4]
    assert found["rfm.monetary"].tolist() == [1, 1, 5, 4]


def test_fixed_cuts_of_people_who_brought_nothing_are_zero():
    for people in (frame([3], [1], [-5]), frame([NAN], [0], [NAN])):
        assert rfm.fixed(people)["rfm.monetary"] == (0, 0, 0, 0)


FINDERS = (rfm.independent, rfm.nested, rfm.fixed)


@pytest.mark.parametrize("find", FINDERS)
def test_the_order_of_rows_plays_no_part(find):
    people = drawn()
    mixed = people.sample(frac=1, random_state=3)
    cuts = find(people)
    assert find(mixed) == cuts
    rated, again = pd.DataFrame(rfm.ratings(people, cuts)), rfm.ratings(mixed, cuts)
    for column in rfm.COLUMNS:
        np.testing.assert_array_equal(rated[column].to_numpy()[mixed.index], again[column])


@pytest.mark.parametrize("find", FINDERS)
def test_equal_customers_are_rated_alike_and_more_is_never_worse(find):
    people = drawn()
    rated = people.assign(**rfm.ratings(people, find(people))).dropna()
    alike = ["recency_days", "order_count", "spend"]
    assert (rated.groupby(alike)["rfm.value"].nunique() == 1).all()
    by_days = rated.sort_values("recency_days")["rfm.recency"]
    assert by_days.is_monotonic_decreasing
    within = [] if find is not rfm.nested else ["rfm.recency"]
    for _key, part in rated.groupby([*within, rated["order_count"] * 0]):
        assert part.sort_values("order_count")["rfm.frequency"].is_monotonic_increasing


@pytest.mark.parametrize("find", FINDERS)
def test_a_later_day_is_rated_by_the_frozen_cuts(find):
    people = drawn()
    cuts = find(people)
    later = people.assign(recency_days=people["recency_days"] + 100)
    found = rfm.ratings(later, cuts)["rfm.recency"]
    expected = [
        naive(days, cuts["rfm.recency"], low_is_good=True) if days == days else NAN
        for days in later["recency_days"]
    ]
    np.testing.assert_array_equal(found, expected)
    assert np.nanmean(found) < np.nanmean(rfm.ratings(people, cuts)["rfm.recency"])
    assert (
        np.isnan(rfm.ratings(later, cuts)["rfm.value"]).sum() == people["recency_days"].isna().sum()
    )


def test_nested_cuts_serve_customers_of_a_rating_nobody_had():
    alike = frame([7] * 6, [1, 1, 1, 1, 2, 9], [10, 20, 30, 40, 50, 60])
    cuts = rfm.nested(alike)  # all have recency 5, nobody 1 to 4
    assert len(cuts) == 1 + 5 + 25
    later = rfm.ratings(frame([99, 99], [1, 9], [10, 60]), cuts)
    assert later["rfm.recency"].tolist() == [1, 1]
    assert later["rfm.frequency"].tolist() == [1, 5]
    assert not np.isnan(later["rfm.monetary"]).any()


def test_six_in_ten_with_one_order_leave_ratings_empty_and_published_says_so():
    people = frame([10.0] * 10, [1, 1, 1, 1, 1, 1, 2, 3, 4, 5], [5, 5, 5, 5, 5, 5, 10, 15, 20, 25])
    table = rfm.published(people, rfm.independent(people))
    frequency = table[table["column"] == "rfm.frequency"]
    assert frequency["rating"].tolist() == [1, 2, 3, 4, 5]
    assert frequency["above"].tolist() == [-np.inf, 1, 1, 1.4, 3.2]
    assert frequency["upto"].tolist() == [1, 1, 1.4, 3.2, np.inf]
    assert frequency["customers"].tolist() == [6, 0, 0, 2, 2]
    recency = table[table["column"] == "rfm.recency"]
    assert recency["rating"].tolist() == [5, 4, 3, 2, 1]
    assert recency["customers"].tolist() == [10, 0, 0, 0, 0]
    assert table[["recency", "frequency"]].isna().all(axis=None)


@pytest.mark.parametrize("find", FINDERS)
def test_what_is_published_counts_every_rated_customer(find):
    people = drawn()
    cuts = find(people)
    table = rfm.published(people, cuts)
    assert len(table) == 5 * len(cuts)
    rated = pd.DataFrame(rfm.ratings(people, cuts))
    for column in rfm.SOURCES:
        rows = table[table["column"] == column]
        counted = rows.groupby("rating")["customers"].sum()
        expected = rated[column].value_counts()
        assert counted[counted > 0].to_dict() == expected.to_dict()
    for row in table.dropna(subset="frequency").to_dict("records"):
        inside = (rated["rfm.recency"] == row["recency"]) & (
            rated["rfm.frequency"] == row["frequency"]
        )
        assert (rated["rfm.monetary"][inside] == row["rating"]).sum() == row["customers"]


def test_missing_is_neither_zero_nor_best():
    cuts = {name: (1.0, 2, 3, 4) for name in rfm.SOURCES}
    found = rfm.ratings(frame([NAN, 1, 1], [0, NAN, 2], [0, 9, NAN]), cuts)
    np.testing.assert_array_equal(found["rfm.recency"], [NAN, 5, 5])
    np.testing.assert_array_equal(found["rfm.frequency"], [NAN, NAN, 2])
    np.testing.assert_array_equal(found["rfm.monetary"], [NAN, 5, NAN])
    np.testing.assert_array_equal(found["rfm.value"], [NAN] * 3)


@pytest.mark.parametrize("find", (rfm.independent, rfm.nested))
def test_without_buyers_there_are_no_cuts_and_no_ratings(find):
    for people in (frame([], [], []), frame([NAN], [0], [0])):
        assert find(people) == {}
        assert all(np.isnan(rated).all() for rated in rfm.ratings(people, {}).values())
        assert rfm.published(people, {}).empty


@pytest.mark.parametrize("find", FINDERS)
def test_one_customer_is_rated(find):
    one = frame([10], [1], [50])
    found = rfm.ratings(one, find(one))
    assert [values.tolist() for values in found.values()] == [[5], [1], [1], [1]]


def test_cuts_must_be_four_numbers_that_rise():
    rfm.check({"rfm.recency": (1, 1, 1, 2), "rfm.frequency": (0, 1, 2, 3)})
    for wrong in ((1, 2, 3), (4, 3, 2, 1), ()):
        with pytest.raises(Refused, match=r"“rfm\.recency”"):
            rfm.check({"rfm.recency": wrong})


def test_cuts_are_of_a_rating_and_complete_or_not():
    frequency = {f"rfm.frequency.{rating}": (1, 2, 3, 4) for rating in range(1, 6)}
    plain = {name: (1, 2, 3, 4) for name in (rfm.RECENCY, rfm.FREQUENCY, rfm.MONETARY)}
    rfm.check(plain | frequency | {"rfm.monetary.5.1": (1, 2, 3, 4)})
    for name in ("charm", "rfm.value", "rfm.frequency.0", "rfm.monetary.1", "rfm.recency.1"):
        with pytest.raises(Refused, match="no RFM rating"):
            rfm.check({name: (1, 2, 3, 4)})
    assert rfm.complete(plain)
    assert not rfm.complete({})
    del plain[rfm.FREQUENCY]
    assert not rfm.complete(plain)
    assert rfm.complete(plain | frequency)
    del frequency["rfm.frequency.3"]
    assert not rfm.complete(plain | frequency)
