from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from simulation.worlds import AS_OF, constant_hazard, study
from tables import open_literal, orders

from loyalty import simulation
from loyalty.problems import Refused
from loyalty.simulation.cells import rates_of
from loyalty.simulation.cells.history import Grid, read
from loyalty.simulation.cells.odds import odds_ratio, tables_of
from loyalty.study import Range


def ago(days):
    return (AS_OF - timedelta(days=days)).isoformat()


def people(*names):
    return pd.DataFrame({"customer_id": names, "segment": ["loyal"] * len(names)})


def test_bands_follow_the_active_days():
    grid = Grid(active_days=90)
    assert grid.recency == (30, 60, 90, 180, 360)
    assert grid.recency_band_of(np.array([0, 30, 31, 90, 91, 361])).tolist() == [0, 0, 1, 2, 3, 5]
    assert grid.active.sum() == 3 * 8
    assert Grid(active_days=20).recency == (20, 40, 80)


def test_a_state_is_the_kind_of_buyer_and_the_silence():
    grid = Grid(active_days=90)
    found = grid.state(
        np.array([0, 1, 7, 7, 40]), np.array([0, 1, 0, 5, 40]), np.array([9, 1, 95, 1, 1])
    )
    assert found.tolist() == [-1, 0, 1 * 6 + 3, 4 * 6, 7 * 6]


def test_history_counts_orders_and_money_by_month(tmp_path):
    rows = [
        ("ann", ago(1), 10), ("ann", ago(30), 20), ("ann", ago(31), 5), ("ann", ago(300), 7),
        ("ann", ago(2), -4, True), ("bea", ago(90), 3),
    ]  # fmt: skip
    tables = open_literal(tmp_path, orders=orders(rows))
    history = read(tables, AS_OF, pd.Series(["ann", "bea", "cid"]))
    assert (history.months, history.recall) == (4, 5)
    assert history.orders[:3].tolist() == [[2, 0, 0], [1, 0, 0], [0, 1, 0]]
    assert history.orders[-1].tolist() == [1, 0, 0]
    assert history.money[:3].tolist() == [[26, 0, 0], [5, 0, 0], [0, 3, 0]]
    assert history.last[0].tolist() == [1, 10**6, 10**6]


def test_cells_count_who_stayed_and_what_they_ordered(tmp_path):
    rows = [("ann", ago(days), 10) for days in (10, 40, 75, 100, 170)] + [("bea", ago(130), 20)]
    tables = open_literal(tmp_path, orders=orders(rows))
    chosen = study(active_days=60)
    found = simulation.cells(tables, people("ann", "bea"), chosen)
    table = found.table
    assert found.months == 2
    assert table["customers"].sum() == 2
    # Two months back ann (silent 40 days) and bea (69) were known; a month back both again.
    assert table["months_seen"].sum() == 4
    assert table["stayed"].sum() == 2
    assert table["orders"].sum() == 2
    assert found.arrivals.tolist() == [0, 0]
    assert found.segments == ("loyal",)


def test_thin_cells_are_shrunk_to_their_recency_band():
    rates = rates_of(
        np.array([0, 10_000]), np.array([0, 9_000]), np.array([0, 18_000]),
        np.full(2, 0.8), np.full(2, 1.5),
    )  # fmt: skip
    assert rates.stay == pytest.approx([0.8, 0.9], abs=1e-3)
    assert rates.orders == pytest.approx([1.5, 2.0], abs=2e-3)


def test_moves_and_entries_are_shares(world):
    for moves in (world.stay_moves, world.lapse_moves):
        assert moves.sum(axis=1) == pytest.approx(1)
        assert (moves >= 0).all()
    assert world.entry.sum() == pytest.approx(1)
    active = world.table["active"].to_numpy()
    assert world.stay_moves[:, ~active].max() == 0
    assert world.lapse_moves[:, active].max() == 0


def test_no_orders_or_too_few_days_is_refused_with_the_reason(tmp_path):
    with pytest.raises(Refused, match="needs orders"):
        simulation.cells({}, people(), study())
    tables = open_literal(tmp_path, orders=orders([("ann", ago(3), 1), ("ann", ago(40), 1)]))
    with pytest.raises(Refused, match="cover 41 days"):
        simulation.cells(tables, people("ann"), study())
    only_returns = open_literal(tmp_path, orders=orders([("ann", ago(90), -1, True)]))
    with pytest.raises(Refused, match="cover 0 days"):
        simulation.cells(only_returns, people("ann"), study())


def test_margin_is_measured_where_it_is_known(tmp_path):
    rows = orders([("ann", ago(days), 100) for days in (5, 35, 65, 100, 125)])
    rows["margin"] = [30, 40, None, None, None]
    found = simulation.cells(open_literal(tmp_path, orders=rows), people("ann"), study())
    assert found.measured["margin_share"].low == pytest.approx(
        35 - 1.6449 * np.std([30, 40], ddof=1), abs=0.01
    )
    frame = simulation.assumptions(study(), found).set_index("assumption")
    assert frame.loc["margin_share", "grade"] == "measured"


def test_assumptions_say_what_was_changed():
    mine = {"strategy": "points", "assumptions": {"repeat": Range(low=1, high=2)}}
    chosen = study(scenarios=(mine,), general={"margin_share": Range(low=30, high=30)})
    frame = simulation.assumptions(chosen)
    assert list(frame.columns) == [
        "strategy", "assumption", "label", "low", "high", "unit", "source", "grade", "changed",
        "caveat",
    ]  # fmt: skip
    changed = frame[frame["changed"]].set_index("assumption")
    assert sorted(changed.index) == ["margin_share", "repeat"]
    assert changed.loc["repeat", ["strategy", "low", "high", "grade"]].tolist() == [
        "points",
        1,
        2,
        "guessed",
    ]


def test_tables_count_each_stratum():
    rows = pd.DataFrame(
        [("y", True, False), ("x", True, True), ("x", False, False), ("x", True, True)],
        columns=["stratum", "bad", "again"],
    )
    assert tables_of(rows).tolist() == [[2, 0, 0, 1], [0, 1, 0, 0]]


def test_odds_ratio_of_one_table_is_its_cross_product():
    low, high = odds_ratio(np.array([[60.0, 40, 80, 20]]))
    assert np.sqrt(low * high) == pytest.approx(60 * 20 / (40 * 80))
    half = 1.6449 * np.sqrt(1 / 60 + 1 / 40 + 1 / 80 + 1 / 20)
    assert np.log(high / low) / 2 == pytest.approx(half)
    assert odds_ratio(np.array([[6.0, 4, 8, 2]])) is None


def hazard_tables(folder, known, end):
    """Orders before `end` months, the last of them on the day before AS_OF."""
    seen = known[known["day"] < end * 30.4375]
    when = pd.Timestamp(AS_OF) - pd.to_timedelta(np.ceil(end * 30.4375 - seen["day"]), unit="D")
    names = [f"c{number:05d}" for number in seen["customer"]]
    tables = open_literal(
        folder, orders=orders(list(zip(names, when, [10] * len(names), strict=True)))
    )
    return tables, pd.DataFrame({"customer_id": sorted(set(names))})


@pytest.fixture(scope="module")
def known():
    return constant_hazard(months=36)


@pytest.fixture(scope="module")
def world(known, tmp_path_factory):
    tables, customers = hazard_tables(tmp_path_factory.mktemp("world"), known, 24)
    return simulation.cells(tables, customers, study())


def test_doing_nothing_continues_a_world_of_known_hazard(known, world):
    result = simulation.run(world, study(months=12), [])
    day = 24 * 30.4375
    started = active_at(known, day)
    inside = 0
    for month in range(1, 13):
        now = active_at(known, day + month * 30.4375)
        for metric, truth in (
            ("customers", len(now)),
            ("retention", len(now & started) / len(started)),
            ("orders", orders_in(known, day + (month - 1) * 30.4375)),
        ):
            low, high = np.percentile(result.metric("do_nothing", metric)[month - 1], [5, 95])
            inside += low <= truth <= high
    assert inside / 36 >= 0.75
    # Of those with an order in the last 91 days nearly all are alive: 68 % stay a year.
    assert np.median(result.metric("do_nothing", "retention")[-1]) == pytest.approx(0.66, abs=0.05)


def active_at(known, day):
    recent = known[(known["day"] < day) & (known["day"] >= day - 91)]
    return set(recent["customer"])


def orders_in(known, day):
    return int(known["day"].between(day, day + 30.4375, inclusive="left").sum())


def test_the_hazard_of_the_world_is_found_in_the_cells(world):
    table = world.table
    active = table[table["active"]]
    lost = active["months_seen"].sum() - active["stayed"].sum()
    returned = table.loc[~table["active"], "stayed"].sum()
    net = (lost - returned) / active["months_seen"].sum()
    assert net == pytest.approx(1 - 0.68 ** (1 / 12), abs=0.003)
    assert world.arrivals.mean() == pytest.approx(120, abs=8)


def bad_service(folder, feeling):
    """600 customers with a hotline call 20 days before a month's end: half of them badly treated.

    A third of those and two thirds of the others order within the month, all ordered before.
    """
    rows, events = [], {"customer_id": [], "time": [], "touchpoint": [], "position": []}
    for number in range(600):
        name, bad = f"c{number:03d}", number % 2 == 0
        rows += [(name, ago(days), 10) for days in (130, 87)]
        if number % 6 < (2 if bad else 4):
            rows.append((name, ago(10), 10))
        events["customer_id"].append(name)
        events["time"].append(ago(50))
        events["touchpoint"].append("Complaint" if bad and not feeling else "Hotline")
        events["position"].append(number)
    if feeling:
        events["feeling"] = [-0.5 if number % 2 == 0 else 0.5 for number in range(600)]
    return open_literal(folder, orders=orders(rows), events=events)


def test_bad_service_is_measured_against_good_service(tmp_path):
    chosen = study(active_days=70)
    found = simulation.cells(bad_service(tmp_path, feeling=True), names(600), chosen)
    assert set(found.measured) == {"failed", "loss"}
    odds = (1 / 3) / (2 / 3) / ((2 / 3) / (1 / 3))
    assert found.measured["loss"].low < 100 * (1 - odds) < found.measured["loss"].high
    frame = simulation.assumptions(chosen, found).set_index("assumption")
    assert frame.loc[["failed", "loss"], "grade"].tolist() == ["measured"] * 2


def test_without_feelings_complaints_are_compared_with_everybody_else(tmp_path):
    found = simulation.cells(
        bad_service(tmp_path, feeling=False), names(600), study(active_days=70)
    )
    assert found.measured["loss"].low < 75 < found.measured["loss"].high


def test_without_service_events_nothing_is_claimed(tmp_path):
    rows = [("ann", ago(days), 10) for days in (10, 40, 75, 100, 170)]
    events = {
        "customer_id": ["ann"],
        "time": [ago(5)],
        "touchpoint": ["Website visit"],
        "position": [0],
    }
    tables = open_literal(tmp_path, orders=orders(rows), events=events)
    found = simulation.cells(tables, people("ann"), study())
    assert found.measured == {}
    assert found.table["failed"].equals(found.table["active"].astype(float))


def names(count):
    return people(*[f"c{number:03d}" for number in range(count)])
