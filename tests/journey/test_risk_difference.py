import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import chi2, false_discovery_control

from loyalty.journey.risk_difference import false_discovery, mantel_haenszel

# Survivors and patients of two chemotherapies for multiple myeloma in 21 institutions (Lipsitz,
# Dear, Laird & Molenberghs 1998; Klingenberg 2014).
MYELOMA = np.array(
    [
        (3, 4, 1, 3), (3, 4, 8, 11), (2, 2, 2, 3), (2, 2, 2, 2), (2, 2, 0, 3), (1, 3, 2, 3),
        (2, 2, 2, 3), (1, 5, 4, 4), (2, 2, 2, 3), (0, 2, 2, 3), (3, 3, 3, 3), (2, 2, 0, 2),
        (1, 4, 1, 5), (2, 3, 2, 4), (2, 4, 4, 6), (4, 12, 3, 9), (1, 2, 2, 3), (3, 3, 1, 4),
        (1, 4, 2, 3), (0, 3, 0, 2), (2, 4, 1, 5),
    ]
)  # fmt: skip
LIMIT = chi2.ppf(0.95, 1)


def parts(strata) -> tuple[float, float, float]:
    """The estimate, and the slope and intercept of Sato's variance, stratum by stratum."""
    weight = total = slope = level = 0.0
    for x, n, y, m in strata:
        weight += n * m / (n + m)
        total += (x / n - y / m) * n * m / (n + m)
        slope += (n**2 * y - m**2 * x + n * m * (m - n) / 2) / (n + m) ** 2
        level += (x * (m - y) + y * (n - x)) / (2 * (n + m))
    return total / weight, slope / weight**2, level / weight**2


def interval(strata) -> tuple[float, float]:
    """Where the test of a difference δ begins to reject, searched for."""
    d, slope, level = parts(strata)

    def excess(delta: float) -> float:
        return (d - delta) ** 2 - LIMIT * (delta * slope + level)

    return brentq(excess, -1, d), brentq(excess, d, 1)


def of(strata):
    x, n, y, m = (np.atleast_2d(one) for one in np.array(strata).T)
    return [float(one[0]) for one in mantel_haenszel(x, n, y, m)]


def test_the_published_difference_and_variance():
    d, slope, level = parts(MYELOMA)
    # criskdiff (R): est 0.057168322, var 0.006382032 by Sato's estimator
    assert d == pytest.approx(0.057168322, abs=1e-9)
    assert d * slope + level == pytest.approx(0.006382032, abs=1e-9)
    difference, low, high, p = of(MYELOMA)
    assert difference == pytest.approx(d)
    assert (low, high) == pytest.approx(interval(MYELOMA))
    assert p == pytest.approx(chi2.sf(d**2 / level, 1))


@pytest.mark.parametrize("strata", [[(9, 30, 21, 40)], [(30, 35, 4, 60), (2, 3, 9, 10)]])
def test_the_interval_is_where_the_test_begins_to_reject(strata):
    difference, low, high, p = of(strata)
    assert (low, high) == pytest.approx(interval(strata))
    assert (low > 0 or high < 0) == (p < 0.05)
    swapped = of([(y, m, x, n) for x, n, y, m in strata])
    assert swapped == pytest.approx([-difference, -high, -low, p])


def test_strata_with_one_group_only_do_not_count():
    both = [(9, 30, 21, 40), (5, 20, 3, 25)]
    assert of([*both, (4, 7, 0, 0), (0, 0, 3, 3), (0, 0, 0, 0)]) == pytest.approx(of(both))


def test_nothing_to_compare_is_missing_and_nothing_different_is_not_sure():
    assert np.isnan(of([(4, 7, 0, 0), (0, 0, 3, 3)])).all()
    difference, low, high, p = of([(0, 30, 0, 40)])
    assert difference == 0 and low <= 0 <= high and np.isnan(p)


def test_all_against_none_stays_within_bounds():
    difference, low, high, p = of([(30, 30, 0, 30)])
    assert difference == high == 1
    assert 0.8 < low < 1 and p < 1e-6


def test_the_example_of_benjamini_and_hochberg():
    # Benjamini & Hochberg (1995), section 4.1: the first four of these 15 are rejected at 0.05.
    p = np.array([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
                  0.4262, 0.5719, 0.6528, 0.7590, 1.0])  # fmt: skip
    shuffled = np.random.default_rng(0).permutation(len(p))
    q = false_discovery(p[shuffled])[np.argsort(shuffled)]
    assert (q <= 0.05).sum() == 4 and (q[:4] <= 0.05).all()
    assert q == pytest.approx(false_discovery_control(p))


def test_missing_p_are_no_comparisons():
    q = false_discovery(np.array([0.04, np.nan, 0.01, np.nan]))
    assert q[[0, 2]] == pytest.approx([0.04, 0.02]) and np.isnan(q[[1, 3]]).all()
    assert false_discovery(np.array([])).size == 0
