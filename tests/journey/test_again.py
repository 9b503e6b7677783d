import numpy as np
from journey.logs import MAP, events, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import removal
from loyalty.journey.again import with_again
from loyalty.journey.stage_map import AGAIN


def read(tmp_path, rows, **tables):
    chosen = study(stages=MAP)
    log = journey.read(open_literal(tmp_path, events=events(rows), **tables), chosen)
    return log, with_again(log, chosen)


def test_a_newsletter_is_no_purchase_and_a_second_checkout_is_one(tmp_path):
    rows = [
        ("a", "2024-01-01", "Checkout"),
        ("a", "2024-01-02", "Refill"),
        ("a", "2024-01-03", "Checkout"),
        ("a", "2024-01-04", "Checkout"),
        ("b", "2024-01-01", "Checkout"),
        ("b", "2024-01-02", "Refill"),
        ("b", "2024-01-02", "Riddle"),
    ]
    log, found = read(tmp_path, rows)
    stages = [found.stages[place] for place in found.stage]
    assert stages == [
        "purchase", "repurchase", AGAIN, AGAIN, "purchase", "repurchase", "unassigned",
    ]  # fmt: skip
    assert [log.stages[place] for place in log.stage][2] == "purchase"
    assert removal.default_goal(found).name == AGAIN
    assert removal.conversions(found, removal.default_goal(found)) == (1, 2)


def test_later_orders_count_whether_an_event_records_them_or_not(tmp_path):
    rows = [("a", "2024-01-01", "Checkout"), ("b", "2024-01-01", "Website")]
    bought = orders([("a", "2024-01-01", 5), ("a", "2024-03-01", 5), ("b", "2024-02-01", 5)])
    _log, found = read(tmp_path, rows, orders=bought)
    again = found.stage == found.stages.index(AGAIN)
    assert [found.names[place] for place in found.touchpoint[again]] == ["order 2+"]


def test_without_a_second_order_the_log_stays_as_it_is(tmp_path):
    log, found = read(tmp_path, [("a", "2024-01-01", "Checkout"), ("b", "2024-01-01", "Advert")])
    assert found is log
    empty, same = read(tmp_path, [])
    assert same is empty


def test_a_group_keeps_the_stages_of_its_moments(tmp_path):
    rows = [("a", "2024-01-01", "Checkout"), ("b", "2024-01-01", "Checkout")]
    rows += [("b", "2024-01-05", "Checkout")]
    _log, found = read(tmp_path, rows)
    only = journey.log.of_customers(found, np.array([False, True]))
    assert [only.stages[place] for place in only.stage] == ["purchase", AGAIN]
