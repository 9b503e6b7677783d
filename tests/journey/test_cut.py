"""Journeys that end with a purchase."""

import pytest
from journey.logs import events, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import dwell, removal

CYCLE = study(journey={"cut": "purchase"})
WAY = ["Advert", "Website", "Checkout", "Delivery", "Hotline", "Newsletter", "Checkout", "Delivery"]


def walk(names: list[str], customers: int = 1) -> dict[str, list]:
    days = [(f"2024-02-{day:02}", name) for day, name in enumerate(names, start=1)]
    return events([(f"c{c:03}", day, name) for c in range(customers) for day, name in days])


def paths(log: journey.Log) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for number, place in zip(log.journey.tolist(), log.touchpoint.tolist(), strict=True):
        found.setdefault(number, []).append(log.names[place])
    return list(found.values())


def test_an_order_ends_a_journey_and_its_delivery_begins_the_next(tmp_path):
    log = journey.read(open_literal(tmp_path, events=walk(WAY)), CYCLE)
    assert log.assigned()["Delivery"] == "purchase"
    assert paths(log) == [WAY[:3], WAY[3:7], WAY[7:]]


def test_orders_of_the_table_end_journeys_too(tmp_path):
    tables = open_literal(
        tmp_path,
        events=walk(["Advert", "Delivery", "Loyalty offer"]),
        orders=orders([("c000", "2024-01-01", 5), ("c000", "2024-03-01", 5)]),
    )
    log = journey.read(tables, CYCLE)
    assert paths(log) == [["order 1"], ["Advert", "Delivery", "Loyalty offer", "order 2+"]]


def test_where_no_touchpoint_records_an_order_the_stage_ends_journeys(tmp_path):
    log = journey.read(open_literal(tmp_path, events=walk(["Advert", "Delivery", "Refill"])), CYCLE)
    assert paths(log) == [["Advert", "Delivery"], ["Refill"]]
    off = journey.read(open_literal(tmp_path, events=walk(["Delivery", "Refill"])), study())
    assert paths(off) == [["Delivery", "Refill"]]


def test_nothing_is_claimed_of_what_follows_the_end_of_a_journey(tmp_path):
    tables = open_literal(tmp_path, events=walk(WAY, 40))
    rows = journey.stages(tables, CYCLE).set_index("stage")
    missing = rows.loc["purchase", ["next_stage", "conversion", "drop_off", "median_hours"]]
    assert missing.isna().all() and rows.loc["purchase", "lost"] == 0
    assert rows.loc["consideration", ["next_stage", "reached"]].tolist() == ["purchase", 40]
    assert journey.answer(journey.journey_map(tables, CYCLE)).startswith("No customers are lost")
    uncut = journey.stages(tables, study()).set_index("stage")
    assert uncut.loc["purchase", "next_stage"] == "service"


def test_only_what_can_come_before_the_goal_has_a_removal_effect(tmp_path):
    tables = open_literal(tmp_path, events=walk(WAY, 40))
    log = journey.read(tables, CYCLE)
    found = removal.of_log(log, CYCLE, removal.Goal("touchpoint", "Checkout"))
    effect = found.set_index("touchpoint")["removal_effect"]
    assert effect["Advert"] == effect["Hotline"] == pytest.approx(0.5)
    other = removal.of_log(log, CYCLE, removal.Goal("touchpoint", "Hotline"))
    assert "Checkout" not in set(other["touchpoint"])  # after it nothing comes
    assert "Checkout" in set(
        removal.of_log(
            journey.read(tables, study()), study(), removal.Goal("touchpoint", "Hotline")
        )["touchpoint"]
    )


def test_the_delivery_of_an_order_is_left_like_other_touchpoints(tmp_path):
    log = journey.read(open_literal(tmp_path, events=walk(WAY, 2)), CYCLE)
    found = dwell.of_log(log)
    moves = found[found["touchpoint"].notna()].set_index("touchpoint")["moves"]
    assert moves[["Delivery", "Checkout"]].tolist() == [2, 0]
