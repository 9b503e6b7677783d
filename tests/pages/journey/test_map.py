"""The journey map: a touchpoint is looked at, cards are written, stages edited, readings chosen."""

import json

import pytest
from journey.logs import MAP, random_log
from pages.conftest import fill, small_orders
from streamlit.testing.v1 import AppTest

from loyalty import engine, journey
from loyalty.journey.stage_map import STAGES
from loyalty.study.journey import Card

NOTED = "Call back within <b>two</b> days"


@pytest.fixture
def workspace(store, tmp_path):
    rows = random_log(7, 600, 60)
    rows["customer_id"] = [f"c{int(one[1:]):02}" for one in rows["customer_id"]]
    told = rows[rows["feeling"].isna()].head(40)
    answers = {
        "customer_id": list(told["customer_id"]),
        "time": list(told["time"]),
        "question": ["csat"] * 20 + ["ces"] * 20,
        "score": [float(n % 5 + 1) for n in range(40)],
    }
    tables = {"orders": small_orders(), "events": rows.to_dict("list"), "answers": answers}
    return store.open(fill(store, tmp_path, tables))


@pytest.fixture
def page(app, workspace) -> AppTest:
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "journeys.map"
    app.run().switch_page("journeys.py").run()
    assert not app.exception, app.exception[0].message
    return app


def opened(page: AppTest, key: str) -> AppTest:
    page.session_state[key] = True
    page.run()
    assert not page.exception, page.exception[0].message
    return page


def draft(workspace):
    return workspace.state().draft


def test_a_touchpoint_chosen_by_name_opens_its_details_and_its_card(page, workspace):
    assert not page.text_area
    page.selectbox(key="touchpoint_en").select("Hotline").run()
    assert not page.exception
    assert "Hotline" in [one.value for one in page.subheader]
    page.text_area(key="card_note_Hotline").input(NOTED).run()
    page.text_input(key="card_owner_Hotline").input("Wang").run()
    page.segmented_control(key="card_lane_Hotline").select("support").run()
    assert not page.exception
    assert draft(workspace).journey.cards == {
        "Hotline": Card(lane="support", owner="Wang", note=NOTED)
    }
    assert any(NOTED in one.value for one in page.text)
    page.segmented_control(key="card_lane_Hotline").select("front").run()
    assert draft(workspace).journey.cards["Hotline"].lane is None
    for _step in range(4):
        workspace.undo(workspace.state().version)
    assert draft(workspace).journey.cards == {}


def test_a_click_on_the_map_chooses_and_on_anything_else_does_not(page):
    map_of(page, {"touchpoint": "Refill"})
    assert page.selectbox(key="touchpoint_en").value == "Refill"
    map_of(page, {"touchpoint": None})
    assert page.selectbox(key="touchpoint_en").value == "Refill"


def map_of(page: AppTest, point: dict) -> None:
    """A click on the map, as the browser sends it."""
    states = page._tree.get_widget_states()
    clicked = {"selection": {"pick": [point]}}
    chart = page.get("vega_lite_chart")[0]
    states.widgets.add(id=chart.proto.id, string_value=json.dumps(clicked))
    page._run(states)
    assert not page.exception, page.exception[0].message


def test_lanes_can_be_left_out(page):
    page.button_group(key="map_feelings_touchpoints").set_value(["touchpoints"]).run()
    assert not page.exception and len(page.get("vega_lite_chart")) == 1
    page.button_group(key="map_feelings_touchpoints").set_value([]).run()
    assert not page.exception and len(page.get("vega_lite_chart")) == 1


def test_a_stage_is_renamed_added_moved_and_taken_out(page, workspace):
    opened(page, "stages_own")
    page.text_input(key="stage_name_4").input("Help").run()
    known = draft(workspace)
    assert known.journey.stages[4] == "Help" and known.stages["Hotline"] == "Help"
    assert "Hotline" in table(page, "Help")
    page.text_input(key="stage_added").input("Wait").run()
    page.button(key="stage_earlier_7").click().run()
    assert draft(workspace).journey.stages[6] == "Wait"
    page.button(key="stage_out_4").click().run()
    assert not page.exception
    assert "Help" not in draft(workspace).journey.stages
    assert "Hotline" in table(page, "unassigned")
    page.button(key="stages_default").click().run()
    assert draft(workspace).journey.stages == ()
    assert "Hotline" in table(page, "service")


def table(page: AppTest, stage: str) -> list[str]:
    rows = page.data_editor[0].value
    return list(rows["touchpoint"][rows["stage"] == stage])


def test_a_name_that_is_taken_is_refused_and_changes_nothing(page, workspace):
    before = draft(workspace)
    opened(page, "stages_own")
    page.text_input(key="stage_name_4").input("Use").run()
    assert draft(workspace) == before
    assert page.text_input(key="stage_name_4").value == "Service"
    assert any("already a stage" in one.value for one in [*page.warning, *page.error])


def test_the_page_says_what_entered_and_follows_the_choices(page, workspace):
    opened(page, "journey_reading")
    tables = engine.open_tables(workspace.dataset().tables)
    log = journey.read(tables, draft(workspace))
    events = sum(1 for name in log.touchpoint if log.names[name] in MAP)
    said = " ".join(one.value for one in page.markdown).replace("\\", "")
    assert f"in all journeys: {len(log.time)}" in said
    assert f"Orders that entered: {len(log.time) - events}" in said
    assert f"of which {log.answered.sum()} come from survey answers" in said
    assert log.answered.sum() > 0 and len(log.time) > events
    page.segmented_control(key="journey_orders").select("none").run()
    page.number_input(key="journey_window").set_value(24).run()
    page.button_group(key="journey_answers").set_value([]).run()
    said = " ".join(one.value for one in page.markdown).replace("\\", "")
    assert "Orders that entered: 0" in said and "of which 0 come from" in said
    assert page.number_input(key="journey_window").disabled
    known = draft(workspace).journey
    assert (known.orders, known.answers, known.window_hours) == ("none", (), 24)
    assert not page.exception


def test_questions_to_choose_from_are_those_of_the_data_and_those_chosen(page):
    opened(page, "journey_reading")
    options = page.button_group(key="journey_answers").options
    words = [getattr(one, "content", one) for one in options]
    assert words == ["Satisfaction (CSAT)", "Effort (CES)", "Recommendation (NPS)"]


def test_the_columns_of_the_table_are_those_of_the_measures(page, workspace):
    measured = journey.journey_map(
        engine.open_tables(workspace.dataset().tables), draft(workspace)
    ).set_index("touchpoint")
    shown = page.data_editor[0].value.set_index("touchpoint")
    for name in ("journeys", "repeated"):
        assert shown[name].to_dict() == measured[name][list(shown.index)].to_dict()
    for name in ("journey_share", "complaint_share", "drop_off", "repeat_share"):
        want = measured[name][list(shown.index)].to_dict()
        assert shown[name].to_dict() == pytest.approx(want, abs=0.0051, nan_ok=True)
    days = measured["hours_high"][list(shown.index)] / 24
    assert shown["days_high"].to_dict() == pytest.approx(days.to_dict(), abs=0.051, nan_ok=True)


def test_all_cards_can_be_read_in_one_table(page, workspace):
    cards = {"Hotline": Card(owner="Li <i>", note="x"), "Riddle": Card(lane="back")}
    state = workspace.state()
    known = state.draft.journey.model_copy(update={"cards": cards})
    workspace.merge(state.draft, state.draft.change(journey=known), state.version)
    opened(page, "journey_cards")
    rows = page.data_editor[1].value.set_index("touchpoint")
    assert rows.loc["Hotline"].to_dict() == {"lane": "front", "owner": "Li <i>", "note": "x"}
    assert rows["lane"]["Riddle"] == "back" and len(rows) == 10


def test_stages_of_the_default_are_offered(page):
    opened(page, "stages_own")
    assert [page.text_input(key=f"stage_name_{n}").value for n in range(7)] == list(STAGES.values())


def test_the_link_keeps_the_touchpoint_that_many_came_to(page):
    page.selectbox(key="touchpoint_en").select("Hotline").run()
    assert page.query_params["touchpoint"] == "Hotline"
    page.selectbox(key="touchpoint_en").set_value(None).run()
    assert "touchpoint" not in page.query_params and not page.exception
    assert page.selectbox(key="touchpoint_en").value is None


def test_a_link_opens_the_touchpoint_it_names_where_it_is(app, workspace):
    app.query_params["w"], app.query_params["view"] = workspace.id, "journeys.map"
    app.query_params["touchpoint"] = "Refill"
    app.run().switch_page("journeys.py").run()
    assert app.selectbox(key="touchpoint_en").value == "Refill"


def test_a_link_that_names_nothing_here_is_cleared(app, workspace):
    app.query_params["w"], app.query_params["view"] = workspace.id, "journeys.map"
    app.query_params["touchpoint"] = "<b>Gone</b>"
    app.run().switch_page("journeys.py").run()
    assert app.selectbox(key="touchpoint_en").value is None
    assert "touchpoint" not in app.query_params


def test_a_touchpoint_few_came_to_is_not_in_the_link(app, store, tmp_path):
    rows = {
        "customer_id": [f"c{n}" for n in range(9)] + [f"c{n}" for n in range(10)],
        "time": ["2024-01-01"] * 9 + ["2024-01-02"] * 10,
        "touchpoint": ["Website"] * 9 + ["Hotline"] * 10,
        "position": list(range(19)),
    }
    key = store.open(fill(store, tmp_path, {"events": rows})).id
    app.query_params["w"], app.query_params["view"] = key, "journeys.map"
    app.run().switch_page("journeys.py").run()
    app.selectbox(key="touchpoint_en").select("Website").run()
    assert "touchpoint" not in app.query_params
    app.selectbox(key="touchpoint_en").select("Hotline").run()
    assert app.query_params["touchpoint"] == "Hotline"


def test_a_scale_that_equal_feelings_do_not_show_is_not_told(app, store, tmp_path):
    rows = {
        "customer_id": [f"c{n}" for n in range(4)],
        "time": ["2024-01-01"] * 4,
        "touchpoint": ["Website"] * 4,
        "feeling": [5.0] * 4,
        "position": list(range(4)),
    }
    key = store.open(fill(store, tmp_path, {"events": rows})).id
    app.query_params["w"], app.query_params["view"] = key, "journeys.map"
    app.run().switch_page("journeys.py").run()
    app.selectbox(key="touchpoint_en").select("Website").run()
    said = [one.value for one in app.caption]
    assert any("All feelings are 5.00" in one for one in said)
    assert not any("Feelings run from" in one for one in said)
    assert any("4 scores: too few for an interval" in one for one in said)


def test_an_interval_stands_beside_its_own_touchpoint(app, store, tmp_path):
    felt = {"Step 10": 2.0, "Step 2": 4.0, "Step 1": 3.0}
    rows = [(name, mean + aside) for name, mean in felt.items() for aside in (-0.5, 0.5) * 5]
    events = {
        "customer_id": [f"c{n}" for n in range(len(rows))],
        "time": ["2024-01-01"] * len(rows),
        "touchpoint": [name for name, _feeling in rows],
        "feeling": [feeling for _name, feeling in rows],
        "position": list(range(len(rows))),
    }
    key = store.open(fill(store, tmp_path, {"events": events})).id
    app.query_params["w"], app.query_params["view"] = key, "journeys.map"
    app.run().switch_page("journeys.py").run()
    shown = app.data_editor[0].value
    assert list(shown["touchpoint"]) == ["Step 1", "Step 2", "Step 10"]  # 2 before 10
    for mean, told in zip(shown["feeling"], shown["feeling_interval"], strict=True):
        low, high = map(float, told.split(" … "))
        assert low < mean < high and low + high == pytest.approx(2 * mean, abs=0.02)
