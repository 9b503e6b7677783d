import numpy as np
import pytest
from scipy import stats

from loyalty.intervals import nps, student, welch, wilson


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
