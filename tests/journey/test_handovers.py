"""Hand-overs, broken ones and what they say, on literal logs."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from journey.logs import events, study
from tables import open_literal, orders

from data.retailer_model.effects import (
    BUY_WITH_QUOTE,
    BUY_WITHOUT_QUOTE,
    HANDOVER_BROKEN,
    HANDOVER_USUAL,
    HANDOVERS,
)
from loyalty import journey, samples
from loyalty.intervals import newcombe
from loyalty.journey import handovers

COLUMNS = ["customer_id", "time", "touchpoint", "channel", "position"]


def found(tmp_path, rows: dict, more: dict | None = None, **choices) -> pd.DataFrame:
    asked = study(journey=choices)
    log = journey.read(open_literal(tmp_path, events=rows, **(more or {})), asked)
    return handovers.of_log(log, asked)


def pair(table: pd.DataFrame, source: str, target: str) -> pd.Series:
    rows = table[(table["source"] == source) & (table["target"] == target)]
    assert len(rows) == 1
    return rows.iloc[0]


def visit(number: int, day: int, name: str, hour: int = 0) -> tuple:
    return f"c{number:03}", f"2024-03-{day:02} {hour:02}:00", name


def showroom(quoted: int, not_quoted: int, bought_of_quoted: int = 0, bought: int = 0) -> list:
    """Visitors of whom some get a quote a day later and some buy a week later."""
    rows = [visit(n, 1, "Showroom") for n in range(quoted + not_quoted)]
    rows += [visit(n, 2, "Quote") for n in range(quoted)]
    buyers = [*range(bought_of_quoted), *range(quoted, quoted + bought)]
    return rows + [visit(n, 8, "Checkout") for n in buyers]


def test_a_literal_hand_over(tmp_path):
    rows = events(showroom(40, 60, bought_of_quoted=30, bought=15))
    row = pair(found(tmp_path, rows), "Showroom", "Quote")
    assert (row["customers"], row["followed"], row["broken"]) == (100, 40, 60)
    assert (row["bought_anyway"], row["nothing"]) == (15, 45)
    assert (row["followed_share"], row["median_hours"]) == (0.4, 24.0)
    assert (row["conversion_followed"], row["conversion_broken"]) == (0.75, 0.25)
    assert (row["lost_conversion"], row["lost_customers"]) == (0.5, 30.0)
    # of 100 visits to the showroom, 40 to the quote and 45 purchases, 40 lead to a quote
    assert row["chance"] == pytest.approx(40 / 185, abs=1e-6)
    assert row["lift"] == pytest.approx(0.4 * 185 / 40, abs=1e-5)
    low, high = newcombe(30, 40, 15, 60)
    assert (row["lost_low"], row["lost_high"]) == pytest.approx((low, high), abs=1e-6)
    assert row["lost_customers_high"] == pytest.approx(60 * high, abs=1e-4)


def test_what_leads_to_a_purchase_has_no_purchases_to_lose(tmp_path):
    table = found(tmp_path, events(showroom(40, 60, 30, 15)))
    row = pair(table, "Quote", "Checkout")
    assert (row["customers"], row["followed"]) == (40, 30)
    assert row[["conversion_followed", "lost_conversion", "lost_customers"]].isna().all()


@pytest.mark.parametrize("days", [1, 2])
def test_the_last_moment_of_the_window_counts_and_the_next_does_not(tmp_path, days):
    rows = [visit(n, 1, "Showroom") for n in range(80)]
    rows += [visit(n, 1 + days, "Quote") for n in range(40)]
    rows += [visit(n, 1 + days, "Quote", hour=1) for n in range(40, 80)]
    row = pair(found(tmp_path, events(rows), handover_days=days), "Showroom", "Quote")
    assert (row["followed"], row["broken"]) == (40, 40)


def test_a_window_that_is_not_over_does_not_count(tmp_path):
    rows = showroom(40, 0)
    rows += [(f"late{n:03}", "2024-12-20", "Showroom") for n in range(50)]
    row = pair(found(tmp_path, events(rows)), "Showroom", "Quote")
    assert (row["customers"], row["broken"]) == (40, 0)
    soon = pair(found(tmp_path, events(rows), handover_days=7), "Showroom", "Quote")
    assert (soon["customers"], soon["broken"]) == (90, 50)
    # nobody's 90 days to a purchase are over but those of the early ones
    assert (soon["followed_watched"], soon["broken_watched"]) == (40, 0)
    assert np.isnan(soon["lost_conversion"])


def test_too_few_too_seldom_or_no_more_than_by_chance_is_not_normal(tmp_path):
    assert found(tmp_path, events(showroom(29, 0))).empty
    assert found(tmp_path, events(showroom(24, 76))).empty
    # everybody uses the app all the time: nothing leads there more than anything else
    app = [visit(n, day, "App") for n in range(60) for day in range(1, 29)]
    names = found(tmp_path, events(app + showroom(60, 0)))
    assert "App" not in set(names["target"])


def test_what_is_made_in_two_steps_is_told_of_the_steps(tmp_path):
    rows = [visit(n, 1, "Advert") for n in range(100)]
    rows += [visit(n, 2, "Website") for n in range(80)]
    rows += [visit(n, 3, "Quote") for n in range(60)]
    table = found(tmp_path, events(rows))
    assert list(zip(table["source"], table["target"], strict=True)) == [
        ("Advert", "Website"),
        ("Website", "Quote"),
    ]


def test_orders_are_purchases(tmp_path):
    rows = [row for row in showroom(40, 60) if row[2] != "Checkout"]
    bought = orders([(f"c{n:03}", "2024-03-20", 5) for n in [*range(20), *range(40, 55)]])
    row = pair(found(tmp_path, events(rows), {"orders": bought}), "Showroom", "Quote")
    assert (row["conversion_followed"], row["conversion_broken"]) == (0.5, 0.25)
    assert row["lost_customers"] == 15.0


def test_channels_hand_over_whatever_the_touchpoint(tmp_path):
    rows = events(
        [visit(n, 1, "Visit") for n in range(90)]
        + [visit(n, 3, "Quote") for n in range(30)]
        + [visit(n, 4, "Cart") for n in range(30, 40)]
        + [visit(n, 2, "Call") for n in range(40, 60)]
    )
    known = {"Visit": "showroom", "Quote": "online", "Cart": "online", "Call": "phone"}
    rows["channel"] = [known[name] for name in rows["touchpoint"]]
    table = found(tmp_path, rows)
    table = table[table["level"] == "channel"]
    assert table["target"].isna().all()
    assert set(table["source"]) == {"Visit"} and set(table["source_channel"]) == {"showroom"}
    by = table.assign(to=table["target_channel"].fillna("any")).set_index("to")
    assert set(by.index) == {"online", "any"}
    assert by.loc["online", ["followed", "broken"]].tolist() == [40, 50]
    assert by.loc["any", ["followed", "broken"]].tolist() == [60, 30]


def in_channels(rows: list, known: dict) -> dict:
    return events(rows) | {"channel": [known[name] for _who, _when, name in rows]}


def test_who_comes_to_no_channel_with_purchases_cannot_have_bought(tmp_path):
    rows = showroom(50, 50, bought_of_quoted=30) + [visit(n, 9, "Checkout") for n in range(50, 60)]
    known = {"Showroom": "showroom", "Quote": "online", "Checkout": "online"}
    table = found(tmp_path, in_channels(rows, known))
    channel = table[table["level"] == "channel"]
    assert set(channel["compared"]) == {"purchase"}
    assert channel[["conversion_followed", "conversion_broken", "lost_low"]].isna().all(axis=None)
    # an order in a channel nobody goes on to is no reason
    apart = found(tmp_path, in_channels(rows, known | {"Checkout": None}))
    assert set(apart.loc[apart["level"] == "channel", "compared"]) == {"yes"}


def test_where_one_may_buy_elsewhere_only_any_other_channel_is_not_compared(tmp_path):
    rows = [visit(n, 1, "Showroom") for n in range(150)] + [visit(n, 2, "Quote") for n in range(50)]
    rows += [visit(n, 2, "Call") for n in range(50, 60)]
    rows += [visit(n, 20, "Checkout") for n in range(30)]
    rows += [visit(n, 20, "Till purchase") for n in range(60, 80)]
    known = {"Showroom": "showroom", "Quote": "online", "Checkout": "online", "Call": "phone",
             "Till purchase": "showroom"}  # fmt: skip
    table = found(tmp_path, in_channels(rows, known))
    by = table[table["source"] == "Showroom"].set_index("target_channel")["compared"]
    assert by["online"] == "yes" and set(by[by.index.isna()]) == {"purchase", "yes"}
    # the pair of touchpoints has no channel; any other channel holds the checkout
    other = table[(table["level"] == "channel") & table["target_channel"].isna()]
    assert set(other["compared"]) == {"purchase"}


@pytest.mark.parametrize(("broken", "said"), [(29, "few"), (30, "yes")])
def test_few_of_either_kind_are_not_compared(tmp_path, broken, said):
    row = pair(found(tmp_path, events(showroom(60, broken, 40, 1))), "Showroom", "Quote")
    assert row["compared"] == said
    assert row[["conversion_broken", "lost_conversion"]].isna().all() == (said == "few")
    assert row["broken"] == broken  # who did not come is known all the same


def test_without_a_purchase_nothing_is_known_of_buying(tmp_path):
    rows = [row for row in showroom(40, 60) if row[2] != "Checkout"]
    row = pair(found(tmp_path, events(rows)), "Showroom", "Quote")
    assert row["compared"] == "unknown"
    assert row[["bought_anyway", "nothing"]].isna().all() and row["broken"] == 60
    assert row[["conversion_followed", "conversion_broken", "lost_low"]].isna().all()


def test_purchases_of_the_stages_count_where_no_name_speaks_of_one(tmp_path):
    rows = [
        (who, when, "Refill" if name == "Checkout" else name)
        for who, when, name in showroom(40, 60, bought_of_quoted=30, bought=15)
    ]
    row = pair(found(tmp_path, events(rows)), "Showroom", "Quote")
    assert (row["conversion_followed"], row["conversion_broken"]) == (0.75, 0.25)


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("Hotline", {}),
        ("Review", {"Review": "advocacy"}),
        ("Complaint", {"Complaint": "use"}),
        ("Repair", {}),
    ],
)
def test_nobody_has_to_need_service(tmp_path, name, stages):
    rows = [
        (who, when, name if step == "Quote" else step) for who, when, step in showroom(60, 40, 30)
    ]
    rows = in_channels(rows, {"Showroom": "showroom", name: "phone", "Checkout": None})
    asked = study(stages=stages)
    table = handovers.of_log(journey.read(open_literal(tmp_path, events=rows), asked), asked)
    assert name not in set(table["target"]) and "phone" not in set(table["target_channel"])
    assert name in set(table["source"])  # from there one may go on


def test_a_service_stage_of_the_users_own_is_told_by_the_name(tmp_path):
    rows = events(
        [(who, when, "Hotline" if s == "Quote" else s) for who, when, s in showroom(60, 40)]
    )
    own = study(journey={"stages": ("Before", "After")}, stages={"Hotline": "After"})
    table = handovers.of_log(journey.read(open_literal(tmp_path, events=rows), own), own)
    assert table.empty


def test_where_those_who_do_not_come_buy_more_it_stands_last(tmp_path):
    rows = showroom(100, 100, bought_of_quoted=5, bought=80)
    rows += [(f"x{n:03}", "2024-03-01", "Advert") for n in range(60)]
    rows += [(f"x{n:03}", "2024-03-02", "Website") for n in range(30)]
    table = found(tmp_path, events(rows))
    points = table[table["level"] == "touchpoint"]
    assert points["source"].tolist()[-1] == "Showroom" and points["lost_high"].iloc[-1] < 0
    assert "Advert" in set(points["source"])


def test_names_that_look_like_markup_stay_as_they_are(tmp_path):
    rows = [(who, when, f"{name} <b>'店\"") for who, when, name in showroom(40, 60)]
    assert set(found(tmp_path, events(rows))["source"]) == {"Showroom <b>'店\""}


def test_who_did_not_come_and_what_they_did_instead(tmp_path):
    rows = [visit(1, 1, "Showroom"), visit(1, 3, "Checkout"), visit(1, 20, "Quote")]
    rows += [visit(2, 2, "Showroom"), visit(2, 2, "App"), visit(2, 4, "Checkout")]
    rows += [visit(3, 5, "Showroom"), visit(3, 30, "Checkout"), visit(4, 1, "Showroom")]
    rows += [visit(5, 1, "Showroom"), visit(5, 2, "Quote"), ("late", "2024-12-25", "Showroom")]
    asked = study()
    log = journey.read(open_literal(tmp_path, events=events(rows)), asked)
    table = handovers.broken_customers(log, asked, "Showroom", "Quote")
    assert list(table.columns) == handovers.WHO
    assert table["customer_id"].tolist() == ["c003", "c002", "c001", "c004"]
    assert table["next"].fillna("none").tolist() == ["none", "App", "Checkout", "none"]
    days = [None if pd.isna(time) else time.day for time in table["purchase"]]
    assert days == [None, 4, 3, None]
    assert table["first_visit"].dt.day.tolist() == [5, 2, 1, 1]


@pytest.mark.parametrize("rows", [[], [visit(1, 1, "Quote")], [("late", "2024-12-31", "Showroom")]])
@pytest.mark.parametrize("channels", [None, ("shop", None), ("shop", "online")])
def test_nobody_fails_to_come_where_nobody_could(tmp_path, rows, channels):
    asked = study()
    log = journey.read(open_literal(tmp_path, events=events(rows)), asked)
    table = handovers.broken_customers(log, asked, "Showroom", "Quote", channels)
    assert table.empty and list(table.columns) == handovers.WHO


@pytest.mark.parametrize("rows", [[], [visit(1, 1, "Showroom")], showroom(5, 0)])
def test_nothing_to_tell_of_few(tmp_path, rows):
    table = found(tmp_path, events(rows))
    assert table.empty and list(table.columns) == handovers.COLUMNS


def test_orders_alone(tmp_path):
    rows = [(f"c{n}", f"2024-0{month}-01", 5) for n in range(50) for month in (1, 2, 3)]
    asked = study(journey={"handover_days": 40})
    log = journey.read(open_literal(tmp_path, orders=orders(rows)), asked)
    table = handovers.of_log(log, asked)
    assert ("order 1", "order 2") in set(zip(table["source"], table["target"], strict=True))
    assert table["lost_conversion"].isna().all()


def test_the_broken_hand_over_planted_in_the_retailer_comes_first(tmp_path):
    rows = pd.read_parquet(samples.FOLDER / "retailer" / "events.parquet")
    rows = rows.assign(position=range(len(rows)))[COLUMNS]
    asked = study(as_of=date(2026, 7, 1))
    kept = rows.astype(object).where(rows.notna(), None).to_dict("list")
    log = journey.read(open_literal(tmp_path, events=kept), asked)
    table = handovers.of_log(log, asked)
    worst = table[table["level"] == "touchpoint"].iloc[0]
    assert (worst["source"], worst["target"]) == ("Showroom visit", "Online quote")
    assert worst["followed_share"] == pytest.approx(HANDOVER_BROKEN, abs=0.005)
    bought = BUY_WITH_QUOTE - BUY_WITHOUT_QUOTE
    assert worst["lost_low"] < bought < worst["lost_high"]
    usual = [pair for pair in HANDOVERS if pair != ("Showroom visit", "Online quote")]
    shares = table.set_index(["source", "target"])["followed_share"]
    assert shares[usual].tolist() == pytest.approx([HANDOVER_USUAL] * len(usual), abs=0.01)
