"""Loops, back-steps, starts and ends, against a plain walk through each journey."""

from collections import defaultdict
from itertools import pairwise
from statistics import median

import pytest
from journey.logs import MAP, events, journeys, random_log, study
from scipy import stats
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import loops

ORDER = [*journey.STAGES]


def read(tmp_path, rows, **choices):
    tables = open_literal(tmp_path, events=events(rows))
    return journey.read(tables, study(**{"stages": MAP} | choices))


@pytest.fixture(params=[(1, 2000, 60), (2, 400, 300), (3, 50, 1)])
def case(tmp_path, request):
    rows = random_log(*request.param)
    tables = open_literal(tmp_path, events=rows.to_dict("list"))
    return journey.read(tables, study(stages=MAP)), journeys(rows)


def walk(steps):
    """(kind, source, target, hours) of each move that is of a kind."""
    seen = {steps[0][1]}
    for (before, source), (after, target) in pairwise(steps):
        hours = (after - before).total_seconds() / 3600
        if source == target:
            yield loops.SELF, source, target, hours
        elif target in seen:
            yield loops.LOOP, source, target, hours
        ranks = [
            ORDER.index(MAP[name]) if MAP[name] in ORDER else None for name in (source, target)
        ]
        if None not in ranks and ranks[1] < ranks[0]:
            yield loops.BACK, source, target, hours
        seen.add(target)


def wilson(part: int, whole: int) -> tuple[float, float]:
    found = stats.binomtest(part, whole).proportion_ci(method="wilson")
    return found.low, found.high


def test_kinds_are_equal_to_an_independent_count(case):
    log, walks = case
    moves, who = defaultdict(int), defaultdict(set)
    for customer, steps in walks.items():
        for kind, *_ in walk(steps):
            moves[kind] += 1
            who[kind].add(customer)
    inner = sum(len(steps) - 1 for steps in walks.values())
    table = loops.of_log(log)
    assert list(table["kind"]) == [loops.SELF, loops.LOOP, loops.BACK]
    for row in table.itertuples():
        assert (row.moves, row.journeys) == (moves[row.kind], len(who[row.kind]))
        assert row.share == pytest.approx(row.moves / inner, abs=1e-6)
        assert row.journey_share == pytest.approx(row.journeys / len(walks), abs=1e-6)
        low, high = wilson(row.journeys, len(walks))
        assert (row.journey_share_low, row.journey_share_high) == pytest.approx(
            (low, high), abs=1e-6
        )


def test_touchpoints_are_equal_to_an_independent_count(case):
    log, walks = case
    count, who, here = defaultdict(int), defaultdict(set), defaultdict(set)
    for customer, steps in walks.items():
        for _, name in steps:
            here[name].add(customer)
        for kind, _source, target, _hours in walk(steps):
            if kind != loops.BACK:
                count[kind, target] += 1
                who[target].add(customer)
    table = loops.touchpoints(log)
    order = sorted(who, key=lambda name: (-len(who[name]), name))
    assert list(table["touchpoint"]) == order
    for row in table.itertuples():
        assert row.stage == MAP[row.touchpoint]
        assert row.self_moves == count[loops.SELF, row.touchpoint]
        assert row.loops == count[loops.LOOP, row.touchpoint]
        share = len(who[row.touchpoint]) / len(here[row.touchpoint])
        assert row.journey_share == pytest.approx(share, abs=1e-6)
        assert 0 <= row.journey_share_low <= row.journey_share <= row.journey_share_high <= 1


def test_pairs_walked_back_are_equal_to_an_independent_count(case):
    log, walks = case
    waits, who = defaultdict(list), defaultdict(set)
    for customer, steps in walks.items():
        for kind, source, target, hours in walk(steps):
            if kind == loops.BACK:
                waits[source, target].append(hours)
                who[source, target].add(customer)
    order = sorted(waits, key=lambda pair: (-len(waits[pair]), pair))
    table = loops.back_pairs(log, top=5)
    assert list(zip(table["source"], table["target"], strict=True)) == order[:5]
    for row in table.itertuples():
        pair = row.source, row.target
        assert (row.moves, row.journeys) == (len(waits[pair]), len(who[pair]))
        assert row.median_hours == pytest.approx(median(waits[pair]), abs=1e-4)
        assert row.journey_share == pytest.approx(row.journeys / len(walks), abs=1e-6)


def test_starts_and_ends_are_equal_to_an_independent_count(case):
    log, walks = case
    starts, stops = defaultdict(int), defaultdict(int)
    for steps in walks.values():
        starts[steps[0][1]] += 1
        stops[steps[-1][1]] += 1
    table = loops.ends(log)
    assert table["starts"].sum() == table["ends"].sum() == len(walks)
    assert set(table["touchpoint"]) == {*starts, *stops}
    for row in table.itertuples():
        assert (row.starts, row.ends) == (starts[row.touchpoint], stops[row.touchpoint])
        assert row.start_share == pytest.approx(row.starts / len(walks), abs=1e-6)
        low, high = wilson(row.ends, len(walks))
        assert (row.end_share_low, row.end_share_high) == pytest.approx((low, high), abs=1e-6)


def test_a_literal_journey(tmp_path):
    names = ["Advert", "Website", "Website", "Advert", "Riddle", "Advert", "Checkout", "Website"]
    rows = [("a", f"2024-01-0{day}", name) for day, name in enumerate(names, start=1)]
    found = loops.of_log(read(tmp_path, rows)).set_index("kind")["moves"].to_dict()
    # back to the advert, from the riddle to the advert, to the website: three loops; the way
    # through the riddle, which has no stage, is no way back
    assert found == {loops.SELF: 1, loops.LOOP: 3, loops.BACK: 2}


def test_another_journey_of_the_same_customer_is_no_loop(tmp_path):
    rows = [
        ("a", "2024-01-01", "Website"),
        ("a", "2024-06-01", "Advert"),
        ("a", "2024-06-02", "Website"),
    ]
    cut = {"cut": "inactivity", "cut_days": 30}
    assert loops.of_log(read(tmp_path, rows))["moves"].tolist() == [0, 1, 1]
    assert loops.of_log(read(tmp_path, rows, journey=cut))["moves"].tolist() == [0, 0, 0]


def test_nothing_at_all_and_orders_alone(tmp_path):
    log = read(tmp_path, [])
    assert loops.of_log(log)["moves"].tolist() == [0, 0, 0]
    assert loops.of_log(log)["journey_share"].isna().all()
    assert loops.touchpoints(log).empty and loops.back_pairs(log).empty and loops.ends(log).empty
    bought = [("a", f"2024-01-{day:02}", 5) for day in range(1, 13)]
    log = journey.read(open_literal(tmp_path, orders=orders(bought)), study())
    assert loops.of_log(log)["moves"].tolist() == [2, 0, 0]  # order 10+ follows itself twice
    assert loops.ends(log)["touchpoint"].tolist() == ["order 1", "order 10+"]
