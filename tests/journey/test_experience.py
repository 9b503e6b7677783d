"""Good against bad experience: each customer looked up in plain Python, and the sample's truth."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from journey.logs import MAP, events, random_log, study
from journey.test_risk_difference import of
from tables import open_literal, orders

from loyalty import analysis, engine, ingest, journey, samples
from loyalty.journey import experience
from loyalty.journey import log as logs

STRATA = ((0, 0), (1, 1), (2, 3), (4, 10**9))
BUYS = {"Checkout", "Refill"}  # of MAP: in the stages purchase and repurchase
DAYS = 30


def asked(**choices):
    return study(stages=MAP, journey={"within_days": DAYS} | choices)


def found(tables, asks, scale=None) -> pd.DataFrame:
    log = journey.read(tables, asks)
    return experience.of_log(log, asks, experience.purchases(log, asks, tables), scale)


def row_of(table: pd.DataFrame, touchpoint: str) -> pd.Series:
    return table.set_index("touchpoint").loc[touchpoint]


def looked_up(log: pd.DataFrame, bought: dict[str, list[datetime]], as_of: date) -> dict:
    """touchpoint -> (feeling, earlier purchases, whether again) of each customer, one at a time."""
    end = datetime.combine(as_of, datetime.min.time()) + timedelta(days=1)
    known = log.dropna(subset="feeling").sort_values(["time", "position"])
    rows: dict[str, list[tuple]] = {}
    for (customer, name), moments in known.groupby(["customer_id", "touchpoint"]):
        first = moments.iloc[0]
        time = first["time"].to_pydatetime()
        if time + timedelta(days=DAYS) > end:
            continue
        since = time.replace(hour=23, minute=59, second=59, microsecond=999999)
        since = since if name in BUYS else time
        times = bought.get(customer, [])
        until = time + timedelta(days=DAYS)
        again = any(since < other <= until for other in times)
        rows.setdefault(name, []).append(
            (first["feeling"], sum(other <= since for other in times), again)
        )
    return rows


def expected(rows: list[tuple], middle: float = 0.0) -> dict:
    good = [row for row in rows if row[0] > middle]
    bad = [row for row in rows if row[0] < middle]
    strata = []
    for least, most in STRATA:
        of_good = [again for _, earlier, again in good if least <= earlier <= most]
        of_bad = [again for _, earlier, again in bad if least <= earlier <= most]
        if of_good and of_bad:
            strata.append((sum(of_good), len(of_good), sum(of_bad), len(of_bad)))
    shares = [sum(row[2] for row in group) / len(group) for group in (good, bad)]
    difference, low, high, _p = of(strata)
    return {
        "good": len(good), "bad": len(bad), "good_share": shares[0], "bad_share": shares[1],
        "raw": shares[0] - shares[1], "difference": difference, "low": low, "high": high,
    }  # fmt: skip


def random_tables(seed: int):
    log = random_log(seed, 3000, 250).assign(
        time=lambda rows: rows["time"] + pd.to_timedelta(np.arange(len(rows)) % 24, "h")
    )
    rng = np.random.default_rng(seed + 100)
    start = datetime(2024, 1, 1)
    rows = [
        (f"C{rng.integers(0, 300)}", str(start + timedelta(hours=int(rng.integers(0, 5600)))), 9)
        for _ in range(700)
    ]
    return log, rows


def with_returns(rows: list[tuple]) -> dict:
    return orders(
        [(*row, place % 9 == 0) for place, row in enumerate(rows)]
    )  # every ninth returned


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equal_to_looking_up_each_customer(tmp_path, seed):
    log, rows = random_tables(seed)
    tables = open_literal(tmp_path, events=log.to_dict("list"), orders=with_returns(rows))
    table = found(tables, asked(orders="none").change(as_of="2024-08-01"))
    bought: dict[str, list] = {}
    for place, (customer, time, _amount) in enumerate(rows):
        when = datetime.fromisoformat(time)
        if place % 9 and when < datetime(2024, 8, 2):
            bought.setdefault(customer, []).append(when)
    naive = looked_up(log, bought, date(2024, 8, 1))
    assert set(table["touchpoint"]) == set(naive) == set(MAP)
    for name, lines in naive.items():
        line = row_of(table, name)
        wanted = expected(lines)
        assert line[list(wanted)].to_dict() == pytest.approx(wanted, abs=1e-6), name
        assert line["enough"] == (min(wanted["good"], wanted["bad"]) >= 30)
        assert line["stage"] == MAP[name]


def test_without_orders_moments_that_record_one_tell_it(tmp_path):
    log, _rows = random_tables(4)
    table = found(open_literal(tmp_path, events=log.to_dict("list")), asked())
    days = log[log["touchpoint"] == "Checkout"]  # the one name that speaks of an order
    times = days.assign(day=days["time"].dt.normalize()).sort_values("time")
    times = times.drop_duplicates(["customer_id", "day"])
    bought = {
        customer: [time.to_pydatetime() for time in part["time"]]
        for customer, part in times.groupby("customer_id")
    }
    for name, lines in looked_up(log, bought, date(2025, 1, 1)).items():
        wanted = expected(lines)
        assert row_of(table, name)[list(wanted)].to_dict() == pytest.approx(wanted, abs=1e-6)


def test_stages_tell_purchases_where_no_name_does(tmp_path):
    rows = [("a", "2024-01-01", "Talk", 1.0), ("a", "2024-01-09", "Thing")]
    tables = open_literal(tmp_path, events=events(rows))
    asks = study(stages={"Thing": "repurchase"}, journey={"within_days": DAYS})
    assert row_of(found(tables, asks), "Talk")["good_share"] == 1
    asks = study(journey={"within_days": DAYS})
    assert experience.purchases(journey.read(tables, asks), asks, tables) is None


def hotline(days: int, bought: str, feeling: float = 1.0) -> tuple[list, list]:
    """A scored call on 1 March at noon, and an order of the same customer."""
    time = datetime(2024, 3, 1, 12) + timedelta(days=days)
    return [("a", str(time), "Hotline", feeling), ("z", "2024-12-31", "Hotline", -1.0)], [
        ("a", bought, 5)
    ]


@pytest.mark.parametrize(
    ("bought", "again"),
    [
        ("2024-03-01 12:00:00", 0),  # at the same time: before it
        ("2024-03-01 12:00:01", 1),
        ("2024-03-31 12:00:00", 1),  # exactly 30 days
        ("2024-03-31 12:00:01", 0),
        ("2024-02-28 12:00:00", 0),
    ],
)
def test_who_buys_within_the_days(tmp_path, bought, again):
    moments, rows = hotline(0, bought)
    table = found(open_literal(tmp_path, events=events(moments), orders=orders(rows)), asked())
    assert row_of(table, "Hotline")[["good", "bad", "good_share"]].tolist() == [1, 0, again]


def test_an_order_of_its_own_day_is_the_checkout_itself(tmp_path):
    rows = [("a", "2024-03-01 12:00", "Checkout", 1.0), ("a", "2024-03-01 12:00", "Hotline", 1.0)]
    placed = orders([("a", "2024-03-01 18:00", 5)])
    table = found(open_literal(tmp_path, events=events(rows), orders=placed), asked())
    assert row_of(table, "Checkout")["good_share"] == 0
    assert row_of(table, "Hotline")["good_share"] == 1


def test_only_moments_whose_days_are_over_count(tmp_path):
    moments, rows = hotline(0, "2024-03-02")
    tables = open_literal(tmp_path, events=events(moments), orders=orders(rows))
    # noon of 1 March and 30 days end at noon of 31 March: the day of 31 March holds them
    assert len(found(tables, asked().change(as_of="2024-03-31"))) == 1
    assert found(tables, asked().change(as_of="2024-03-30")).empty


def test_the_first_scored_moment_decides(tmp_path):
    rows = [
        ("a", "2024-01-01", "Hotline", None),
        ("a", "2024-01-02", "Hotline", -0.5),
        ("a", "2024-01-03", "Hotline", 1.0),
        ("b", "2024-01-01", "Hotline", 0.0),  # in the middle: neither
        ("b", "2024-01-02", "Hotline", 1.0),
        ("c", "2024-01-01", "Hotline", 0.1),
    ]
    placed = orders([("c", "2024-01-05", 5)])
    table = found(open_literal(tmp_path, events=events(rows), orders=placed), asked())
    assert row_of(table, "Hotline")[["good", "bad"]].tolist() == [1, 1]


def test_a_group_is_measured_on_the_scale_of_all(tmp_path):
    rows = [("a", "2024-01-01", "Hotline", 4.0), ("b", "2024-01-01", "Hotline", 0.0)]
    placed = orders([("a", "2024-01-05", 5)])
    tables = open_literal(tmp_path, events=events(rows), orders=placed)
    log = journey.read(tables, asked())
    bought = experience.purchases(log, asked(), tables)
    only = logs.of_customers(log, np.array([True, False]))
    assert experience.of_log(only, asked(), bought)["good"].tolist() == [1]  # 4 of 1 to 5
    table = experience.of_log(only, asked(), bought, scale=(0.0, 10.0))
    assert table[["good", "bad"]].to_numpy().tolist() == [[0, 1]]


def test_earlier_purchases_explain_a_difference_away(tmp_path):
    # regulars (five orders) feel good and come back; new ones feel bad and do not; mixed in each
    rows, placed = [], []
    for number in range(200):
        regular, name = number % 2 == 0, f"c{number}"
        good = (number // 2) % 10 < (8 if regular else 2)
        rows.append((name, "2024-06-01", "Hotline", 1.0 if good else -1.0))
        before = [f"2024-0{month}-01" for month in range(1, 6)] if regular else []
        again = ["2024-06-09"] if (number // 20) % 10 < (9 if regular else 1) else []
        placed += [(name, day, 5) for day in before + again]
    tables = open_literal(tmp_path, events=events(rows), orders=orders(placed))
    line = row_of(found(tables, asked()), "Hotline")
    assert line["raw"] > 0.3
    assert line["difference"] == pytest.approx(0, abs=1e-6)
    assert not line["significant"] and line["enough"]


def test_of_many_comparisons_only_the_sure_one_is_called_so(tmp_path):
    rows, placed = [], []
    for point in range(10):
        for number in range(80):
            name, good = f"c{point}.{number}", number % 2 == 0
            rows.append((name, "2024-06-01", f"Touch {point}", 1.0 if good else -1.0))
            share = (0.9 if good else 0.1) if point == 0 else 0.5 + (point == 1) * good * 0.25
            if (number // 2) % 40 < 40 * share:
                placed.append((name, "2024-06-09", 5))
    table = found(open_literal(tmp_path, events=events(rows), orders=orders(placed)), asked())
    assert table["significant"].tolist() == [True] + [False] * 9
    close = row_of(table, "Touch 1")
    assert close["low"] > 0 and close["p"] < 0.05 < close["q"]


def test_everybody_comes_back(tmp_path):
    rows = [(f"c{n}", "2024-06-01", "Hotline", (-1.0) ** n) for n in range(80)]
    placed = orders([(f"c{n}", "2024-06-09", 5) for n in range(80)])
    table = found(open_literal(tmp_path, events=events(rows), orders=placed), asked())
    line = row_of(table, "Hotline")
    assert line[["good_share", "bad_share", "difference"]].tolist() == [1, 1, 0]
    assert line["enough"] and not line["significant"]


def test_without_feelings_there_is_nothing_to_compare(tmp_path):
    rows = [("a", "2024-01-01", "Hotline"), ("a", "2024-01-05", "Checkout")]
    table = found(open_literal(tmp_path, events=events(rows)), asked())
    assert table.empty and list(table.columns) == experience.COLUMNS
    empty = open_literal(tmp_path, events=events([]), orders=orders([]))
    assert found(empty, asked()).empty


def test_answers_give_orders_alone_a_feeling(tmp_path):
    placed = orders([("a", "2024-01-01", 5), ("a", "2024-01-20", 5), ("b", "2024-01-01", 5)])
    answers = {
        "customer_id": ["a", "b"], "time": ["2024-01-02", "2024-01-02"], "question": ["nps", "nps"],
        "score": [10, 0], "position": [0, 1],
    }  # fmt: skip
    table = found(open_literal(tmp_path, orders=placed, answers=answers), study(as_of="2024-12-01"))
    line = row_of(table, "order 1")
    assert line[["good", "bad", "good_share", "bad_share"]].tolist() == [1, 1, 1, 0]


@pytest.fixture(scope="module")
def retailer(tmp_path_factory):
    sources = [
        ingest.Source(path, path.name, ingest.Reading(**reading))
        for path, reading in samples.BY_KEY["retailer"].paths().items()
    ]
    return engine.open_tables(ingest.read(sources, tmp_path_factory.mktemp("retailer")).tables)


def test_the_planted_loss_after_bad_service_is_found(retailer):
    day = analysis.default_day(retailer)
    table = found(retailer, study(as_of=day, journey={"within_days": 180}))
    line = row_of(table, "Hotline")
    assert line["significant"] and line["low"] < 0.14 < line["high"]  # 14 points planted
    late = row_of(table, "Delivery")
    assert not late["significant"] and late["low"] < 0 < late["high"]  # planted to do nothing


def test_one_count_serves_every_stage_map_with_the_same_purchases(tmp_path):
    rows = random_log(21, 3000, 80).assign(time=lambda log: log["time"].astype(str))
    placed = orders([(f"C{number}", "2024-04-01", 5) for number in range(0, 80, 2)])
    tables = open_literal(tmp_path, events=rows.to_dict("list"), orders=placed)
    log, asks = journey.read(tables, asked()), asked()
    bought = experience.purchases(log, asks, tables)
    counted = experience.counted(log, asks, bought)
    other = study(stages=MAP | {"Advert": "service", "Hotline": "awareness"}, journey=asks.journey)
    again = logs.staged(log, other)
    assert experience.buying_points(again, other) == experience.buying_points(log, asks)
    expected = experience.of_log(again, other, bought)
    pd.testing.assert_frame_equal(experience.staged(counted, again), expected)
    assert (
        expected["touchpoint"].tolist()
        != experience.of_log(log, asks, bought)["touchpoint"].tolist()
    )
    bought_there = study(stages=MAP | {"Website": "purchase"}, journey=asks.journey)
    there = logs.staged(log, bought_there)
    assert "Website" in experience.buying_points(there, bought_there)
