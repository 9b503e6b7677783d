"""Moves into and out of a touchpoint, against a count of literal journeys."""

from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest
from journey.logs import events, journeys, random_log, study
from tables import open_literal

from loyalty.journey import neighbours, transitions

ALL = 99


def moves_of(folder, log: dict) -> pd.DataFrame:
    return transitions(open_literal(folder, events=log), study())


def test_sources_and_targets_are_those_of_every_journey(tmp_path):
    log = random_log(11, 900, 40)
    moves = moves_of(tmp_path, log.to_dict("list"))
    pairs = Counter()
    for steps in journeys(log).values():
        pairs.update(pairwise(["(start)", *(name for _time, name in steps), "(end)"]))
    for here in set(log["touchpoint"]):
        came = {one: count for (one, other), count in pairs.items() if other == here}
        went = {other: count for (one, other), count in pairs.items() if one == here}
        for found, expected in (
            (neighbours.before(moves, here, ALL), came),
            (neighbours.after(moves, here, ALL), went),
        ):
            order = sorted(expected, key=lambda name, of=expected: (-of[name], name))
            assert found["touchpoint"].tolist() == order
            assert found["moves"].tolist() == [expected[name] for name in order]
            shares = [expected[name] / sum(expected.values()) for name in order]
            assert found["share"].tolist() == pytest.approx(shares, abs=1e-6)


def test_the_most_frequent_stay_with_their_share_of_all(tmp_path):
    rows = [(f"c{number}", "2024-01-01", f"from {number % 7}") for number in range(30)]
    rows += [(who, "2024-01-02", "Shop") for who, _time, _name in rows]
    found = neighbours.before(moves_of(tmp_path, events(rows)), "Shop", 5)
    assert found["touchpoint"].tolist() == [f"from {number}" for number in range(5)]
    assert found["moves"].tolist() == [5, 5, 4, 4, 4]
    assert found["share"][0] == pytest.approx(5 / 30, abs=1e-6)
    assert found["median_hours"].tolist() == [24.0] * 5


def test_a_touchpoint_nobody_was_at_has_none(tmp_path):
    moves = moves_of(tmp_path, events([("ann", "2024-01-01", "Shop")]))
    assert neighbours.before(moves, "Fax").empty
    assert neighbours.after(moves, "Fax").empty
    assert neighbours.after(moves, "Shop")["touchpoint"].tolist() == ["(end)"]
    assert neighbours.before(moves, "Shop")["share"].tolist() == [1.0]
