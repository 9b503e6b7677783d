"""The profile of a segment: every number against a count by hand, nothing told of few people."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pages.by_hand import note_downloads
from pages.conftest import base_of, fill, small_orders

from loyalty import engine, features, intervals, labels, replay, scoring, segmentation
from loyalty.segmentation import edits
from loyalty.study import Rule

NASTY = "<b>:red[x]</b> **y** $z$"


def survey(customers):
    """Every third answers both questions."""
    asked = list(customers)[::3]
    return {
        "customer_id": [*asked, *asked],
        "time": ["2024-12-01"] * 2 * len(asked),
        "question": ["nps"] * len(asked) + ["csat"] * len(asked),
        "score": [n % 11 for n in range(len(asked))] + [1 + n % 5 for n in range(len(asked))],
    }


def rich(copies: int = 4) -> dict:
    """`small_orders` four times under other ids, with regions and answers."""
    rows = small_orders()
    orders = {
        name: [
            f"{value}{letter}" if name in ("customer_id", "order_id") else value
            for letter in "abcdefgh"[:copies]
            for value in values
        ]
        for name, values in rows.items()
    }
    ids = sorted(set(orders["customer_id"]))
    regions = ["north" if int(one[1:3]) % 7 > 3 or int(one[1:3]) % 5 == 0 else NASTY for one in ids]
    customers = {"customer_id": ids, "region": regions}
    return {"orders": orders, "customers": customers, "answers": survey(ids)}


@pytest.fixture
def workspace(store, tmp_path):
    return store.open(fill(store, tmp_path, rich()))


@pytest.fixture
def profiles(workspace, app):
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "segments.profile"
    app.run()
    app.switch_page("segments.py").run()
    assert not app.exception, app.exception[0].message
    return app


def members_of(workspace, key):
    """All customers and those of a segment, by the rules."""
    study = workspace.state().draft
    customers = base_of(workspace).customers
    codes = segmentation.codes(features.frame(customers, study), study)
    place = segmentation.segment_names(study).index(key)
    return customers, customers[codes == place]


def choose(app, key):
    app.pills(key="profile_segment").set_value(key).run()
    assert not app.exception, app.exception[0].message
    return app


def said(app) -> str:
    kinds = ("subheader", "markdown", "caption", "info")
    return "\n".join(one.value for kind in kinds for one in getattr(app, kind)).replace("\\", "")


def pictures(app) -> list[dict]:
    """Rows of the charts on the page."""
    found = []
    for one in app.get("vega_lite_chart"):
        spec = json.loads(one.proto.spec)
        data = one.proto.data.data or one.proto.datasets[0].data.data
        found.append((spec, pa.ipc.open_stream(data).read_pandas()))
    return found


def test_size_and_value_of_the_chosen_segment(profiles, workspace):
    customers, members = members_of(workspace, "loyal")
    text = said(choose(profiles, "loyal"))
    share = len(members) / len(customers)
    spend = members["spend"].sum() / customers["spend"].sum()
    shares = [f"{one:.1%}".replace(".0%", "%") for one in (share, spend)]
    assert f"“Loyal”: {len(members)} customers ({shares[0]} of all), {shares[1]} of all" in text
    tiles = {one.label: one.value for one in profiles.metric}
    assert tiles["Customers"] == str(len(members))
    assert tiles["Orders per customer"] == f"{members['order_count'].mean():.1f}".removesuffix(".0")
    study = workspace.state().draft
    index, _share = scoring.study_index(customers, scoring.scores(customers, study.scale), study)
    expected = np.round(index[customers.index.isin(members.index)].mean(), 1)
    assert float(tiles["Mean loyalty index"]) == pytest.approx(expected)


def test_it_opens_with_the_segment_that_brings_most(profiles, workspace):
    study = workspace.state().draft
    totals = {
        rule.key: members_of(workspace, rule.key)[1]["spend"].sum() for rule in study.segments
    }
    assert profiles.pills(key="profile_segment").value == max(totals, key=totals.get)


def test_every_segment_has_a_page_also_an_empty_one(profiles, workspace):
    for rule in workspace.state().draft.segments:
        choose(profiles, rule.key)
        _all, members = members_of(workspace, rule.key)
        if members.empty:
            assert "Nobody is in" in said(profiles)
            assert not profiles.metric


def test_averages_are_drawn_in_standard_deviations_with_their_interval(profiles, workspace):
    customers, members = members_of(workspace, "potential_loyal")
    choose(profiles, "potential_loyal")
    _spec, rows = pictures(profiles)[0]
    strength = rows["value"].abs().tolist()
    assert strength == sorted(strength, reverse=True)
    row = rows[rows["label"].str.startswith("Frequency")].iloc[0]
    values, here = customers["order_count"], members["order_count"]
    assert row["value"] == pytest.approx((here.mean() - values.mean()) / values.std(ddof=0))
    rest = values[~values.index.isin(members.index)]
    ends = intervals.welch(
        (here.mean(), rest.mean()), (here.var(), rest.var()), (len(here), len(rest))
    )
    scale = len(rest) / len(values) / values.std(ddof=0)
    assert [row["low"], row["high"]] == pytest.approx([float(end) * scale for end in ends])
    assert row["sure"] == (row["low"] > 0 or row["high"] < 0)
    assert f"{here.mean():.1f}".removesuffix(".0") in row["here"]


def test_what_sets_it_apart_is_better_or_worse(profiles, workspace):
    customers, members = members_of(workspace, "lost")
    assert members["recency_days"].mean() > customers["recency_days"].mean()
    choose(profiles, "lost")
    worse = next(line for line in said(profiles).splitlines() if "Worse than among" in line)
    assert "longer since the last order" in worse.partition("Worse than among")[2]
    assert "Higher than among everybody" not in said(profiles)


def test_shares_are_per_cent_and_the_base_is_told(profiles, workspace):
    customers, members = members_of(workspace, "loyal")
    choose(profiles, "loyal")
    found = [rows for _spec, rows in pictures(profiles)[:-1]]
    row = pd.concat(found).query("label.str.startswith('Repurchase rate')").iloc[0]
    share = f"{members['repurchase_rate'].mean():.1%}".replace(".0%", "%")
    assert row["here"] == share
    assert row["base_known"] == customers["repurchase_rate"].notna().sum()
    assert f"Everybody: all {len(customers)} customers" in said(profiles)


def test_frequent_attributes_with_lift_and_interval(profiles, workspace):
    customers, members = members_of(workspace, "loyal")
    choose(profiles, "loyal")
    _spec, rows = pictures(profiles)[-1]
    here, everybody = (f["attribute.region"].eq("north").mean() for f in (members, customers))
    row = rows[rows["label"].str.contains("north")].iloc[0]
    assert row["value"] == pytest.approx(here / everybody) and row["value"] > 1
    low, high = intervals.wilson(members["attribute.region"].eq("north").sum(), len(members))
    assert [row["low"], row["high"]] == pytest.approx([low / everybody, high / everybody])


def test_the_colour_is_that_of_the_segment(profiles, workspace):
    choose(profiles, "loyal")
    colour = segmentation.colours(workspace.state().draft)["loyal"]
    assert colour in json.dumps(pictures(profiles)[0][0])


def test_satisfaction_with_counts_and_interval(profiles, workspace):
    _all, members = members_of(workspace, "loyal")
    choose(profiles, "loyal")
    answers = members["nps_score"].dropna()
    yes, no = int((answers >= 9).sum()), int((answers <= 6).sum())
    score, low, high = intervals.nps(yes, len(answers) - yes - no, no)
    tiles = {one.label: one.value for one in profiles.metric}
    assert float(tiles["Net promoter score (NPS)"]) == round(score)
    assert float(tiles["Satisfaction (CSAT), mean"]) == pytest.approx(
        members["satisfaction"].mean(), abs=0.005
    )
    text = said(profiles)
    assert f"95% interval {low:.0f} to {high:.0f}." in text
    assert f"{yes} promoters (9–10), {len(answers) - yes - no} passives (7–8), {no} detr" in text


def before(histories, customer, code) -> tuple[int | None, object]:
    """The last other segment, and the first day after it."""
    since = None
    for day in sorted(histories, reverse=True):
        if histories[day].get(customer) != code:
            return histories[day].get(customer), since
        since = day
    return None, None


def test_the_list_has_reasons_and_the_segment_before(profiles, workspace, monkeypatch):
    offered = note_downloads(monkeypatch)
    choose(profiles, "loyal")
    assert not offered
    profiles.button(key="make_list").click().run()
    assert not profiles.exception, profiles.exception[0].message
    assert not [one for one in profiles.button if one.key == "make_list"]
    _all, members = members_of(workspace, "loyal")
    made, name = offered[f"Take the list of {len(members)} customers (CSV)"]
    profiles.run()
    _made, again = offered[f"Take the list of {len(members)} customers (CSV)"]
    assert name.endswith(".csv") and name != again
    rows = list(csv.DictReader(io.StringIO(made().decode("utf-8-sig"))))
    assert [row["customer_id"] for row in rows] == members["customer_id"].tolist()
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    histories = {
        day: dict(zip(*replay.at(tables, study, day), strict=True))
        for day in replay.month_ends(tables, study.as_of)
    }
    names, frequent = segmentation.segment_names(study), study.thresholds["frequent_orders"]
    orders = members.set_index("customer_id")["order_count"]
    for row in rows:
        code, since = before(histories, row["customer_id"], names.index("loyal"))
        assert row["segment"] == "Loyal" and row["day"] == str(study.as_of)
        assert row["previous"] == ("" if code is None else labels.segment(names[code]))
        assert row["changed_on"] == ("" if code is None else str(since))
        told = f"Frequency ≥ {frequent:.0f} ({orders[row['customer_id']]:.0f})"
        assert told in row["reason"]
    assert len({row["previous"] for row in rows}) > 1


def test_a_view_for_sharing_tells_no_single_customer(profiles, workspace):
    profiles.toggle(key="profile_shared").set_value(True).run()
    shown = 0
    for rule in workspace.state().draft.segments:
        choose(profiles, rule.key)
        _all, members = members_of(workspace, rule.key)
        assert not [one for one in profiles.button if one.key == "make_list"]
        if 0 < len(members) < 10:
            assert "Fewer than ten customers" in said(profiles)
            assert not profiles.metric and not profiles.get("vega_lite_chart")
        elif len(members):
            tiles = {one.label: one.value for one in profiles.metric}
            assert int(tiles["Customers"]) == 5 * round(len(members) / 5)
            assert "A list of customers is not for sharing" in said(profiles)
            shown += 1
    assert shown > 2


def test_markup_in_names_is_text(profiles, workspace):
    draft = workspace.state().draft.change(
        scheme="own",
        segments=[
            Rule(key=NASTY, conditions=[edits.condition("order_count", ">", 3)], action=NASTY),
            Rule(key="rest", description=NASTY),
        ],
    )
    workspace.change(draft, workspace.state().version)
    profiles.run()
    for key in (NASTY, "rest"):
        choose(profiles, key)
        texts = [one.value for kind in ("subheader", "markdown") for one in getattr(profiles, kind)]
        texts += profiles.pills(key="profile_segment").options
        assert sum("red" in text for text in texts) >= 2
        for text in texts:
            for sign in ("<b>", ":red[x", "**y", "$z"):
                assert text.count(sign) == text.count("\\" + sign)


def test_with_orders_only_the_page_says_what_is_missing(app, store, tmp_path):
    app.query_params["w"] = fill(store, tmp_path, {"orders": small_orders()})
    app.query_params["view"] = "segments.profile"
    app.run()
    app.switch_page("segments.py").run()
    assert not app.exception
    assert "These data hold no answers to survey questions." in said(app)
    assert "No attribute of the customers is more frequent here" in said(app)


def test_a_segment_that_is_gone_gives_way_to_another(profiles, workspace):
    choose(profiles, "loyal")
    draft = workspace.state().draft
    rules = [Rule(key="few", conditions=[edits.condition("order_count", ">", 6)])]
    workspace.change(draft.change(scheme="own", segments=rules), workspace.state().version)
    profiles.run()
    assert not profiles.exception
    assert profiles.pills(key="profile_segment").value in ("few", "unassigned")
    choose(profiles, "unassigned")
    assert "“In no segment”" in said(profiles)


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        ([Rule(key="all")], "All customers are in this one segment"),
        ([Rule(key="no", conditions=[edits.condition("order_count", ">", 99)])], "No rule takes"),
        ([], "No rule takes"),
    ],
)
def test_where_all_are_in_one_group_nothing_is_compared(profiles, workspace, rules, text):
    draft = workspace.state().draft.change(scheme="own", segments=rules)
    workspace.change(draft, workspace.state().version)
    profiles.run()
    assert not profiles.exception, profiles.exception[0].message
    if profiles.pills(key="profile_segment").value == "no":
        choose(profiles, "unassigned")
    assert text in "\n".join(one.value for one in profiles.info)
    assert not profiles.get("vega_lite_chart")
    total = len(members_of(workspace, "unassigned")[0])
    nobody = profiles.title[0].value.startswith(f"No rule takes anybody: all {total} customers")
    assert nobody == (text == "No rule takes")
    profiles.button(key="profile_rules").click().run()
    assert profiles.segmented_control(key="section_segments").value == "rules"
