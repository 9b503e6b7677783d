import math

import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.problems import Refused
from loyalty.scoring import Scores

NAN = float("nan")
FOUR = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
USED = [0.3, 0.4, 0.3]


def by_hand(rows: list[list[float]], weight: list[float], benefit: list[bool]) -> list[float]:
    """The definition, number by number."""
    columns = list(zip(*rows, strict=True))
    length = [math.sqrt(sum(x * x for x in column)) for column in columns]
    scaled = [[w * x / s for x, w, s in zip(row, weight, length, strict=True)] for row in rows]
    ends = [(max(column), min(column)) for column in zip(*scaled, strict=True)]
    best = [high if better else low for (high, low), better in zip(ends, benefit, strict=True)]
    worst = [low if better else high for (high, low), better in zip(ends, benefit, strict=True)]
    up = [math.dist(row, best) for row in scaled]
    down = [math.dist(row, worst) for row in scaled]
    return [below / (above + below) for above, below in zip(up, down, strict=True)]


def test_published_four_alternatives():
    found = weights.topsis(FOUR, USED)
    assert found.closeness == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=5e-5)
    assert found.weights == pytest.approx(USED)


def test_published_three_alternatives():
    """The test case of the JMcDM package (Satman et al. 2021, J. Open Source Software 6)."""
    found = weights.topsis([[9, 7, 6, 7], [8, 7, 9, 6], [7, 8, 6, 6]], [4, 2, 6, 8])
    assert found.closeness == pytest.approx([0.3876870, 0.6503238, 0.0834767], abs=1e-6)
    assert found.weights == pytest.approx([0.2, 0.1, 0.3, 0.4])


@pytest.mark.parametrize("seed", range(3))
def test_costs_and_negative_values_by_hand(seed):
    rng = np.random.default_rng(seed)
    table, weight = rng.normal(size=(7, 4)), rng.dirichlet(np.ones(4))
    benefit = [True, False, True, False]
    expected = by_hand(table.tolist(), weight.tolist(), benefit)
    assert weights.topsis(table, weight, benefit).closeness == pytest.approx(expected)
    assert weights.topsis(pd.DataFrame(table), weight, benefit).closeness == pytest.approx(expected)


def test_best_of_all_is_one_and_worst_of_all_zero():
    found = weights.topsis([[1, 9], [5, 5], [9, 1]], [1, 1], [True, False])
    assert found.closeness[[0, 2]].tolist() == [0, 1]


def test_rows_that_cannot_be_told_apart_stand_in_the_middle():
    assert weights.topsis([[2, 3], [2, 3]], [1, 1]).closeness.tolist() == [0.5, 0.5]
    assert weights.topsis([[0, 3], [0, 4]], [1, 0]).closeness.tolist() == [0.5, 0.5]
    assert weights.topsis([[7, 8]], [1, 1]).closeness.tolist() == [0.5]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((FOUR, [1, 1]), "3 columns but 2 weights"),
        ((FOUR, USED, [True]), "3 columns whether more is better; 1 were given"),
        ((pd.DataFrame({"a": [1, NAN], "b": [1, 2]}), [1, 1]), "“a” has missing values"),
        ((FOUR, [1, -1, 1]), "zero or more"),
        (([[1, np.inf], [1, 2]], [1, 1]), "“2” holds an infinite value"),
        ((np.empty((0, 2)), [1, 1]), "no value"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments, sentence):
    with pytest.raises(Refused, match=sentence):
        weights.topsis(*arguments)


class TestFixedEnds:
    SCORES = Scores(
        ("spend", "order_count", "nps_score"),
        np.array([[1.0, 0, 0.5, 0.2, 0, 1], [1, 0, 0.5, 0, 0, 1], [1, 0, 0.5, 0.9, 0, 0]]),
        {1: np.array([0.0, 0, 0, 1, 1, 0]), 0: np.array([0.0, 0, 0, 0, 1, 0]),
         2: np.array([0.0, 0, 0, 0, 1, 0])},
    )  # fmt: skip
    WEIGHT = {"spend": 0.5, "order_count": 0.3, "nps_score": 0.2}  # noqa: RUF012

    def test_by_hand(self):
        found = weights.closeness(self.SCORES, self.WEIGHT)
        assert found[:3].tolist() == [1, 0, 0.5]
        below, above = math.hypot(0.5 * 0.2, 0.2 * 0.9), math.hypot(0.5 * 0.8, 0.2 * 0.1)
        assert found[3] == pytest.approx(below / (below + above), abs=1e-8)
        assert np.isnan(found[4])
        assert found[5] == pytest.approx(math.hypot(0.5, 0.3) / (math.hypot(0.5, 0.3) + 0.2))

    def test_it_does_not_depend_on_who_else_is_there(self):
        alone = Scores(self.SCORES.keys, self.SCORES.values[:, [3]], {1: np.array([1.0])})
        assert weights.closeness(alone, self.WEIGHT)[0] == pytest.approx(
            weights.closeness(self.SCORES, self.WEIGHT)[3]
        )

    def test_the_scale_of_the_weights_does_not_matter(self):
        double = {key: 2 * weight for key, weight in self.WEIGHT.items()}
        expected = weights.closeness(self.SCORES, self.WEIGHT)
        assert weights.closeness(self.SCORES, double) == pytest.approx(expected, nan_ok=True)

    def test_an_indicator_without_weight_is_no_gap(self):
        found = weights.closeness(self.SCORES, {"spend": 1.0})
        assert found[3] == pytest.approx(0.2)
        assert np.isnan(found[4])

    def test_no_customer(self):
        empty = Scores(("spend",), np.empty((1, 0)), {})
        assert weights.closeness(empty, {"spend": 1.0}).tolist() == []
