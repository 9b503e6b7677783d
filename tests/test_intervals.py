import numpy as np
import pytest
from scipy import stats

from loyalty.intervals import (
    bonett_price,
    median_error,
    newcombe,
    nps,
    student,
    welch,
    wilson,
)


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (0, 20), (20, 20), (7, 23), (3, 100_000)])
def test_wilson_is_the_published_interval(k, n):
    ends = stats.binomtest(k, n).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson([k], [n]) == (pytest.approx([ends.low]), pytest.approx([ends.high]))


def test_wilson_never_leaves_the_share_outside_and_needs_trials():
    low, high = wilson([0, 5, 0], [5, 5, 0])
    assert list(low[:1]) == [0] and list(high[1:2]) == [1]
    assert np.isnan(low[2]) and np.isnan(high[2])


def test_student_is_the_t_interval():
    values = np.array([1.0, 2, 2, 5])
    low, high = student([values.mean()], [values.var(ddof=1)], [4])
    expected = stats.t.interval(0.95, 3, values.mean(), stats.sem(values))
    assert (low[0], high[0]) == pytest.approx(expected)
    assert np.isnan(student([1.0], [np.nan], [1])).all()


@pytest.mark.parametrize("seed", range(3))
def test_welch_is_the_interval_of_a_difference_of_means(seed):
    rng = np.random.default_rng(seed)
    one, two = rng.normal(5, 3, 8), rng.normal(4, 1, 30)
    found = welch(([one.mean()], [two.mean()]), ([one.var(ddof=1)], [two.var(ddof=1)]), ([8], [30]))
    expected = stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.95)
    assert (found[0][0], found[1][0]) == pytest.approx((expected.low, expected.high))


def test_welch_needs_two_values_in_each_group_and_none_varying_is_no_width():
    assert np.isnan(welch(([1.0], [2.0]), ([np.nan], [1.0]), ([1], [5]))).all()
    low, high = welch(([3.0], [1.0]), ([0.0], [0.0]), ([5], [5]))
    assert low == high == 2


# Newcombe (1998), table II, method 10
@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_is_the_published_interval(one, two, low, high):
    found = newcombe(*one, *two)
    assert [float(end) for end in found] == pytest.approx([low, high], abs=5e-5)


def test_newcombe_turns_with_the_groups_and_needs_trials_in_both():
    low, high = newcombe([3, 0], [9, 0], [5, 1], [6, 4])
    back_low, back_high = newcombe([5], [6], [3], [9])
    assert (low[0], high[0]) == pytest.approx((-back_high[0], -back_low[0]))
    assert np.isnan(low[1]) and np.isnan(high[1])


# The examples of ci.median2 in the R package statpsych, by the authors of the interval
SMALL = (
    [32, 39, 26, 35, 43, 27, 40, 37, 34, 29],
    [36, 44, 47, 42, 49, 39, 46, 31, 33, 48],
)
LARGER = (
    [70, 394, 43, 95, 62, 128, 2, 203, 81, 436, 85, 35, 156, 1, 3, 27, 63, 181, 184, 18],
    [
        102,
        120,
        78,
        78,
        417,
        124,
        86,
        171,
        176,
        129,
        230,
        194,
        100,
        157,
        306,
        411,
        164,
        103,
        193,
        312,
    ],
)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (*SMALL, (4.316291, -16.95977, -0.04022524)),
        (*LARGER, (37.11502, -157.7441, -12.25589)),
    ],
)
def test_the_difference_of_medians_has_the_published_interval(one, two, expected):
    rng = np.random.default_rng(1)
    values, group = np.array(one + two), np.repeat([0, 2], [len(one), len(two)])
    mixed = rng.permutation(len(values))
    errors = median_error(values[mixed], group[mixed], 3)
    low, high = bonett_price((np.median(one), np.median(two)), (errors[0], errors[2]))
    assert np.isnan(errors[1])
    assert np.hypot(errors[0], errors[2]) == pytest.approx(expected[0], rel=1e-6)
    assert (float(low), float(high)) == pytest.approx(expected[1:], rel=1e-6)


def test_a_median_of_one_value_has_no_error_and_equal_values_have_none_at_all():
    errors = median_error([5.0, 1.0, 1.0, 1.0], [0, 1, 1, 1], 2)
    assert np.isnan(errors[0]) and errors[1] == 0
    assert np.isnan(median_error([], np.zeros(0, dtype=int), 2)).all()


def test_the_net_promoter_score_and_its_published_interval():
    found = nps(50, 30, 20)
    assert found[0] == 30 and found[1:] == pytest.approx((14.05, 44.20), abs=0.005)


@pytest.mark.parametrize("counts", [(1, 0, 0), (0, 0, 1), (9, 0, 0), (0, 7, 0), (3, 1, 2)])
def test_the_net_promoter_interval_is_adjusted_wald_within_the_scale(counts):
    score, low, high = nps(*counts)
    n = sum(counts) + 3
    answers = np.repeat([1.0, 0.0, -1.0], counts)
    yes, no = (counts[0] + 0.75) / n, (counts[2] + 0.75) / n
    half = stats.norm.ppf(0.975) * np.sqrt((yes * (1 - yes) + no * (1 - no) + 2 * yes * no) / n)
    assert score == pytest.approx(100 * answers.mean())
    assert low == pytest.approx(100 * max(-1, yes - no - half))
    assert high == pytest.approx(100 * min(1, yes - no + half))
    assert -100 <= low <= high <= 100


def test_without_answers_there_is_no_score():
    assert np.isnan(nps(0, 0, 0)).all()
