"""What matters: the goal and the days can be chosen, the sentences say what the tables count."""

import json
import re
from datetime import date, timedelta

import pytest
from journey.logs import events, random_log
from pages.conftest import fill, small_orders
from pages.test_choices import go
from tables import orders

from loyalty import engine, journey
from loyalty.journey import experience, matters, removal
from loyalty.journey.again import with_again
from loyalty.journey.removal import Goal
from loyalty.journey.stage_map import AGAIN
from pages.parts.safe import escape


def log() -> dict:
    return random_log(7, 2400, 200).to_dict("list")


def their_orders() -> dict:
    """Customer n of the log orders every 10 + n days from March on."""
    start = date(2024, 3, 1)
    return orders(
        [
            (f"C{n}", str(start + timedelta(days=days)), 5)
            for n in range(200)
            for days in range(n % 7, 200, 10 + n)
        ]
    )


def opened(app, store, folder, tables):
    """The section over these tables, and its workspace."""
    workspace = store.open(fill(store, folder, tables))
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "journeys.matters"
    return go(app.run(), "journeys"), workspace


@pytest.fixture
def section(app, store, tmp_path):
    return opened(app, store, tmp_path, {"orders": their_orders(), "events": log()})


def counted(workspace):
    tables = engine.open_tables(workspace.dataset().tables)
    study = workspace.state().draft
    return tables, study, with_again(journey.read(tables, study), study)


def removal_said(workspace, goal: Goal) -> str:
    _tables, study, found = counted(workspace)
    table = removal.of_log(found, study, goal)
    return escape(matters.removal_sentence(table, goal, removal.conversions(found, goal)))


def experience_said(workspace) -> str:
    tables, study, found = counted(workspace)
    table = experience.of_log(found, study, experience.purchases(found, study, tables))
    return escape(matters.experience_sentence(table, study.journey.within_days))


def texts(app) -> list[str]:
    return [one.value for one in app.markdown]


def test_both_answers_are_there_and_say_that_they_are_no_causes(section):
    app, workspace = section
    assert removal_said(workspace, Goal("stage", AGAIN)) in texts(app)
    assert experience_said(workspace) in texts(app)
    assert sum("Descriptive, not causal" in one.value for one in app.caption) == 2
    assert len(app.get("vega_lite_chart")) == 2


def test_another_stage_is_the_goal(section):
    app, workspace = section
    app.pills(key="goal").set_value("stage.service").run()
    assert not app.exception
    assert removal_said(workspace, Goal("stage", "service")) in texts(app)
    assert app.query_params["goal"] == "stage.service"


def test_one_touchpoint_is_the_goal(section):
    app, workspace = section
    app.pills(key="goal").set_value("touchpoint").run()
    assert app.selectbox(key="goal_touchpoint_en").value in ("Checkout", "order 2+")
    app.selectbox(key="goal_touchpoint_en").set_value("Website").run()
    assert not app.exception
    assert removal_said(workspace, Goal("touchpoint", "Website")) in texts(app)


def test_a_goal_at_which_all_begin_needs_no_picture(app, store, tmp_path):
    steps = ((1, "In"), (2, "Up"))
    rows = [(f"c{n}", f"2024-01-0{day}", name) for n in range(9) for day, name in steps]
    app.query_params["goal"] = "touchpoint"
    app.query_params["goal_touchpoint"] = "In"
    found, _workspace = opened(app, store, tmp_path, {"events": events(rows)})
    assert any("nothing comes before it" in one for one in texts(found))
    assert not found.get("vega_lite_chart")


def test_the_link_keeps_the_goal(app, store, tmp_path):
    app.query_params["goal"] = "touchpoint"
    app.query_params["goal_touchpoint"] = "Manual"
    found, workspace = opened(app, store, tmp_path, {"events": log()})
    assert removal_said(workspace, Goal("touchpoint", "Manual")) in texts(found)


def test_a_goal_that_is_gone_gives_way(app, store, tmp_path):
    app.query_params["goal"] = "stage.nowhere"
    found, workspace = opened(app, store, tmp_path, {"events": log()})
    assert removal_said(workspace, Goal("stage", AGAIN)) in texts(found)


def test_the_days_go_into_the_study_and_undo_brings_them_back(section):
    app, workspace = section
    app.number_input(key="matters_within_days").set_value(20).run()
    assert workspace.state().draft.journey.within_days == 20
    assert experience_said(workspace) in texts(app)
    workspace.undo(workspace.state().version)
    app.run()
    assert app.number_input(key="matters_within_days").value == 90


def test_the_numbers_are_a_table_on_demand(section):
    app, workspace = section
    app.session_state["removal_numbers"] = True
    app.session_state["experience_numbers"] = True
    app.run()
    assert not app.exception
    tables, study, found = counted(workspace)
    table = removal.of_log(found, study)
    shown = app.dataframe[0].value
    assert shown["touchpoint"].tolist() == table["touchpoint"].tolist()
    assert shown["removal_effect"].tolist() == pytest.approx(100 * table["removal_effect"])
    table = experience.of_log(found, study, experience.purchases(found, study, tables))
    assert app.dataframe[1].value["good"].tolist() == table["good"].tolist()


def test_without_feelings_only_the_removal_effects_are_shown(app, store, tmp_path):
    rows = log() | {"feeling": [None] * 2400}
    found, _workspace = opened(app, store, tmp_path, {"events": rows})
    assert any("has a feeling" in one.value for one in found.info)
    assert len(found.get("vega_lite_chart")) == 1


def test_without_purchases_nothing_tells_who_comes_back(app, store, tmp_path):
    rows = log() | {"touchpoint": ["Website", "Manual", "Hotline"] * 800}
    found, _workspace = opened(app, store, tmp_path, {"events": rows})
    assert any("Nothing tells when customers buy" in one.value for one in found.info)


def test_orders_alone_say_what_is_missing(app, store, tmp_path):
    found, _workspace = opened(app, store, tmp_path, {"orders": small_orders()})
    assert any("With orders alone" in one.value for one in found.info)
    assert any("has a feeling" in one.value for one in found.info)


def test_touchpoints_without_any_stage(app, store, tmp_path):
    rows = log() | {"touchpoint": ["Qx", "Qy", "Qz"] * 800}
    found, workspace = opened(app, store, tmp_path, {"events": rows})
    assert found.pills(key="goal").value == "touchpoint"
    assert removal_said(workspace, Goal("touchpoint", "Qx")) in texts(found)


def test_before_the_first_event(app, store, tmp_path):
    found, workspace = opened(app, store, tmp_path, {"events": log()})
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(as_of="2020-01-01"), state.version)
    found.run()
    assert not found.exception
    assert any("no events up to this day" in one.value for one in found.info)


def test_markup_in_touchpoints_is_shown_as_text(app, store, tmp_path):
    rows = log()
    rows["touchpoint"] = [f"{name} **x** <img src=x>" for name in rows["touchpoint"]]
    found, _workspace = opened(app, store, tmp_path, {"events": rows})
    written = " ".join([*texts(found), *(one.value for one in found.caption)])
    assert "\\<img" in written
    assert not re.search(r"(?<!\\)<img|(?<!\\)\*x", written)
    specs = [json.loads(one.proto.spec) for one in found.get("vega_lite_chart")]
    assert len(specs) == 2
