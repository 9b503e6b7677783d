"""One touchpoint in detail, and the segment made of its customers."""

import re

import numpy as np
import pandas as pd
import pytest
from journey.logs import random_log
from pages.conftest import fill, small_orders
from streamlit.testing.v1 import AppTest

from loyalty import analysis, engine, journey
from loyalty.journey import neighbours
from loyalty.journey.measures import touchpoint_rows
from loyalty.study import MAX_RULES, Card, Condition, Rule

ODD = "<img src=x> **“热线”** $a$ :smile:"


def details() -> None:
    """The details alone, under the notice, as the frame shows them."""
    import streamlit as st

    from pages import _session as session
    from pages.parts import notice
    from pages.parts.journey.touchpoint import details as touchpoint_details

    session.read_link()
    session.look()
    notice.show()
    touchpoint_details.show(st.query_params["touchpoint"])


def log() -> pd.DataFrame:
    """Events with one comment, on a visit to the oddly named touchpoint."""
    found = random_log(7, 1500, 60)
    found = found.assign(touchpoint=found["touchpoint"].replace({"Hotline": ODD}), text=None)
    found["text"] = found["text"].astype(object)
    found.loc[found.index[found["touchpoint"] == ODD][3], "text"] = ODD
    return found


@pytest.fixture
def with_events(store, tmp_path):
    tables = {"orders": small_orders(), "events": log().to_dict("list")}
    return store.open(fill(store, tmp_path, tables))


def show(workspace, touchpoint: str) -> AppTest:
    app = AppTest.from_function(details, default_timeout=30)
    app.query_params["w"], app.query_params["touchpoint"] = workspace.id, touchpoint
    return clean(app.run())


def clean(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].message
    return app


def merge(workspace, **choices) -> None:
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(**choices), state.version)


def draft(workspace):
    return workspace.state().draft


def tables(workspace):
    return engine.open_tables(workspace.dataset().tables)


def taken(workspace, place: int = 0) -> set[str]:
    """The customers in a segment, by the study as it is stored."""
    study = draft(workspace)
    found = analysis.base(tables(workspace), study.as_of, study)
    results = analysis.results(found, study)
    return set(results.loc[results["segment"] == study.segments[place].key, "customer_id"])


def said(app: AppTest, *kinds: str) -> str:
    parts = [str(one.value) for kind in kinds for one in getattr(app, kind)]
    return "\n".join(parts).replace("\\", "")


def tiles(app: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in app.metric}


def test_the_tiles_say_what_the_journey_table_says(with_events):
    app = show(with_events, "Checkout")
    rows = touchpoint_rows(journey.journey_map(tables(with_events), draft(with_events)))
    row = rows[rows["touchpoint"] == "Checkout"].iloc[0]
    customers = log().query("touchpoint == 'Checkout'")["customer_id"].nunique()
    shown = tiles(app)
    assert shown["Customers"] == str(customers)
    assert shown["Feeling"] == f"{row['feeling']:.2f}".replace("-", "−")
    assert shown["Reach Use"] == f"{row['conversion']:.0%}"
    assert shown["Not there so far"] == f"{row['drop_off']:.0%}"
    assert shown["Time to Use"] == f"{round(row['median_hours'] / 24, 1):g} days"
    assert shown["Come again"] == f"{row['repeat_share']:.0%}"
    captions = said(app, "caption")
    assert f"{row['scored']} scores" in captions
    assert f"{row['feeling_low']:.2f} to {row['feeling_high']:.2f}".replace("-", "−") in captions
    assert f"{row['conversion_low']:.0%} to {row['conversion_high']:.0%}" in captions
    assert f"{row['events']:,} events in {row['journey_share']:.0%} of the journeys" in captions
    assert shown["Complain"] == "–"
    assert "no event is called a complaint" in captions


def test_where_customers_come_from_and_go_to(with_events):
    app = show(with_events, "Checkout")
    moves = journey.transitions(tables(with_events), draft(with_events))
    came, went = (one.value for one in app.dataframe)
    pd.testing.assert_series_equal(
        came["moves"], neighbours.before(moves, "Checkout")["moves"], check_dtype=False
    )
    assert went["touchpoint"].tolist() == neighbours.after(moves, "Checkout")["touchpoint"].tolist()
    assert len(came) == len(went) == 5


def test_what_people_wrote_stands_there_as_text(with_events):
    card = Card(lane="back", owner=ODD, note=ODD)
    choices = draft(with_events).journey.model_copy(update={"cards": {ODD: card}})
    merge(with_events, journey=choices)
    app = show(with_events, ODD)
    assert app.text[0].value == ODD
    written = " ".join(one.value for one in [*app.markdown, *app.subheader, *app.caption])
    assert "\\<img" in written
    assert not re.search(r"(?<!\\)<img|(?<!\\)\*“", written)
    assert "Back stage" in written


def test_comments_and_customers_are_there_on_demand(with_events):
    app = show(with_events, ODD)
    assert len(app.dataframe) == 2  # where they come from and go
    for key in ("touchpoint_comments", "touchpoint_customers"):
        app.session_state[key] = True
    clean(app.run())
    said_here, customers, _came, _went = (one.value for one in app.dataframe)
    assert said_here["text"].tolist() == [ODD]
    expected = set(log().query("touchpoint == @ODD")["customer_id"])
    assert set(customers["customer_id"]) == expected


def test_the_last_stage_has_no_next_one(with_events):
    app = show(with_events, "Tell a friend")
    assert set(tiles(app)) == {"Customers", "Feeling", "Complain", "Come again"}
    assert "no later stage has any event" in said(app, "markdown")


def test_complaints_soon_after_count_each_customer_once(store, tmp_path):
    rows = log().replace({"touchpoint": {"Riddle": "Complaint by phone"}})
    workspace = store.open(fill(store, tmp_path, {"events": rows.to_dict("list")}))
    merge(workspace, journey=draft(workspace).journey.model_copy(update={"complaint_days": 5}))
    here = rows[rows["touchpoint"] == "Checkout"]
    soon = rows[rows["touchpoint"] == "Complaint by phone"].merge(here, on="customer_id")
    wait = (soon["time_x"] - soon["time_y"]).dt.days
    later = (wait > 0) | ((wait == 0) & (soon["position_x"] > soon["position_y"]))
    count = soon[later & (wait <= 5)]["customer_id"].nunique()
    app = show(workspace, "Checkout")
    everybody = here["customer_id"].nunique()
    assert 0 < count < everybody
    assert f"{count} of {everybody} customers, within 5 days" in said(app, "caption")
    assert tiles(app)["Complain"] == f"{round(100 * count / everybody, 1):g}%"


def test_of_a_touchpoint_nobody_was_at_there_is_nothing_to_show(with_events):
    app = show(with_events, "Fax")
    assert not app.metric
    assert "No customer shown was at this touchpoint" in said(app, "info")


def test_a_segment_of_its_customers_is_one_step_and_undone_by_one(with_events):
    before = draft(with_events)
    app = show(with_events, ODD)
    people = log().query("touchpoint == @ODD")["customer_id"].nunique()
    assert f"takes all {people} customers it fits" in said(app, "caption")
    assert "become your own rules" in said(app, "caption")
    clean(app.button(key="segment_of").click().run())
    after = draft(with_events)
    rule = after.segments[0]
    assert after.scheme == "own"
    assert after.segments[1:] == before.segments
    assert rule.conditions == (Condition(column=f"touchpoint.{ODD}", op=">=", threshold=1),)
    assert ODD in rule.key and ODD in rule.description and rule.action and rule.colour
    expected = set(log().query("touchpoint == @ODD")["customer_id"])
    assert taken(with_events) == expected
    everybody = {f"c{number:02}" for number in range(60)} | set(log()["customer_id"])
    share = round(100 * len(expected) / len(everybody), 1)
    assert f"it takes {len(expected)} customers ({share:g}%)" in said(app, "success")
    assert "segment_of" not in {one.key for one in app.button}  # a second click cannot add it
    with_events.undo(with_events.state().version)
    assert draft(with_events) == before
    assert "segment_of" in {one.key for one in clean(app.run()).button}


def test_two_clicks_at_once_make_one_segment(with_events):
    first, second = show(with_events, "Checkout"), show(with_events, "Checkout")
    clean(first.button(key="segment_of").click().run())
    clean(second.button(key="segment_of").click().run())
    made = [rule for rule in draft(with_events).segments if "Checkout" in rule.key]
    assert len(made) == 1


def test_a_segment_of_who_felt_bad_rests_on_the_lowest_feeling(with_events):
    app = show(with_events, "Checkout")
    before = said(app, "caption")
    clean(app.button(key="segment_bad").click().run())
    there, badly = draft(with_events).segments[0].conditions
    assert there == Condition(column="touchpoint.Checkout", op=">=", threshold=1)
    assert badly == Condition(column="felt.Checkout", op="<", threshold=0)  # of -1 to 1
    rows = log()
    bad = rows[(rows["touchpoint"] == "Checkout") & (rows["feeling"].astype(float) < 0)]
    assert taken(with_events) == set(bad["customer_id"])
    assert f"takes all {bad['customer_id'].nunique()} customers it fits" in before
    assert "goes first among your rules" in said(app, "caption")
    clean(app.button(key="segment_of").click().run())
    assert "number 2 of the rules" in said(app, "success")


def test_a_name_that_is_taken_gets_a_number(with_events):
    rest = (*draft(with_events).segments, Rule(key="BEEN at checkout"))
    merge(with_events, segments=rest, scheme="own")
    app = show(with_events, "Checkout")
    clean(app.button(key="segment_of").click().run())
    assert draft(with_events).segments[0].key == "Been at Checkout (1)"


def test_a_full_list_of_rules_is_left_as_it_is(with_events):
    full = tuple(Rule(key=f"r{number}") for number in range(MAX_RULES))
    merge(with_events, segments=full, scheme="own")
    app = show(with_events, "Checkout")
    clean(app.button(key="segment_of").click().run())
    assert draft(with_events).segments == full
    assert f"at most {MAX_RULES} segments" in said(app, "warning")


def test_feelings_all_missing_or_good_divide_nobody(store, tmp_path):
    rows = log().assign(feeling=None)
    rows.loc[rows["touchpoint"] == "Checkout", "feeling"] = np.nan
    rows.loc[rows["touchpoint"] == "Website", "feeling"] = 0.5
    rows.loc[rows["touchpoint"] == "Manual", "feeling"] = -0.5
    workspace = store.open(fill(store, tmp_path, {"events": rows.to_dict("list")}))
    app = show(workspace, "Checkout")
    assert tiles(app)["Feeling"] == "–"
    assert "No event here holds a feeling of its own" in said(app, "caption")
    assert "segment_bad" not in {one.key for one in app.button}
    assert "Nobody felt worse here than 0" in said(show(workspace, "Website"), "caption")


def test_a_name_too_long_for_a_rule_is_said_to_be(store, tmp_path):
    name = "long " * 60
    rows = log().assign(touchpoint=name)
    app = show(store.open(fill(store, tmp_path, {"events": rows.to_dict("list")})), name)
    assert "too long for a rule" in said(app, "caption")
    assert not {one.key for one in app.button} & {"segment_of", "segment_bad"}


def test_orders_alone_make_segments_by_the_number_of_orders(workspace):
    app = show(workspace, "order 2")
    assert tiles(app)["Customers"] == str(sum(n % 7 >= 1 for n in range(60)))
    assert "An order has no feeling" in said(app, "caption")
    clean(app.button(key="segment_of").click().run())
    (only,) = draft(workspace).segments[0].conditions
    assert only == Condition(column="order_count", op=">=", threshold=2)
    assert draft(workspace).segments[0].key == "Orders: at least 2"
    assert taken(workspace) == {f"c{n:02}" for n in range(60) if n % 7 >= 1}


def test_one_customer_with_one_event(store, tmp_path):
    one = log().head(1).assign(touchpoint="Website")
    app = show(store.open(fill(store, tmp_path, {"events": one.to_dict("list")})), "Website")
    assert tiles(app)["Customers"] == "1"
    assert "One customer came here" in said(app, "markdown")
    assert "1 event in 100% of the journeys" in said(app, "caption")
    assert app.dataframe[0].value["touchpoint"].tolist() == ["(start)"]
