"""The map in a room: alone on one screen, and a touchpoint's details right below it."""

import pytest
from journey.logs import random_log
from pages.conftest import fill, small_orders
from streamlit.testing.v1 import AppTest


@pytest.fixture
def workspace(store, tmp_path):
    events = random_log(7, 600, 60).to_dict("list")
    return store.open(fill(store, tmp_path, {"orders": small_orders(), "events": events}))


def opened(app: AppTest, workspace, **link: str) -> AppTest:
    app.query_params["w"] = workspace.id
    for key, value in link.items():
        app.query_params[key] = value
    app.run().switch_page("journeys.py").run()
    return clean(app)


def clean(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].message
    return app


def scrolled(app: AppTest) -> bool:
    return any("scrollIntoView" in one.proto.body for one in app.get("html"))


def test_the_presentation_shows_the_map_alone_and_the_way_back(app, workspace):
    app = opened(app, workspace, view="journeys.map")
    headline = app.title[0].value
    assert app.sidebar.button and app.button_group
    clean(app.button(key="map_present").click().run())
    assert app.query_params["present"] == "1"
    assert len(app.get("vega_lite_chart")) == 1
    assert app.title[0].value == headline
    assert [one.key for one in app.button] == ["map_present_end"]
    assert not (app.sidebar.button or app.button_group or app.selectbox or app.data_editor)
    clean(app.button(key="map_present_end").click().run())
    assert "present" not in app.query_params
    assert app.sidebar.button and app.data_editor
    assert [one.key for one in app.get("vega_lite_chart")] == ["journey_map_0"]


def test_a_link_opens_the_presentation_and_keeps_it(app, workspace):
    app = opened(app, workspace, view="journeys.map", present="1")
    assert [one.key for one in app.button] == ["map_present_end"]
    assert clean(app.run()).query_params["present"] == "1"
    assert len(app.get("vega_lite_chart")) == 1


def test_it_begins_from_the_first_section_without_a_view_in_the_link(app, workspace):
    app = opened(app, workspace)
    clean(app.button(key="map_present").click().run())
    assert (app.query_params["view"], app.query_params["present"]) == ("journeys.map", "1")


def test_other_pages_keep_their_frame(app, workspace):
    app = opened(app, workspace, view="journeys.map", present="1")
    clean(app.switch_page("start.py").run())
    assert app.sidebar.button


def test_orders_alone_can_be_presented(app, store, tmp_path):
    known = store.open(fill(store, tmp_path, {"orders": small_orders()}))
    app = opened(app, known, view="journeys.map")
    headline = app.title[0].value
    clean(app.button(key="map_present").click().run())
    assert app.title[0].value == headline
    assert len(app.get("vega_lite_chart")) == 1


def test_a_choice_brings_the_details_into_view_once(app, workspace):
    app = opened(app, workspace, view="journeys.map")
    assert not scrolled(app)
    clean(app.selectbox(key="touchpoint_en").select("Hotline").run())
    assert scrolled(app) and "Hotline" in [one.value for one in app.subheader]
    assert not scrolled(clean(app.run()))
    clean(app.selectbox(key="touchpoint_en").select("Refill").run())
    assert scrolled(app)


def test_a_link_to_a_touchpoint_opens_without_scrolling(app, workspace):
    app = opened(app, workspace, view="journeys.map", touchpoint="Hotline")
    assert "Hotline" in [one.value for one in app.subheader] and not scrolled(app)


def test_the_essentials_come_first_and_can_be_closed(app, workspace):
    app = opened(app, workspace, view="journeys.map", touchpoint="Hotline")
    labels = [one.label for one in app.metric]
    assert labels[:4] == ["Customers", "Feeling", "Complain", "Come again"]
    keys = [one.key for one in app.button]
    assert {"segment_of", "touchpoint_close"} <= set(keys)
    clean(app.button(key="touchpoint_close").click().run())
    assert not app.metric and "touchpoint" not in app.query_params
    assert app.selectbox(key="touchpoint_en").value is None
