"""As-is and to-be: targets in the stored draft, what is said of them, and the hand-over."""

import pytest
from journey.logs import random_log
from pages.conftest import fill, small_orders
from streamlit.testing.v1 import AppTest

from loyalty import engine, journey
from loyalty.journey import experience
from loyalty.journey.again import with_again
from loyalty.journey.to_be import model, words
from loyalty.strategies import BY_KEY
from loyalty.study.journey import Target


def log() -> dict:
    """Moments of customers, half of whom order."""
    rows = random_log(7, 300, 60).to_dict("list")
    return rows | {"customer_id": [f"c{int(name[1:]) + 30:02}" for name in rows["customer_id"]]}


def go(app: AppTest, workspace) -> AppTest:
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "journeys.tobe"
    app.run()
    app.switch_page("journeys.py").run()
    assert not app.exception, app.exception[0].message
    return app


@pytest.fixture
def with_events(store, tmp_path):
    workspace = store.open(fill(store, tmp_path, {"orders": small_orders(), "events": log()}))
    merge(workspace, draws=200)
    put(workspace, ("Website", "conversion", 0.99))
    return workspace


def merge(workspace, **choices) -> None:
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(**choices), state.version)


def put(workspace, *targets) -> None:
    chosen = tuple(Target(touchpoint=name, kind=kind, value=value) for name, kind, value in targets)
    draft = workspace.state().draft
    merge(workspace, journey=draft.journey.model_copy(update={"targets": chosen}))


def stored(workspace) -> list[tuple]:
    targets = workspace.state().draft.journey.targets
    return [(one.touchpoint, one.kind, round(one.value, 6)) for one in targets]


def computed(workspace):
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    read = with_again(journey.read(tables, study), study)
    effects = experience.of_log(read, study, experience.purchases(read, study, tables))
    return model.of_log(read, study, effects)


def control(app, kind, start):
    return next(one for one in getattr(app, kind) if (one.key or "").startswith(start))


def test_the_answer_says_what_the_model_says(app, with_events):
    app = go(app, with_events)
    answer = words.answer(computed(with_events))
    assert "customers would reach Repeat order" in answer
    assert app.subheader[0].value.replace("\\", "") == answer
    assert len(app.get("vega_lite_chart")) == 1


def test_without_targets_the_page_says_what_to_do(app, with_events):
    put(with_events)
    app = go(app, with_events)
    assert app.subheader[0].value.startswith("Set a target at a touchpoint")
    assert not [one for one in app.button if one.key == "to_be_hand_over"]


def test_a_slider_goes_into_the_stored_draft_and_undo_takes_it_back(app, with_events):
    app = go(app, with_events)
    before = app.subheader[0].value
    control(app, "slider", "to_be_slider").set_value(60.0).run()
    assert stored(with_events) == [("Website", "conversion", 0.6)]
    assert app.subheader[0].value != before
    assert control(app, "number_input", "to_be_number_input").value == 60.0
    control(app, "number_input", "to_be_number_input").set_value(75.5).run()
    assert stored(with_events) == [("Website", "conversion", 0.755)]
    for _step in range(2):
        with_events.undo(with_events.state().version)
    assert app.run().subheader[0].value == before


def test_a_target_is_added_at_todays_value_and_removed(app, with_events):
    app = go(app, with_events)
    app.selectbox(key="to_be_touchpoint_en").select("Hotline").run()
    app.button(key="to_be_add").click().run()
    added = stored(with_events)[1]
    found = computed(with_events)
    assert added[:2] == ("Hotline", "feeling")
    assert [one.why for one in found.changes if one.target.touchpoint == "Hotline"] == ["unchanged"]
    assert any("As today, so nothing changes" in one.value for one in app.caption)
    assert not any("there already" in one.value for one in app.caption)
    app.button(key="to_be_add").click().run()
    assert [one.value for one in app.toast] == ["This target is there already."]
    assert len(stored(with_events)) == 2
    app.button(key="to_be_remove_0").click().run()
    assert stored(with_events) == [added]
    app.button(key="to_be_reset").click().run()
    assert stored(with_events) == []


def test_a_target_typed_as_today_reads_changes_nothing(app, with_events):
    app = go(app, with_events)
    today = computed(with_events).changes[0].today
    control(app, "number_input", "to_be_number_input").set_value(float(f"{100 * today:.4g}")).run()
    assert stored(with_events) == [("Website", "conversion", round(today, 6))]
    assert app.subheader[0].value.replace("\\", "") == "Nothing follows from these targets."
    assert any("As today, so nothing changes" in one.value for one in app.caption)
    assert app.button(key="to_be_hand_over").disabled
    again = go(app, with_events)
    assert control(again, "number_input", "to_be_number_input").value == pytest.approx(100 * today)


def test_a_handed_over_target_is_the_first_scenario(app, with_events):
    app = go(app, with_events)
    app.button(key="to_be_hand_over").click().run()
    first = with_events.state().draft.scenarios[0]
    assert (first.name, first.strategy) == ("Website", "journey_change")
    found = model.bands(100 * computed(with_events).chance)
    change = first.assumptions["change"]
    assert (change.low, change.high) == (round(found["p05"], 2), round(found["p95"], 2))
    assert any("holds these numbers" in one.value for one in app.success)
    control(app, "slider", "to_be_slider").set_value(60.0).run()
    assert any("other numbers" in one.value for one in app.info)
    app.button(key="to_be_hand_over").click().run()
    assert len(with_events.state().draft.scenarios) == 1


def test_the_strategies_page_shows_it_and_keeps_its_name(app, with_events):
    app = go(app, with_events)
    app.button(key="to_be_hand_over").click().run()
    app.switch_page("strategies.py").run()
    assert not app.exception, app.exception[0].message
    assert app.pills(key="strategies_offer").value == "journey_change"
    assert BY_KEY["journey_change"].label in app.pills(key="strategies_offer").options
    rows = app.data_editor[0].value.set_index("assumption")
    change = with_events.state().draft.scenarios[0].assumptions["change"]
    row = rows.loc["Change in the chance of coming back"]
    assert (row["low"], row["high"], row["changed"]) == (change.low, change.high, "")
    assert row["grade"] == "measured"
    assert any("no cost entered yet" in one.value for one in app.info)
    app.button(key="scenario_add").click().run()
    assert [one.name for one in with_events.state().draft.scenarios] == ["Website", ""]
    app.pills(key="scenario").set_value("A").run()
    app.pills(key="strategies_others").set_value("do_nothing").run()
    changed = with_events.state().draft.scenarios[0]
    assert (changed.strategy, changed.name) == ("do_nothing", "")
    assert BY_KEY["journey_change"].label not in app.pills(key="strategies_offer").options


def test_scenarios_that_were_there_move_on(app, with_events):
    app = go(app, with_events)
    app.switch_page("strategies.py").run()
    app.pills(key="strategies_price").set_value("points").run()
    app.switch_page("journeys.py").run()
    app.button(key="to_be_hand_over").click().run()
    scenarios = with_events.state().draft.scenarios
    assert [(one.name, one.strategy) for one in scenarios] == [
        ("Website", "journey_change"), ("", "points"), ("", "service_recovery"),
    ]  # fmt: skip


def test_events_alone_cannot_be_handed_over(app, store, tmp_path):
    workspace = store.open(fill(store, tmp_path, {"events": log()}))
    put(workspace, ("Website", "conversion", 0.99))
    app = go(app, workspace)
    assert app.button(key="to_be_hand_over").disabled
    assert any("these data have none" in one.value for one in app.caption)


def test_orders_alone_can_have_a_target(app, workspace):
    put(workspace, ("order 1", "conversion", 0.95))
    app = go(app, workspace)
    assert "customers would reach Repeat order" in app.subheader[0].value.replace("\\", "")
    assert any("only going on can have a target" in one.value for one in app.caption)


def test_before_the_first_event_there_is_nothing(app, with_events):
    merge(with_events, as_of="2020-01-01")
    assert any("no events up to this day" in one.value for one in go(app, with_events).info)


def test_markup_in_touchpoints_is_shown_as_text(app, store, tmp_path):
    rows = log()
    name = "Website **x** <img src=x>"
    rows["touchpoint"] = [name if one == "Website" else one for one in rows["touchpoint"]]
    workspace = store.open(fill(store, tmp_path, {"orders": small_orders(), "events": rows}))
    merge(workspace, stages={name: "consideration"}, draws=200)
    put(workspace, (name, "conversion", 0.99))
    app = go(app, workspace)
    assert "\\<img" in " ".join(one.value for one in app.markdown)
    assert "<img" not in plain(app)
    app.button(key="to_be_hand_over").click().run()
    app.switch_page("strategies.py").run()
    assert not app.exception, app.exception[0].message
    assert "<img" not in plain(app)


def plain(app) -> str:
    written = [one.value for one in (*app.markdown, *app.title, *app.caption, *app.subheader)]
    written += [one.label for one in (*app.slider, *app.number_input)]
    return " ".join(written).replace("\\<", "")
