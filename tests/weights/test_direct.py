import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.problems import Refused


def test_points_become_shares():
    assert weights.direct([50, 30, 20, 0]).weights == pytest.approx([0.5, 0.3, 0.2, 0])
    assert weights.direct(pd.Series([1, 3])).weights == pytest.approx([0.25, 0.75])


def test_the_scale_of_the_points_does_not_matter():
    for scale in (1e-300, 1, 1e308):
        assert weights.direct(np.array([1.0, 0.5]) * scale).weights == pytest.approx([2 / 3, 1 / 3])


def test_the_points_given_stay_as_they_are():
    points = np.array([2.0, 2.0])
    weights.direct(points)
    assert points.tolist() == [2, 2]


@pytest.mark.parametrize(
    "given", [[1, -1], [float("nan"), 1], [float("inf")], [], [[1, 2]], ["a"], None, 3]
)
def test_what_are_no_points_is_refused(given):
    with pytest.raises(Refused, match="finite numbers of zero or more"):
        weights.direct(given)


def test_no_points_at_all_are_refused():
    with pytest.raises(Refused, match="All weights are zero"):
        weights.direct([0, 0])
