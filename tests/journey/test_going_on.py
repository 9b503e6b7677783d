"""Hand-overs against a plain count, customer by customer."""

from collections import defaultdict
from datetime import timedelta
from functools import partial
from statistics import median

import numpy as np
import pandas as pd
import pytest
from journey.logs import AS_OF, events, study
from tables import open_literal

from loyalty import journey
from loyalty.intervals import newcombe, wilson
from loyalty.journey import handovers

END = pd.Timestamp(AS_OF) + timedelta(days=1)
CHANNELS = ["online", "showroom", "phone"]
OPTIONAL = ["Hotline"]  # service: nobody has to come there


def found(tmp_path, rows: dict, **choices) -> pd.DataFrame:
    asked = study(journey=choices)
    return handovers.of_log(journey.read(open_literal(tmp_path, events=rows), asked), asked)


def random_rows(seed: int, size: int, customers: int) -> dict:
    """Some lead to others; times repeat; half of the channels are unknown."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(size):
        who = f"c{rng.integers(0, customers)}"
        day = pd.Timestamp("2024-06-01") + pd.Timedelta(days=int(rng.integers(0, 214)))
        name = str(rng.choice(["Advert", "Website", "Hotline", "Manual"]))
        rows.append((who, day, name, rng.choice([*CHANNELS, None, None, None])))
        if name == "Website" and rng.random() < 0.6:
            later = day + pd.Timedelta(days=int(rng.integers(0, 20)))
            rows.append((who, later, "Checkout" if number % 3 else "Refill", "online"))
            rows.append((who, later + pd.Timedelta(days=2), "Delivery", None))
    return events([row[:3] for row in rows]) | {"channel": [row[3] for row in rows]}


def by_customer(rows: dict) -> dict[str, list[tuple]]:
    """Customer -> (time, touchpoint, channel) in order."""
    columns = ("time", "position", "customer_id", "touchpoint", "channel")
    journeys = defaultdict(list)
    for time, _position, who, *step in sorted(
        zip(*(rows[name] for name in columns), strict=True), key=lambda row: row[:2]
    ):
        if time < END:
            journeys[who].append((time, *step))
    return journeys


def count(journeys: dict, here, there, buys, days: int, within: int) -> dict:
    """Of every customer's first visit `here`: who comes `there` in time, and who buys."""
    told = {"customers": 0, "came": [], "bought": {True: [], False: []}, "by_then": 0, "anyway": 0}
    bought = [step for steps in journeys.values() for step in steps if buys(step)]
    told["holds"] = sum(map(there, bought)), len(bought)
    for steps in journeys.values():
        places = [place for place, step in enumerate(steps) if here(step)]
        if not places or steps[places[0]][0] + timedelta(days=days) >= END:
            continue
        start, told["customers"] = steps[places[0]][0], told["customers"] + 1
        rest = steps[places[0] + 1 :]
        at = [place for place, step in enumerate(rest) if there(step)]
        came = bool(at) and rest[at[0]][0] - start <= timedelta(days=days)
        buying = [place for place, step in enumerate(rest) if buys(step)]
        bought = bool(buying) and rest[buying[0]][0] - start <= timedelta(days=within)
        if came:
            told["came"].append((rest[at[0]][0] - start).total_seconds() / 3600)
            told["by_then"] += bought and buying[0] <= at[0]
        else:
            told["anyway"] += bool(buying) and rest[buying[0]][0] - start <= timedelta(days=days)
        if start + timedelta(days=within) < END:
            told["bought"][came].append(bought)
    return told


def check(row, told: dict) -> None:
    came, customers = len(told["came"]), told["customers"]
    assert (row.customers, row.followed, row.broken) == (customers, came, customers - came)
    assert (row.bought_anyway, row.nothing) == (told["anyway"], row.broken - told["anyway"])
    assert row.followed_share == pytest.approx(came / customers, abs=1e-6)
    assert row.median_hours == pytest.approx(median(told["came"]), abs=1e-4)
    low, high = wilson(came, customers)
    assert (row.followed_low, row.followed_high) == pytest.approx((low, high), abs=1e-6)
    yes, no = told["bought"][True], told["bought"][False]
    held, purchases = told["holds"]
    least = purchases if row.level == "channel" and row.target_channel == row.target_channel else 1
    apart = held < least and told["by_then"] <= 0.1 * came
    enough = min(len(yes), len(no)) >= handovers.ENOUGH
    assert row.compared == ("purchase" if not apart else "yes" if enough else "few")
    if not (apart and enough):
        assert np.isnan(row.lost_conversion) and np.isnan(row.lost_customers)
        return
    assert (row.followed_watched, row.broken_watched) == (len(yes), len(no))
    difference = np.mean(yes) - np.mean(no)
    assert row.lost_conversion == pytest.approx(difference, abs=2e-6)
    assert row.lost_customers == pytest.approx(row.broken * difference, abs=1e-3)
    ends = newcombe(sum(yes), len(yes), sum(no), len(no))
    assert (row.lost_low, row.lost_high) == pytest.approx(ends, abs=1e-6)


def is_source(row, step: tuple) -> bool:
    known = row.level == "touchpoint" or step[2] == row.source_channel
    return step[1] == row.source and known


def is_target(row, step: tuple) -> bool:
    if row.level == "touchpoint":
        return step[1] == row.target
    if step[1] in OPTIONAL:
        return False
    if pd.isna(row.target_channel):
        return step[2] not in (None, row.source_channel)
    return step[2] == row.target_channel


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equal_to_a_plain_count(tmp_path, seed, monkeypatch):
    monkeypatch.setattr(handovers, "USUAL", 0.05)
    monkeypatch.setattr(handovers, "ENOUGH", 5)
    rows = random_rows(seed, 700, 200)
    table = found(tmp_path, rows, handover_days=10, within_days=30, cut="purchase")
    assert set(table["level"]) == {"touchpoint", "channel"}
    assert table["target_channel"].isna().any() and table["lost_conversion"].notna().any()
    for row in table.itertuples():
        told = count(
            by_customer(rows), partial(is_source, row), partial(is_target, row),
            lambda step: step[1] == "Checkout", 10, 30,
        )  # fmt: skip
        check(row, told)


@pytest.mark.parametrize("seed", [4, 5])
def test_which_pairs_are_normal_by_a_plain_count(tmp_path, seed):
    rows = random_rows(seed, 900, 250)
    table = found(tmp_path, rows, handover_days=21)
    table = table[table["level"] == "touchpoint"]
    journeys = by_customer(rows)
    names = sorted(set(rows["touchpoint"]))
    told = {
        (one, other): count(
            journeys,
            lambda step, one=one: step[1] == one,
            lambda step, other=other: step[1] == other,
            lambda step: False,
            21,
            90,
        )
        for one in names
        for other in names
    }
    expected = set()
    for (one, other), of in told.items():
        after_any = [told[name, other] for name in names]
        chance = sum(len(x["came"]) for x in after_any) / sum(x["customers"] for x in after_any)
        came, customers = len(of["came"]), of["customers"]
        low, _high = wilson(came, customers)
        if (
            other not in OPTIONAL
            and one != other
            and customers >= 30
            and came >= 0.25 * customers
            and low > chance
        ):
            expected.add((one, other))
    got = set(zip(table["source"], table["target"], strict=True))
    assert got < expected
    assert all(through(journeys, expected, pair) for pair in expected - got)
    assert not any(through(journeys, expected, pair) for pair in got)


def through(journeys: dict, pairs: set, pair: tuple) -> bool:
    """Whether most who come from the one to the other pass a step of two normal pairs."""
    source, target = pair
    steps = {b for a, b in pairs if a == source and b != target and (b, target) in pairs}
    came = passed = 0
    for moments in journeys.values():
        names = [name for _time, name, _channel in moments]
        if source not in names:
            continue
        start = names.index(source)
        until = moments[start][0] + timedelta(days=21)
        later = [n for n, m in enumerate(moments) if n > start and m[1] == target and m[0] <= until]
        if until < END and later:
            came += 1
            passed += bool(steps & set(names[start + 1 : later[0]]))
    return 2 * passed > came


def broken_by_hand(row, journeys: dict, days: int) -> list[tuple]:
    """Customer, first visit, next touchpoint and time, first purchase of who did not come."""
    found, window = [], timedelta(days=days)
    for who, steps in journeys.items():
        places = [place for place, step in enumerate(steps) if is_source(row, step)]
        if not places or steps[places[0]][0] + window >= END:
            continue
        start = steps[places[0]][0]
        rest = [step for step in steps[places[0] + 1 :] if step[0] - start <= window]
        if any(is_target(row, step) for step in rest):
            continue
        after = rest[0] if rest else (None, None)
        bought = next((step[0] for step in rest if step[1] == "Checkout"), None)
        found.append((who, start, after[1], after[0], bought))
    found.sort(key=lambda one: one[0])
    return sorted(found, key=lambda one: one[1], reverse=True)


@pytest.mark.parametrize("seed", [1, 6])
def test_who_did_not_come_by_a_plain_list(tmp_path, seed, monkeypatch):
    monkeypatch.setattr(handovers, "USUAL", 0.05)
    monkeypatch.setattr(handovers, "ENOUGH", 5)
    rows, asked = random_rows(seed, 700, 200), study(journey={"handover_days": 10})
    log = journey.read(open_literal(tmp_path, events=rows), asked)
    table = handovers.of_log(log, asked)
    assert set(table["level"]) == {"touchpoint", "channel"}
    for row in table.itertuples():
        other = None if pd.isna(row.target_channel) else row.target_channel
        channels = None if row.level == "touchpoint" else (row.source_channel, other)
        got = handovers.broken_customers(log, asked, row.source, row.target, channels)
        told = broken_by_hand(row, by_customer(rows), 10)
        assert len(got) == row.broken == len(told)
        assert got["purchase"].notna().sum() == row.bought_anyway
        plain = got.astype(object).where(got.notna(), None)
        assert list(plain.itertuples(index=False, name=None)) == told
