"""States by segments: shares as counted, moves that keep both, segments kept where possible."""

import numpy as np
import pandas as pd
import pytest

from loyalty.simulation.cells import division
from loyalty.simulation.cells.division import NO_SEGMENT, OTHERS, Division, divide
from loyalty.simulation.cells.history import Grid

GRID = Grid(active_days=20)  # one active band: four recency bands


def test_shares_are_those_of_today():
    at = np.array([0, 0, 0, 4, -1])
    found = divide(at, pd.Series(["a", "a", "b", "b", "c"]), GRID)
    assert found.segments == ("a", "b")
    assert found.shares[0] == pytest.approx([2 / 3, 1 / 3])
    assert found.shares[4] == pytest.approx([0, 1])
    assert found.shares.sum(axis=1) == pytest.approx(1)
    assert found.share == pytest.approx(found.shares[found.state, found.segment])


def test_a_state_without_customers_is_as_its_silence_mostly_is():
    found = divide(np.array([0, 0, 0]), pd.Series(["a", "a", "b"]), GRID)
    assert (found.shares[GRID.recency_band == 0][1:] == [1, 0]).all()


def two(first, second):
    """Two states with these shares of two segments, all cells present."""
    shares = np.array([first, second], dtype=float)
    state, segment = np.nonzero(shares)
    return Division(shares, ("a", "b"), state, segment)


def naive(found, moves):
    """The coupling by loops."""
    joint = np.zeros((len(found.state), len(found.state)))
    for row, (c, s) in enumerate(zip(found.state, found.segment, strict=True)):
        for column, (d, t) in enumerate(zip(found.state, found.segment, strict=True)):
            here, there = found.shares[c], found.shares[d]
            kept = min(here[s], there[s]) / here[s]
            lacking = np.maximum(there - here, 0)
            other = lacking[t] / lacking.sum() if lacking.sum() else 0
            joint[row, column] = moves[c, d] * (kept * (s == t) + (1 - kept) * other)
    return joint


@pytest.mark.parametrize(
    ("first", "second"),
    [([0.5, 0.5], [0.2, 0.8]), ([1, 0], [0, 1]), ([0.3, 0.7], [0.3, 0.7]), ([0.9, 0.1], [1, 0])],
)
def test_moves_keep_rows_divisions_and_as_many_as_can_be(first, second):
    found, moves = two(first, second), np.array([[0.6, 0.4], [0.1, 0.9]])
    joint = found.joint(moves)
    assert joint == pytest.approx(naive(found, moves))
    assert joint.sum(axis=1) == pytest.approx(1)
    arrived = found.share @ joint
    for state in (0, 1):
        part = arrived[found.state == state]
        assert part / part.sum() == pytest.approx(found.share[found.state == state])


def test_segments_that_have_nothing_to_do_with_behaviour_are_kept():
    found = two([0.3, 0.7], [0.3, 0.7])
    joint = found.joint(np.array([[0.6, 0.4], [0.1, 0.9]]))
    assert (joint[found.segment[:, None] != found.segment] == 0).all()


def test_missing_segments_are_one_and_no_customer_is_none():
    assert NO_SEGMENT in divide(np.array([0, 0]), pd.Series(["a", None]), GRID).segments
    assert divide(np.zeros(0, dtype=int), pd.Series([], dtype=object), GRID).segments


def test_too_many_segments_are_put_together(monkeypatch):
    monkeypatch.setattr(division, "MOST_CELLS", GRID.size * 3)
    rng = np.random.default_rng(1)
    at = rng.integers(0, GRID.size, 5_000)
    found = divide(at, pd.Series(rng.choice(list("abcdefgh"), 5_000)), GRID)
    assert len(found.state) <= GRID.size * 3
    assert OTHERS in found.segments
    assert found.shares.sum(axis=1) == pytest.approx(1)


def test_every_customer_has_a_place_in_the_division():
    segments = pd.Series(["b", None, "a", "gone"])
    found = Division(np.ones((1, 3)), ("a", OTHERS, NO_SEGMENT), np.zeros(3, int), np.arange(3))
    assert found.place(segments).tolist() == [1, 2, 0, 1]
    assert found.place(segments.astype("category")).tolist() == [1, 2, 0, 1]
