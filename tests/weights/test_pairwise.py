import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.problems import Refused
from loyalty.weights.pairwise import read

NAN = float("nan")
FULL = np.array([[1, 1 / 3, 1 / 5], [3, 1, 1 / 4], [5, 4, 1]])
ABOVE = np.triu(np.ones((3, 3), dtype=bool), 1)


@pytest.mark.parametrize(
    "given",
    [
        np.where(ABOVE, FULL, 0),
        np.triu(FULL),
        np.where(ABOVE | np.eye(3, dtype=bool), FULL, NAN),
        np.where(ABOVE.T | np.eye(3, dtype=bool), FULL, NAN),
        np.where(ABOVE, FULL, NAN),
        [[1, 1 / 3, 1 / 5], [None, 1, 1 / 4], [5, None, 1]],
        np.round(FULL, 2),
    ],
    ids=["above", "triu", "upper", "lower", "no diagonal", "mixed", "rounded"],
)
def test_one_side_is_the_mirror_of_the_other(given):
    assert read(given) == pytest.approx(FULL)


def test_the_side_of_one_or_more_counts_where_the_other_was_rounded():
    found = read([[1, 0.33, 1.01], [3, 1, 9], [0.98, 0.11, 1]])
    assert found.tolist() == [[1, 1 / 3, 1.01], [3, 1, 9], [1 / 1.01, 1 / 9, 1]]


def test_a_pair_that_nobody_judged_stays_missing():
    found = read([[1, NAN, 2], [NAN, 1, 4], [NAN, NAN, 1]])
    assert np.argwhere(np.isnan(found)).tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([[1, 2], [0.4, 1]], "“1” against “2” is 2, but the other way round it is 0.4"),
        ([[1, -2], [-0.5, 1]], "“1” against “2” is -2: it must be a finite number above zero"),
        ([[1, 0, 2], [NAN, 1, 3], [0.5, 1 / 3, 1]], "“1” against “2” is 0"),
        ([[1, np.inf], [NAN, 1]], "is inf"),
        ([[1, 1e-320], [NAN, 1]], "above zero"),
        ([[2, 1], [1, 1]], "“1” against itself is 2"),
        ([[1, 2, 3], [0.5, 1, 1]], "square table"),
        ([1, 2], "square table"),
        ([[1, 2], [3]], "square table"),
        ([["a", "b"], ["c", "d"]], "square table"),
        ([], "square table"),
        ([[]], "square table"),
        (3, "square table"),
        (None, "square table"),
    ],
)
def test_what_is_no_pairwise_matrix_is_refused_with_its_reason(given, sentence):
    with pytest.raises(Refused) as refused:
        weights.ahp(given)
    assert sentence in refused.value.sentence()


def test_a_frame_names_its_items():
    frame = pd.DataFrame([[1, 2], [2, 1]], columns=["value", "emotion"])
    with pytest.raises(Refused, match="“value” against “emotion” is 2"):
        weights.ahp(frame)


class TestStored:
    ITEMS = ("a", "b", "c")

    def test_judgements_become_a_matrix_and_back(self):
        stored = {"a|b": 1 / 3, "a|c": 1 / 5, "b|c": 1 / 4}
        found = weights.matrix(self.ITEMS, stored)
        assert found == pytest.approx(FULL)
        assert weights.judgements(self.ITEMS, found) == pytest.approx(stored)

    def test_the_other_way_round_is_the_reciprocal(self):
        found = weights.matrix(self.ITEMS, {"b|a": 3.0, "c|a": 5.0, "c|b": 4.0})
        assert found == pytest.approx(FULL)

    def test_unknown_items_and_pairs_are_left_out(self):
        found = weights.matrix(self.ITEMS, {"a|b": 2.0, "a|gone": 9.0, "a": 3.0, "c|c": 4.0})
        assert weights.judgements(self.ITEMS, found) == {"a|b": 2.0}

    def test_both_ways_must_agree(self):
        agreed = weights.matrix(self.ITEMS, {"a|b": 0.33, "b|a": 3.0})
        assert weights.judgements(self.ITEMS, agreed) == {"a|b": 1 / 3}
        with pytest.raises(Refused, match="“b” against “a” is judged twice"):
            weights.matrix(self.ITEMS, {"a|b": 2.0, "b|a": 2.0})

    def test_no_judgements(self):
        assert weights.components(weights.matrix(self.ITEMS, {})) == [[0], [1], [2]]
