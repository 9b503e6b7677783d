"""Counting within groups: each against a plain loop."""

from collections import defaultdict

import numpy as np
import pytest

from loyalty.journey import runs
from loyalty.journey.log import in_order


def rows(seed: int, size: int, owners: int, groups: int):
    rng = np.random.default_rng(seed)
    owner = np.sort(rng.integers(0, owners, size)).astype(np.int32)
    return owner, rng.integers(0, groups, size).astype(np.int32), rng.normal(size=size)


def by_hand(owner, group) -> list[tuple]:
    found = defaultdict(list)
    for place, pair in enumerate(zip(owner, group, strict=True)):
        found[pair].append(place)
    return [(places[0], len(places)) for _pair, places in sorted(found.items())]


@pytest.mark.parametrize("cells", [1, 50, 250_000])
@pytest.mark.parametrize("groups", [1, 7, 4000])
def test_visits_in_blocks_of_any_size_and_by_sorting(monkeypatch, cells, groups):
    monkeypatch.setattr(runs, "CELLS", cells)
    owner, group, _ = rows(1, 3000, 400, groups)
    first, count = runs.visits(owner, group, groups)
    assert list(zip(first, count, strict=True)) == by_hand(owner, group)
    assert runs.firsts(owner, group, groups).tolist() == first.tolist()


def test_owners_that_begin_late_and_leave_gaps():
    owner = np.array([7, 7, 9, 40_000], dtype=np.int32)
    group = np.array([2, 2, 0, 2], dtype=np.int32)
    for size in (3, 3000):
        first, count = runs.visits(owner, group, size)
        assert (first.tolist(), count.tolist()) == ([0, 2, 3], [2, 1, 1])


@pytest.mark.parametrize("groups", [1, 9, 40_000])
def test_extremes_and_quartiles_of_each_group(groups):
    _, group, value = rows(2, 2000, 10, groups)
    least, most = runs.extremes(group, value, groups)
    whole = (value * 1000).astype(np.int64)
    low, median, high = runs.quartiles(group, whole, groups)
    for one in range(min(groups, 300)):
        mine = group == one
        if not mine.any():
            assert np.isnan([least[one], most[one], median[one]]).all()
            continue
        assert (least[one], most[one]) == (value[mine].min(), value[mine].max())
        expected = np.quantile(whole[mine], [0.25, 0.5, 0.75])
        assert [low[one], median[one], high[one]] == pytest.approx(expected)


def test_nothing_at_all():
    nothing, none = np.zeros(0, dtype=np.int32), np.zeros(0)
    assert [len(one) for one in runs.visits(nothing, nothing, 3)] == [0, 0]
    assert np.isnan(runs.extremes(nothing, none, 3)).all()


@pytest.mark.parametrize("unit", [1, 1_000_000, 86_400_000_000, 2**48])
def test_rows_in_order_of_customer_time_and_position(unit):
    rng = np.random.default_rng(3)
    customer = rng.integers(0, 2000, 3000).astype(np.int32)
    time = rng.integers(-3, 40, 3000) * unit
    position = rng.permutation(3000)
    expected = sorted(range(3000), key=lambda row: (customer[row], time[row], position[row]))
    assert in_order(customer, time, position).tolist() == expected
