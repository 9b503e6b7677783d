import numpy as np
import pandas as pd
import pytest
from journey.logs import MAP, count_reached, events, journeys, random_log, study
from scipy import stats
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey.sources import buying, told_buying

ORDER = list(journey.STAGES)


def rows_of(tmp_path, rows, **choices) -> pd.DataFrame:
    tables = open_literal(tmp_path, events=events(rows))
    return journey.journey_map(tables, study(**{"stages": MAP} | choices))


def stage(table: pd.DataFrame, name: str) -> pd.Series:
    return table[(table["stage"] == name) & table["touchpoint"].isna()].iloc[0]


def touchpoint(table: pd.DataFrame, name: str) -> pd.Series:
    return table[table["touchpoint"] == name].iloc[0]


LOG = [
    ("a", "2024-01-01 00:00", "Advert", 1.0),
    ("a", "2024-01-01 06:00", "Website", None),
    ("a", "2024-01-02 06:00", "Website", 3.0),
    ("a", "2024-01-03 00:00", "Checkout", 4.0),
    ("b", "2024-01-05 00:00", "Website", 5.0),
    ("b", "2024-01-06 00:00", "Advert", 2.0),
    ("c", "2024-01-05 00:00", "Advert", None),
    ("c", "2024-01-05 00:00", "Website", None),
    ("d", "2024-01-07 00:00", "Website", None),
    ("d", "2024-01-07 00:00", "Advert", None),
]


def test_literal_stages(tmp_path):
    table = journey.stages(open_literal(tmp_path, events=events(LOG)), study(stages=MAP))
    assert list(table["stage"]) == ORDER
    aware = table.iloc[0]
    assert (aware["customers"], aware["events"], aware["scored"]) == (4, 4, 2)
    assert aware["feeling"] == 1.5
    assert (aware["feeling_least"], aware["feeling_most"]) == (1.0, 2.0)
    # a: 6 h later; c: at the same time but later in the file; b and d were there before only
    assert (aware["reached"], aware["conversion"], aware["median_hours"]) == (2, 0.5, 3.0)
    assert list(table["customers"]) == [4, 4, 1, 0, 0, 0, 0]
    assert table.iloc[1]["conversion"] == 0.25
    assert table.iloc[1]["median_hours"] == 42.0  # from the first visit, not the last


def test_a_stage_nobody_records_is_no_loss(tmp_path):
    rows = [("a", "2024-01-01", "Website"), ("a", "2024-01-02", "Hotline")]
    table = rows_of(tmp_path, rows)
    assert stage(table, "consideration")["next_stage"] == "service"
    assert stage(table, "consideration")["conversion"] == 1.0
    assert np.isnan(stage(table, "service")["conversion"])
    assert np.isnan(stage(table, "purchase")["conversion"])
    assert stage(table, "purchase")["customers"] == 0


def test_touchpoints_are_sorted_by_stage_then_name(tmp_path):
    rows = [("a", "2024-01-01", name) for name in ("Riddle", "Website", "Blog", "Advert")]
    tables = open_literal(tmp_path, events=events(rows))
    table = journey.touchpoints(tables, study(stages=MAP))
    assert list(table["touchpoint"]) == ["Advert", "Blog", "Website", "Riddle"]
    assert list(table["stage"]) == ["awareness", "awareness", "consideration", "unassigned"]
    assert journey.stages(tables, study(stages=MAP))["stage"].iloc[-1] == "unassigned"


def test_one_customer_with_one_event(tmp_path):
    row = touchpoint(rows_of(tmp_path, [("a", "2024-01-01", "Advert", 4.0)]), "Advert")
    assert (row["customers"], row["events"], row["scored"], row["feeling"]) == (1, 1, 1, 4.0)
    assert row[["feeling_low", "feeling_high", "conversion", "median_hours"]].isna().all()


def test_missing_and_impossible_feelings_stay_missing(tmp_path):
    feelings = [None, float("nan"), float("inf"), 2.0, 1e300]
    rows = [("a", f"2024-01-0{day + 1}", "Advert", value) for day, value in enumerate(feelings)]
    row = touchpoint(rows_of(tmp_path, rows), "Advert")
    assert (row["events"], row["scored"], row["feeling"]) == (5, 1, 2.0)
    without = {key: value for key, value in events(rows).items() if key != "feeling"}
    table = journey.touchpoints(open_literal(tmp_path, events=without), study(stages=MAP))
    assert table["feeling"].isna().all()
    assert list(table["scored"]) == [0]


def test_feelings_are_averaged_exactly_whatever_their_order(tmp_path):
    values = [0.1] * 64 + [0.2] * 64 + [-0.7] * 3
    expected = 0.1305  # (6.4 + 12.8 - 2.1) / 131
    for turn in (values, values[::-1]):
        rows = [(f"{place}", "2024-01-01", "Advert", value) for place, value in enumerate(turn)]
        assert touchpoint(rows_of(tmp_path, rows), "Advert")["feeling"] == expected


def test_repeated_visits_count_a_customer_once(tmp_path):
    rows = [("a", f"2024-01-{day:02}", "Advert") for day in range(1, 11)]
    rows += [("a", "2024-02-01", "Website"), ("a", "2024-02-02", "Website")]
    row = touchpoint(rows_of(tmp_path, rows), "Advert")
    assert (row["customers"], row["events"], row["reached"]) == (1, 10, 1)
    assert row["conversion"] == 1.0


@pytest.mark.parametrize(("seed", "size", "customers"), [(1, 2500, 60), (2, 400, 300)])
def test_equal_to_an_independent_count(tmp_path, seed, size, customers):
    log = random_log(seed, size, customers)
    tables = open_literal(tmp_path, events=log.to_dict("list"))
    table = journey.journey_map(tables, study(stages=MAP))
    log = log.assign(stage=log["touchpoint"].map(MAP), feeling=log["feeling"].astype(float))
    assert len(table) == 8 + 8
    for row in table.itertuples():
        here = {row.touchpoint} if isinstance(row.touchpoint, str) else members(row.stage)
        mine = log[log["touchpoint"].isin(here)]
        assert (row.customers, row.events) == (mine["customer_id"].nunique(), len(mine))
        check_feeling(row, mine["feeling"].dropna())
        check_conversion(row, log, here)


@pytest.mark.parametrize("cut", [{}, {"cut": "inactivity", "cut_days": 5}, {"cut": "purchase"}])
def test_who_comes_further_equals_an_independent_count(tmp_path, cut):
    log = random_log(3, 800, 150)
    chosen = study(stages=MAP, journey=cut)
    table = journey.journey_map(open_literal(tmp_path, events=log.to_dict("list")), chosen)
    for row in table.itertuples():
        here = {row.touchpoint} if isinstance(row.touchpoint, str) else members(row.stage)
        found = {
            customer
            for customer, steps in walks(log, cut)
            if any(
                name in here and any(after(row.stage, other) for other in steps[place + 1 :])
                for place, name in enumerate(steps)
            )
        }
        assert row.beyond == (0 if pd.isna(row.next_stage) else len(found)), row.stage
        assert row.reached <= row.beyond <= row.customers


def walks(log: pd.DataFrame, cut: dict) -> list[tuple[str, list[str]]]:
    """Customer and touchpoints of each journey."""
    found = []
    for customer, steps in journeys(log).items():
        mine: list[str] = []
        for place, (time, name) in enumerate(steps):
            before = steps[place - 1] if place else (time, "")
            paused = (time - before[0]).days > cut.get("cut_days", 10**6)
            if paused or (cut.get("cut") == "purchase" and before[1] == "Checkout"):
                found.append((customer, mine))
                mine = []
            mine.append(name)
        found.append((customer, mine))
    return found


def after(stage: str, touchpoint: str) -> bool:
    known = [*ORDER, "unassigned"]
    return MAP[touchpoint] != "unassigned" and known.index(MAP[touchpoint]) > known.index(stage)


def members(name: str) -> set[str]:
    return {touchpoint for touchpoint, stage in MAP.items() if stage == name}


def check_feeling(row, scores: pd.Series) -> None:
    low, high = stats.t.interval(0.95, len(scores) - 1, scores.mean(), stats.sem(scores))
    assert row.scored == len(scores)
    assert row.feeling == pytest.approx(scores.mean(), abs=6e-5)
    assert row.feeling_low == pytest.approx(low, abs=6e-5)
    assert row.feeling_high == pytest.approx(high, abs=6e-5)
    assert (row.feeling_least, row.feeling_most) == (scores.min(), scores.max())


def check_conversion(row, log: pd.DataFrame, here: set[str]) -> None:
    if row.stage in ("advocacy", "unassigned"):
        assert pd.isna(row.next_stage) and pd.isna(row.conversion)
        return
    assert row.next_stage == ORDER[ORDER.index(row.stage) + 1]
    customers, reached, hours = count_reached(log, here, members(row.next_stage))
    interval = stats.binomtest(reached, customers).proportion_ci(method="wilson")
    assert (row.customers, row.reached) == (customers, reached)
    assert row.median_hours == hours or (hours is None and pd.isna(row.median_hours))
    assert row.conversion == pytest.approx(reached / customers, abs=1e-6)
    assert row.conversion_low == pytest.approx(interval.low, abs=1e-6)
    assert row.conversion_high == pytest.approx(interval.high, abs=1e-6)
    assert 0 <= row.conversion_low <= row.conversion <= row.conversion_high <= 1


def test_orders_enter_that_no_event_of_a_purchase_records(tmp_path):
    tables = open_literal(
        tmp_path,
        events=events([("a", "2024-01-02", "Website"), ("b", "2024-01-05", "Website")]),
        orders=orders([("a", "2024-01-02", 5), ("a", "2024-03-01", 5), ("b", "2024-01-01", 5)]),
    )
    table = journey.journey_map(tables, study())
    assert touchpoint(table, "order 1")["stage"] == "purchase"
    assert touchpoint(table, "order 2+")["stage"] == "repurchase"
    # an order at the time of an event comes after it; b ordered before
    assert stage(table, "consideration")["reached"] == 1
    bought = journey.journey_map(tables, study(stages={"Website": "purchase"}))
    assert touchpoint(bought, "order 1")["customers"] == 2  # its name speaks of another stage


def test_a_touchpoint_put_into_purchase_records_orders_when_its_name_says_nothing(tmp_path):
    names = ["Counter 7", "Campaign Type A received", "Delivery", "Payment"]
    chosen = study(stages={name: "purchase" for name in names})
    assert buying([*names, "Riddle"], chosen) == ["Counter 7", "Payment"]
    assert buying(names, study()) == ["Payment"]
    tables = open_literal(
        tmp_path,
        events=events([("a", "2024-01-02", "Counter 7"), ("b", "2024-01-02", names[1])]),
        orders=orders([("a", "2024-01-02", 5), ("b", "2024-01-02", 5)]),
    )
    table = journey.journey_map(tables, chosen)
    assert touchpoint(table, "order 1")["customers"] == 1  # b's; a's stands as Counter 7


def test_orders_alone_make_stages_of_their_own(tmp_path):
    tables = open_literal(tmp_path, orders=orders([("a", "2024-01-01", 5), ("a", "2024-01-03", 5)]))
    table = journey.journey_map(tables, study())
    assert stage(table, "purchase")[["customers", "reached", "median_hours"]].tolist() == [1, 1, 48]
    assert stage(table, "repurchase")["customers"] == 1


def test_empty_events_give_empty_stages(tmp_path):
    table = journey.journey_map(open_literal(tmp_path, events=events([])), study())
    assert list(table["stage"]) == ORDER
    assert (table["customers"] == 0).all()
    assert journey.answer(table) == "There are no events up to this day."


def test_complaints_follow_within_days_and_are_unknown_where_none_is_named(tmp_path):
    rows = [("a", "2024-01-01", "Website"), ("a", "2024-01-31", "Complaint")]
    rows += [("b", "2024-01-01", "Website"), ("b", "2024-02-01", "Complaint")]
    rows += [("c", "2024-01-01", "Website")]
    table = rows_of(tmp_path, rows)
    website = touchpoint(table, "Website")
    assert (website["complained"], website["complaint_share"]) == (1, round(1 / 3, 6))
    assert touchpoint(table, "Complaint")["complaint_share"] == 1
    silent = rows_of(tmp_path, [("c", "2024-01-01", "Website")])
    assert silent["complaint_share"].isna().all()


def test_only_names_that_do_not_speak_of_buying_change_which_orders_enter():
    chosen = study(stages={"Riddle": "purchase", "Checkout": "purchase", "Ad": "awareness"})
    assert told_buying(chosen) == ["Riddle"]
