"""Loyalty types: four corners, an uncertain band between them, and who was not asked."""

import numpy as np
import pytest
from segments.people import NAN, chosen, groups, people, sizes

from loyalty import segmentation
from loyalty.problems import Refused
from loyalty.segments import SCHEMES
from loyalty.segments.dick_basu import attitude_band, median_interval, patronage_band

COLUMNS = ("relative_attitude", "repurchase_rate", "order_count", "tenure_days")
CUTS = {"attitude_low": 3.5, "attitude_high": 4.5, "patronage_low": 0.2, "patronage_high": 0.4}
# attitude, repurchase rate, orders, days since the first order -> type
CASES = [
    (7, 0.5, 5, 400, "true"),
    (5, 0.4, 5, 400, "true"),
    (5, 0.2, 2, 400, "latent"),
    (6, NAN, 0, NAN, "latent"),
    (3, 0.4, 5, 400, "spurious"),
    (1, 1, 9, 400, "spurious"),
    (2, 0, 1, 400, "none"),
    (3, NAN, 0, NAN, "none"),
    (4, 1, 9, 400, "uncertain"),
    (7, 0.3, 3, 400, "uncertain"),
    (7, NAN, 1, 30, "uncertain"),
    (NAN, 0.9, 9, 400, "unasked"),
    (NAN, NAN, 0, NAN, "unasked"),
]


def test_every_type_by_hand():
    found = people([case[:4] for case in CASES], *COLUMNS)
    study = chosen("dick_basu", found, thresholds=CUTS)
    assert groups(found, study) == [f"dick_basu_{case[4]}" for case in CASES]
    assert set(groups(found, study)) == {one.key for one in SCHEMES["dick_basu"].groups}


def test_spurious_loyalty_is_called_so():
    labels = {one.key: one.label for one in SCHEMES["dick_basu"].groups}
    assert labels["dick_basu_spurious"] == "Spurious loyalty"


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ([1, 2, 7], (3.5, 4.5)),
        ([2, 3, 5, 4], (2.5, 3.5)),
        ([0, 1, 10], (4.5, 5.5)),
        ([10, 50, 90], (30, 70)),
        ([-3, -2, 3], (-0.5, 0.5)),
        ([2, 2.5, 6], (3.75, 4.25)),
        ([6], (3.5, 4.5)),
        ([NAN], (3.5, 4.5)),
    ],
)
def test_attitude_is_cut_at_the_middle_of_its_scale(answers, band):
    assert attitude_band(people([(one,) for one in answers], "relative_attitude")) == band


def test_patronage_is_cut_at_the_median_by_at_least_half_a_window():
    # 450 days are five windows: half a window is a tenth.
    rows = [(5, rate, 3, 450) for rate in (0.2, 0.4, 0.4, 0.4, 0.6, 0.4, 0.4)]
    found = people([*rows, (NAN, 1, 9, 900), (5, NAN, 1, 20)], *COLUMNS)
    assert patronage_band(found) == pytest.approx((0.2, 0.6))  # the interval is wider here
    many = people(rows * 100, *COLUMNS)
    assert patronage_band(many) == pytest.approx((0.3, 0.5))


def test_where_most_never_came_back_they_are_low_and_those_who_did_are_high():
    found = people([(6, 0, 1, 450)] * 30 + [(6, 0.2, 2, 450)] * 9, *COLUMNS)
    study = chosen("dick_basu", found)
    assert study.thresholds["patronage_low"] == 0
    assert study.thresholds["patronage_high"] == pytest.approx(0.1)
    assert sizes(found, study) == {"dick_basu_latent": 30, "dick_basu_true": 9}


def test_where_all_always_come_back_all_are_high():
    found = people([(6, 1, 6, 450)] * 20, *COLUMNS)
    assert sizes(found, chosen("dick_basu", found)) == {"dick_basu_true": 20}


def test_without_a_rate_of_anybody_asked_nothing_is_certain():
    found = people([(6, NAN, 1, 20), (NAN, 0.5, 3, 400)], *COLUMNS)
    assert patronage_band(found) == (0, 1)
    assert groups(found, chosen("dick_basu", found)) == ["dick_basu_uncertain", "dick_basu_unasked"]
    assert patronage_band(people([], *COLUMNS)) == (0, 1)


# Ranks of the two-sided 95 % interval of a median, from tables of the binomial (Conover 1999).
@pytest.mark.parametrize(("size", "low", "high"), [(10, 2, 9), (20, 6, 15), (25, 8, 18)])
def test_the_interval_of_a_median_has_the_published_ranks(size, low, high):
    values = np.random.default_rng(1).permutation(np.arange(1, size + 1))
    assert median_interval(values) == (low, high)


def test_the_interval_is_what_a_bootstrap_of_the_median_comes_to():
    rng = np.random.default_rng(4)
    values = rng.random(301)
    drawn = np.median(rng.choice(values, (4000, 301)), axis=1)
    low, high = median_interval(values)
    step = 4 / 301  # two ranks of a uniform sample
    assert low == pytest.approx(np.percentile(drawn, 2.5), abs=step)
    assert high == pytest.approx(np.percentile(drawn, 97.5), abs=step)


def test_the_interval_covers_the_median_as_often_as_it_says():
    rng = np.random.default_rng(6)
    covered = [low <= 0.5 <= high for low, high in map(median_interval, rng.random((3000, 41)))]
    assert 0.945 <= np.mean(covered) <= 0.975


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([(NAN, 0.5, 3, 400)], ["relative_attitude"]),
        ([(5, NAN, 0, NAN)], ["repurchase_rate"]),
        ([(NAN, NAN, 0, NAN)], ["relative_attitude", "repurchase_rate"]),
    ],
)
def test_what_is_missing_is_named(rows, missing):
    found = people(rows, *COLUMNS)
    assert segmentation.lacking("dick_basu", found) == missing
    with pytest.raises(Refused) as refused:
        chosen("dick_basu", found)
    names = {"relative_attitude": "Relative attitude", "repurchase_rate": "Repurchase rate"}
    told = ", ".join(names[one] for one in missing)
    assert refused.value.sentence() == f"These data lack what the scheme needs: {told}."


def test_the_retailers_types_are_all_there_and_judged_by_the_answers(retailer):
    customers = retailer.customers
    study = chosen("dick_basu", customers)
    assert (study.thresholds["attitude_low"], study.thresholds["attitude_high"]) == (3.5, 4.5)
    found = sizes(customers, study)
    assert set(found) == {one.key for one in SCHEMES["dick_basu"].groups}
    assert found["dick_basu_unasked"] == customers["relative_attitude"].isna().sum()
    low, high = (study.thresholds[f"patronage_{side}"] for side in ("low", "high"))
    assert 0 <= low < high <= 1
    fond = customers["relative_attitude"] >= 5
    assert found["dick_basu_true"] == (fond & (customers["repurchase_rate"] >= high)).sum()
    assert found["dick_basu_uncertain"] < 0.5 * customers["relative_attitude"].notna().sum()
