"""Indicators and Segments: a choice is stored at once, counts follow, undo brings it back."""

from datetime import date

import pytest
from pages.conftest import fill
from sklearn.metrics import adjusted_rand_score

from loyalty import analysis, engine, segmentation

KEYS = {"indicators": "family_purchase", "segments": "threshold_active_days"}


def go(app, name):
    app.switch_page(f"{name}.py").run()
    assert not app.exception, app.exception[0].message
    return app


@pytest.mark.parametrize(
    "name", ["indicators", "segments", "journeys", "strategies", "report", "data"]
)
def test_a_page_without_data_says_what_to_do(app, name):
    go(app.run(), name)
    assert app.title[0].value
    assert any("no data yet" in one.value for one in app.info) or name == "data"


def test_without_orders_nobody_is_called_inactive(app, store, tmp_path):
    events = {"customer_id": ["x"], "time": ["2024-01-01"], "touchpoint": ["ad"], "position": [0]}
    tables = {"customers": {"customer_id": ["x", "y"]}, "events": events}
    app.query_params["w"] = fill(store, tmp_path, tables)
    app.run()
    assert not app.exception
    assert app.title[0].value.startswith("2 customers, but no order yet")


@pytest.mark.parametrize("name", KEYS)
def test_a_slider_goes_into_the_stored_draft_at_once(opened, workspace, name):
    app = go(opened, name)
    app.slider(key=KEYS[name]).set_value(55).run()
    draft = workspace.state().draft
    assert 55 in (draft.active_days, draft.family_weights["purchase"])
    assert app.slider(key=KEYS[name]).value == 55


@pytest.mark.parametrize("name", KEYS)
def test_undo_brings_the_widget_back(opened, workspace, name):
    app = go(opened, name)
    before = app.slider(key=KEYS[name]).value
    app.slider(key=KEYS[name]).set_value(55).run()
    workspace.undo(workspace.state().version)
    assert app.run().slider(key=KEYS[name]).value == before


def test_who_moves_counts_those_whose_segment_changes(opened, workspace):
    app = go(opened, "segments")
    assert any("0 of 60 customers change" in one.value for one in app.subheader)
    app.slider(key="threshold_frequent_orders").set_value(7).run()
    # 60 customers order 1..7 times; champions, loyal and cannot-lose need the frequent orders.
    tables = engine.open_tables(workspace.dataset().tables)
    state = workspace.state()
    base = analysis.base(tables, state.draft.as_of).customers
    before = segmentation.assign(base, state.saved)["segment"].astype(str)
    after = segmentation.assign(base, state.draft)["segment"].astype(str)
    expected = int((before != after).sum())
    assert expected > 0
    assert any(f"{expected} of 60 customers change" in one.value for one in app.subheader)


def test_the_list_begins_with_the_highest_spend_and_says_when_nobody_matches(opened, workspace):
    app = go(opened, "segments")
    tables, day = engine.open_tables(workspace.dataset().tables), workspace.state().draft.as_of
    base = analysis.base(tables, day).customers
    shown = app.dataframe[-1].value
    best = base.sort_values(["spend", "customer_id"], ascending=[False, True])
    assert shown["customer_id"].tolist() == best["customer_id"].tolist()
    app.text_input(key="list_id").set_value("nobody").run()
    assert any("No customer matches" in one.value for one in app.info)


def test_a_preset_sets_all_weights(opened, workspace):
    app = go(opened, "indicators")
    app.pills(key="preset").set_value("rfm").run()
    assert workspace.state().draft.family_weights["purchase"] == 1
    assert workspace.state().draft.preset == "rfm"
    assert not app.exception


def test_level_cuts_keep_rising(opened, workspace):
    app = go(opened, "indicators")
    app.number_input(key="level_1").set_value(90).run()
    assert [level.start for level in workspace.state().draft.levels] == [0, 90, 90, 90]


def test_markup_in_data_is_shown_as_text(opened):
    app = go(opened, "indicators")
    app.text_input(key="why_id").set_value("<img src=x>' OR 1=1 --").run()
    assert any("No customer id" in one.value for one in app.info)


def test_the_day_of_the_results_can_be_moved(opened, workspace):
    opened.date_input(key="as_of").set_value(date(2024, 11, 30)).run()
    assert not opened.exception
    assert workspace.state().draft.as_of == date(2024, 11, 30)


def test_a_scale_learned_anew_is_one_step(opened, workspace):
    app = go(opened, "indicators")
    old = workspace.state().draft.scale
    workspace.change(workspace.state().draft.change(scale={}), workspace.state().version)
    app.run()
    button = next(one for one in app.button if "scale anew" in one.label)
    button.click().run()
    assert workspace.state().draft.scale == old


def test_between_two_schemes_nobody_is_said_to_move(opened, workspace):
    state = workspace.state()
    rules = segmentation.default_rules("life_cycle")
    workspace.change(state.draft.change(scheme="life_cycle", segments=rules), state.version)
    app = go(opened, "segments")
    assert not any("change segment because" in one.value for one in app.subheader)
    customers = analysis.base(
        engine.open_tables(workspace.dataset().tables), state.draft.as_of
    ).customers
    before, after = (
        segmentation.assign(customers, one)["segment"].astype(str)
        for one in (state.saved, workspace.state().draft)
    )
    index = adjusted_rand_score(before, after)
    said = f"nobody can be said to move; agreement (adjusted Rand index) {index:.2f}"
    assert sum(said in one.value for one in app.subheader) == 1
    app.button(key="compare_schemes").click().run()
    assert app.segmented_control(key="section_segments").value == "compare"
    assert not app.exception
