import numpy as np
import pandas as pd
import pytest
from simulation.worlds import one_cell, study

from loyalty.simulation.cells.odds import Z90
from loyalty.simulation.recovery import Planted, rate_ratio, recover


def test_the_rate_ratio_of_one_stratum_is_that_of_its_rates():
    low, high = rate_ratio(np.array([[30.0, 100, 20, 100]]))
    assert np.sqrt(low * high) == pytest.approx(1.5)
    assert np.log(high / low) / 2 == pytest.approx(Z90 * np.sqrt(1 / 30 + 1 / 20))


def test_strata_of_different_rates_keep_their_common_ratio():
    low, high = rate_ratio(np.array([[30.0, 10, 40, 20], [10.0, 100, 10, 150]]))
    assert np.sqrt(low * high) == pytest.approx(1.5)
    assert rate_ratio(np.array([[0.0, 10, 4, 10]])) is None


@pytest.fixture(scope="module")
def found():
    planted = (Planted(1.0, 1.0), Planted(1.6, 1.2), Planted(0.6, 0.85))
    return recover(one_cell(0.9, customers=3000), study(), planted, worlds=100, months=4)


def test_planted_effects_are_found_again(found):
    assert found["found"].to_numpy() == pytest.approx(found["planted"], rel=0.04)
    assert (found["high"] >= 0.9).all()
    assert found["inside"].mean() == pytest.approx(0.9, abs=0.05)
    assert (found["worlds"] == 100).all()


def test_an_effect_is_seen_and_its_absence_is_not(found):
    nothing = found["planted"] == 1
    assert (found.loc[nothing, "told"] < 0.25).all()
    assert (found.loc[~nothing, "told"] > 0.9).all()


def test_a_base_too_small_says_nothing():
    found = recover(one_cell(0.9, customers=4), study(), worlds=100, months=1)
    staying = found[found["rate"] == "stay"]
    assert (staying["worlds"] == 0).all()
    assert staying[["found", "inside", "told"]].isna().all(axis=None)


def test_the_same_study_gives_the_same_worlds():
    cells = one_cell(0.8, customers=500)
    first, again = (recover(cells, study(), worlds=100, months=2) for _time in range(2))
    pd.testing.assert_frame_equal(first, again)
