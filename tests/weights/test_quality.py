import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from loyalty.weights.quality import area, brier, calibration


def test_area_is_that_of_hanley_and_mcneil_1982_with_delongs_interval():
    # 58 normal and 51 abnormal images, rated 1-5; the interval as Stata's manual prints it for
    # these data (roctab: 0.8932, standard error 0.0307, 0.83295 to 0.95339).
    rating = np.repeat([1.0, 2, 3, 4, 5] * 2, [33, 6, 6, 11, 2, 3, 2, 2, 11, 33])
    abnormal = np.repeat([False, True], [58, 51])
    assert area(rating, abnormal) == pytest.approx((0.8932, 0.83295, 0.95339), abs=5e-5)


def test_area_and_brier_equal_scikit_learn():
    rng = np.random.default_rng(4)
    predicted = rng.random(300).round(2)
    happened = rng.random(300) < predicted
    assert area(predicted, happened)[0] == pytest.approx(roc_auc_score(happened, predicted))
    ours, base, skill, _, _ = brier(predicted, happened, 0.4)
    assert ours == pytest.approx(brier_score_loss(happened, predicted))
    assert base == pytest.approx(brier_score_loss(happened, np.full(300, 0.4)))
    assert skill == pytest.approx(1 - ours / base)


def test_intervals_are_as_wide_as_the_bootstrap_says():
    rng = np.random.default_rng(5)
    predicted = rng.random(400)
    happened = rng.random(400) < predicted**2
    areas, skills = [], []
    for _ in range(1500):
        rows = rng.integers(0, 400, 400)
        areas.append(area(predicted[rows], happened[rows])[0])
        skills.append(brier(predicted[rows], happened[rows], 0.33)[2])
    assert area(predicted, happened)[1:] == pytest.approx(
        np.percentile(areas, [2.5, 97.5]), abs=0.01
    )
    assert brier(predicted, happened, 0.33)[3:] == pytest.approx(
        np.percentile(skills, [2.5, 97.5]), abs=0.03
    )


@pytest.mark.parametrize("predicted", [[0.1, 0.2, 0.8, 0.9], [0.9, 0.8, 0.2, 0.1], [0.5] * 4])
def test_a_handful_of_perfect_pairs_is_not_certainty(predicted):
    found, low, high = area(np.array(predicted), np.array([False, False, True, True]))
    assert low <= found <= high
    assert high - low > 0.5


def test_calibration_counts_by_fifths():
    predicted = np.array([0.9, 0.1, 0.2, 0.8, 0.5, 0.4, 0.6, 0.3, 0.7, 0.0])
    happened = np.array([True, False, True, True, False, False, True, False, True, False])
    found = calibration(predicted, happened)
    assert found["fifth"].tolist() == [1, 2, 3, 4, 5]
    assert found["customers"].tolist() == [2] * 5
    assert found["predicted"].tolist() == pytest.approx([0.05, 0.25, 0.45, 0.65, 0.85])
    assert found["observed"].tolist() == [0, 0.5, 0, 1, 1]
    assert (found["observed_low"] <= found["observed"]).all()
    assert (found["observed_high"] >= found["observed"]).all()
