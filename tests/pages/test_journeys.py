"""Journeys: the answer, the map, stages that can be chosen, and what is shown without events."""

import re

import pytest
from journey.logs import MAP, random_log
from pages.conftest import fill, small_orders
from streamlit.testing.v1 import AppTest

from loyalty import journey


def log() -> dict:
    return random_log(7, 1500, 60).to_dict("list")


def go(app: AppTest, key: str) -> AppTest:
    app.query_params["w"] = key
    app.run()
    app.switch_page("journeys.py").run()
    assert not app.exception, app.exception[0].message
    return app


@pytest.fixture
def with_events(store, tmp_path):
    return store.open(fill(store, tmp_path, {"orders": small_orders(), "events": log()}))


def merge(workspace, **choices) -> None:
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(**choices), state.version)


def stages(app: AppTest) -> dict[str, str]:
    table = app.data_editor[0].value
    return dict(zip(table["touchpoint"], table["stage"], strict=True))


def table_of(workspace):
    from loyalty import engine

    return journey.journey_map(
        engine.open_tables(workspace.dataset().tables), workspace.state().draft
    )


def test_the_answer_comes_first_and_says_what_the_numbers_say(app, with_events):
    app = go(app, with_events.id)
    row = journey.largest_drop(table_of(with_events))
    lost = row["customers"] - row["beyond"]
    assert f"{lost} of {row['customers']} have come neither there nor" in app.title[0].value
    assert any("feels worst" in one.value for one in app.markdown)


def test_the_map_and_its_table_are_there(app, with_events):
    app = go(app, with_events.id)
    assert [one.key for one in app.get("vega_lite_chart")] == ["journey_map_0"]
    assert [one.value for one in app.subheader] == ["Touchpoints and their stages"]
    assert {one.proto.label for one in app.get("download_button")} == {"Map (PNG)", "Map (SVG)"}


def test_touchpoints_have_their_proposed_stages_and_unknown_ones_come_first(app, with_events):
    app = go(app, with_events.id)
    ours = {"order 1": "purchase", "order 2+": "repurchase"}
    assert stages(app) == {name: journey.guess(name) for name in MAP} | ours
    unknown = [name for name in MAP if journey.guess(name) == "unassigned"]
    assert list(stages(app))[: len(unknown)] == sorted(unknown)
    assert any(f"without a stage: {len(unknown)}." in one.value for one in app.info)


def test_a_chosen_stage_is_shown_and_can_be_taken_back(app, with_events):
    merge(with_events, stages={"Riddle": "use"})
    app = go(app, with_events.id)
    assert stages(app)["Riddle"] == "use"
    app.button(key="stages_proposed").click().run()
    assert with_events.state().draft.stages == {}
    assert stages(app)["Riddle"] == "unassigned"
    with_events.undo(with_events.state().version)
    assert stages(app.run())["Riddle"] == "use"


def test_orders_fill_a_stage_without_events_and_the_page_says_so(app, store, tmp_path):
    rows = log() | {"touchpoint": ["Website"] * 1500}
    app = go(app, store.open(fill(store, tmp_path, {"orders": small_orders(), "events": rows})).id)
    assert stages(app) == {
        "Website": "consideration",
        "order 1": "purchase",
        "order 2+": "repurchase",
    }
    assert any("stand as “order 1” and “order 2+”" in one.value for one in app.caption)


def test_orders_alone_show_the_path_from_purchase_to_purchase(app, workspace):
    app = go(app, workspace.id)
    # c00, c07 ... order once: 9 of 60
    assert app.title[0].value.startswith("85% of 60 buyers buy a second time")
    assert "20 days" in app.title[0].value
    assert len(app.get("vega_lite_chart")) == 1
    assert any("With touchpoint events" in one.value for one in app.info)


def test_events_alone_are_enough(app, store, tmp_path):
    workspace = store.open(fill(store, tmp_path, {"events": log()}))
    app = go(app, workspace.id)
    assert len(app.get("vega_lite_chart")) == 1


def test_before_the_first_row_the_page_says_that_there_is_nothing(app, with_events):
    merge(with_events, as_of="2020-01-01")
    app = go(app, with_events.id)
    assert app.title[0].value.startswith("There are no events up to this day")
    assert any("There are no events up to this day" in one.value for one in app.info)
    assert not app.get("vega_lite_chart")


def test_without_data_the_page_says_what_to_do(app):
    app.run().switch_page("journeys.py").run()
    assert app.title[0].value == "What does the customers' journey look like?"
    assert any("no data yet" in one.value for one in app.info)


def test_markup_in_touchpoints_is_shown_as_text(app, store, tmp_path):
    rows = log()
    rows["touchpoint"] = [f"{name} **x** <img src=x>" for name in rows["touchpoint"]]
    app = go(app, store.open(fill(store, tmp_path, {"events": rows})).id)
    written = " ".join(one.value for one in [*app.markdown, *app.title])
    assert "\\<img" in written
    assert not re.search(r"(?<!\\)<img|(?<!\\)\*x", written)
