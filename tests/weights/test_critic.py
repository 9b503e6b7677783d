import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.problems import Refused

NAN = float("nan")
BANKS = [
    [12.9918, 0.7264, -1.1009, 1.598139592],
    [4.1201, 5.8824, 3.4483, 1.021563567],
    [4.1039, 0.0000, -0.5076, 0.984469444],
]


def by_pandas(frame: pd.DataFrame, benefit: list[bool]) -> np.ndarray:
    """The definition: scale each column 0-1, turn costs, deviation times sum of 1 - r."""
    scaled = (frame - frame.min()) / (frame.max() - frame.min())
    for column, better in zip(scaled, benefit, strict=True):
        scaled[column] = scaled[column] if better else 1 - scaled[column]
    information = scaled.std() * (1 - scaled.corr()).sum()
    return (information / information.sum()).to_numpy()


def test_published_with_negative_values_and_a_cost():
    """The test case of the JMcDM package (Satman et al. 2021, J. Open Source Software 6)."""
    found = weights.critic(BANKS, benefit=[True, True, False, True])
    printed = [0.16883925, 0.418444976, 0.249124763, 0.163591012]
    assert found.weights == pytest.approx(printed, abs=1e-4)
    assert found.deviation * found.conflict == pytest.approx(
        [1.0380664664796384, 2.572718248762683, 1.5316754449023655, 1.005800182228836], abs=1e-9
    )


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_definition_with_gaps_and_costs(seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(60, 5)) @ rng.normal(size=(5, 5)))
    frame = frame.mask(rng.random(frame.shape) < 0.15)
    benefit = [True, False, True, True, False]
    assert weights.critic(frame, benefit).weights == pytest.approx(by_pandas(frame, benefit))
    assert weights.critic(frame).weights == pytest.approx(by_pandas(frame, [True] * 5))


def test_turning_a_column_by_hand_is_the_same_as_calling_it_a_cost():
    turned = np.array(BANKS) * [1, 1, -1, 1]
    expected = weights.critic(turned).weights
    for benefit in ([True, True, False, True], np.array([1, 1, -1, 1])):
        assert weights.critic(BANKS, benefit).weights == pytest.approx(expected)


def test_shifting_a_column_changes_nothing():
    shifted = np.add(BANKS, [0, 100, -7, 3])
    assert weights.critic(shifted).weights == pytest.approx(weights.critic(BANKS).weights)


def test_opposed_columns_by_hand():
    """b is -a: r = -1, so both have the same deviation and conflict."""
    found = weights.critic([[1, 9], [2, 8], [5, 5]])
    assert found.weights == pytest.approx([0.5, 0.5])
    assert found.conflict == pytest.approx([2, 2])


def test_columns_that_all_agree_weigh_the_same_and_say_so():
    found = weights.critic([[1, 10, 3], [2, 20, 3], [4, 40, 3]])
    assert found.weights.tolist() == [0.5, 0.5, 0]
    assert found.note == "No column disagrees with another, so those that vary weigh the same."


def test_columns_never_known_together_count_as_uncorrelated():
    found = weights.critic([[1, NAN], [3, NAN], [NAN, 5], [NAN, 6]])
    assert found.conflict.tolist() == [1, 1]
    assert found.weights.tolist() == [0.5, 0.5]


def test_a_benefit_for_each_column_is_needed():
    with pytest.raises(Refused, match="each of the 4 columns whether more is better; 2 were given"):
        weights.critic(BANKS, [True, False])
