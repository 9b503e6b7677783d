import numpy as np
import pytest

from loyalty.segmentation.round_numbers import Intervals, rounded

INF = np.inf


def interval(low, high, low_open=False, high_open=True) -> Intervals:
    return Intervals(*(np.array([one]) for one in (low, high, low_open, high_open)))


@pytest.mark.parametrize(
    ("low", "high", "low_open", "high_open", "near", "expected"),
    [
        (500, 600, True, False, 0, 600),
        (500, 600, False, True, 0, 500),
        (500, 600, True, True, 0, 510),
        (500, 600, True, True, 999, 590),
        (500, 600, True, True, 555, 555),
        (95, 205, True, True, 0, 100),
        (95, 205, True, True, 999, 200),
        (-3, 4, True, True, 20, 0),
        (-260, -140, True, True, 0, -200),
        (1041.2, 1041.9, True, False, 0, 1041.3),
        (0.1, 0.3, True, True, 0, 0.2),
        (0.29, 0.31, True, True, 0, 0.3),
        (7.25, 7.25, False, False, 0, 7.25),
        (0.3, 0.1 + 0.2, True, False, 0, 0.1 + 0.2),
        (1 / 3, 1 / 3 + 1e-12, False, True, 0, 1 / 3),
    ],
)
def test_the_fewest_digits_then_the_nearest(low, high, low_open, high_open, near, expected):
    assert rounded(interval(low, high, low_open, high_open), near).tolist() == [expected]


@pytest.mark.parametrize(
    ("low", "high", "low_open", "high_open", "expected"),
    [
        (2.2, 2.9, False, False, np.nan),
        (2, 3, True, True, np.nan),
        (2, 3, True, False, 3),
        (2.5, 13, False, False, 10),
        (5, 5, True, True, np.nan),
    ],
)
def test_whole_numbers_only(low, high, low_open, high_open, expected):
    one = interval(low, high, low_open, high_open)
    found = rounded(one, 0.5, whole=True)
    assert found.tolist() == pytest.approx([expected], nan_ok=True)
    assert one.some(whole=True).tolist() == (~np.isnan(found)).tolist()


def test_days_are_never_rounder_than_others():
    one = interval(19368, 19388)
    assert rounded(one, 0, whole=True).tolist() == [19370]
    assert rounded(one, 0, whole=True, coarsest=0).tolist() == [19368]


def test_always_inside_and_never_negative_zero():
    rng = np.random.default_rng(1)
    low = np.round(rng.normal(0, 10.0 ** rng.integers(-4, 6, 3000)), 4)
    width = rng.choice([0, 1e-9, 0.01, 1, 250.0], 3000)
    ends = Intervals(low, low + width, rng.random(3000) < 0.5, rng.random(3000) < 0.5)
    for near in (-1e4, 0.0, 37.5):
        found = rounded(ends, near)
        assert (np.isnan(found) == ~ends.some()).all()
        assert ends.contain(found)[~np.isnan(found)].all()
        assert not np.signbit(found[found == 0]).any()


def test_parts_of_intervals():
    ends = Intervals(
        np.array([-INF, 2.0, 5]), np.array([2.0, 5, INF]), np.array([True, True, False]),
        np.array([False, True, True]),
    )  # fmt: skip
    cut = ends.within(1, 5)
    assert cut.contain(np.array([1.0, 4.9, 5])).all()
    assert cut.some().tolist() == [True, True, True]
    assert not cut.contain(np.array([0.9, 2, 5.1])).any()
    assert ends.within(6, 9).some().tolist() == [False, False, True]
