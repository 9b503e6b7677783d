"""The life cycle replayed day by day: customers move along the table, and along all of it."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from segments.people import NAN, chosen, groups, people, sizes
from tables import open_literal, orders

from loyalty import attributes, features, rollup, segmentation
from loyalty.indicators import BY_KEY
from loyalty.problems import Refused
from loyalty.segments import SCHEMES
from loyalty.segments.life_cycle import TRANSITIONS
from loyalty.study import Study

COLUMNS = ("recency_days", "order_count", "tenure_days", "last_gap_days")
CUTS = {"lapsed_days": 180, "new_days": 45, "frequent_orders": 5}
# days since the last order, orders, days since the first, last gap -> state; active 90 days
CASES = [
    (45, 1, 45, NAN, "new"),
    (0, 1, 0, NAN, "new"),
    (46, 1, 46, NAN, "active"),
    (10, 2, 20, 10, "active"),
    (90, 4, 400, 180, "active"),
    (90, 5, 400, 180, "loyal"),
    (10, 9, 900, 181, "back"),
    (0, 2, 300, 300, "back"),
    (91, 2, 300, 181, "cooling"),
    (180, 9, 900, 20, "cooling"),
    (181, 9, 900, 20, "lost"),
    (999, 1, 999, NAN, "lost"),
    (NAN, 0, NAN, NAN, "prospect"),
    (NAN, NAN, NAN, NAN, "prospect"),
]


def test_every_state_by_hand():
    found = people([case[:4] for case in CASES], *COLUMNS)
    study = chosen("life_cycle", found, thresholds=CUTS)
    states = [f"cycle_{case[4]}" for case in CASES]
    assert groups(found, study) == states
    assert set(states) == {one.key for one in SCHEMES["life_cycle"].groups} == set(TRANSITIONS)
    other = Study(as_of=study.as_of, active_days=90, thresholds=study.thresholds)
    assert list(features.states(found, other)) == states


START = date(2024, 1, 1)
DAYS = 90
SIZE = 250
SHORT = {"active": 6, "lapsed": 12, "new": 3, "frequent": 4}
LONG_NEW = SHORT | {"new": 8}


def history():
    """Orders of customers who buy now often and now not, some twice a day, some sent back."""
    rng = np.random.default_rng(11)
    rows = []
    for number in range(SIZE):
        eager = rng.choice([0.02, 0.08, 0.2, 0.5])
        for day in range(DAYS):
            if rng.random() < 0.03:
                eager = rng.choice([0.02, 0.08, 0.2, 0.5])
            for _one in range(rng.choice([1, 1, 1, 2, 5]) if rng.random() < eager else 0):
                when = f"{START + timedelta(day)} {rng.integers(24):02}:00"
                rows.append((f"c{number:03}", when, 10, bool(rng.random() < 0.1)))
    return rows


@pytest.fixture(scope="module")
def replayed(tmp_path_factory):
    """The customers as of each day, by the code that replays the past."""
    everybody = {"customer_id": [f"c{number:03}" for number in range(SIZE)]}
    tables = open_literal(
        tmp_path_factory.mktemp("cycle"), orders=orders(history()), customers=everybody
    )
    asked = [BY_KEY[key] for key in ("recency_days", "order_count", "tenure_days")]
    frames = []
    for day in range(DAYS):
        as_of = START + timedelta(day)
        found = rollup.customers(tables, as_of, asked)
        frames.append(found.join(attributes.attributes(tables, as_of), on="customer_id"))
    return frames


def states(frame, days) -> list[str]:
    study = Study(
        as_of=START,
        active_days=days["active"],
        thresholds={
            "lapsed_days": days["lapsed"],
            "new_days": days["new"],
            "frequent_orders": days["frequent"],
        },
    )
    return list(features.states(frame, study))


def moves(replayed, days):
    """Every (state, state of the next day) of any customer, those who stay left out."""
    by_day = [states(frame, days) for frame in replayed]
    return {
        (before, after)
        for one, two in pairwise(by_day)
        for before, after in zip(one, two, strict=True)
        if before != after
    }


def test_customers_move_along_the_table_and_along_all_of_it(replayed):
    allowed = {(before, after) for before, later in TRANSITIONS.items() for after in later}
    usual, long_new = moves(replayed, SHORT), moves(replayed, LONG_NEW)
    assert usual | long_new == allowed
    # Only where new lasts longer than active does a new customer cool at once.
    assert allowed - usual == {("cycle_new", "cycle_cooling")}


def naive(days, today, cuts) -> str:
    """A state from the list of days with an order, one entry for each order."""
    if not days:
        return "cycle_prospect"
    silent, apart = today - max(days), sorted(set(days))
    if silent > cuts["lapsed"]:
        return "cycle_lost"
    if silent > cuts["active"]:
        return "cycle_cooling"
    if len(apart) > 1 and apart[-1] - apart[-2] > cuts["lapsed"]:
        return "cycle_back"
    if len(days) == 1 and today - days[0] <= cuts["new"]:
        return "cycle_new"
    return "cycle_loyal" if len(days) >= cuts["frequent"] else "cycle_active"


def test_each_day_equals_a_state_told_from_the_list_of_orders(replayed):
    kept = {f"c{number:03}": [] for number in range(SIZE)}
    for customer, when, _amount, is_return in history():
        if not is_return:
            kept[customer].append((date.fromisoformat(when[:10]) - START).days)
    for day in range(0, DAYS, 7):
        frame = replayed[day]
        expected = [
            naive([one for one in kept[customer] if one <= day], day, SHORT)
            for customer in frame["customer_id"]
        ]
        assert states(frame, SHORT) == expected


def test_without_orders_there_is_no_life_cycle():
    nobody = people([(NAN, NAN, NAN, NAN)], *COLUMNS)
    needs = ["recency_days", "order_count", "tenure_days"]
    assert segmentation.lacking("life_cycle", nobody) == needs
    with pytest.raises(Refused, match=r"needs: Recency, Frequency, Tenure\."):
        chosen("life_cycle", nobody)


def test_the_retailer_has_customers_in_every_state(retailer):
    customers = retailer.customers
    study = chosen("life_cycle", customers)
    found = sizes(customers, study)
    assert set(found) == set(TRANSITIONS)
    assert found["cycle_prospect"] == (customers["order_count"] == 0).sum()
    assert found["cycle_lost"] == (customers["recency_days"] > 180).sum()
