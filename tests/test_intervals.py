import numpy as np
import pytest
from scipy import stats

from loyalty.intervals import student, wilson


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
