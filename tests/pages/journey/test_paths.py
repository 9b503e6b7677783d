"""The sections Paths and Funnel of the Journeys page: answers, choices, and what is missing."""

import pytest
from journey.logs import random_log
from pages.conftest import fill, small_orders
from streamlit.testing.v1 import AppTest

from loyalty import engine, journey
from loyalty.journey import dwell, loops, variants
from pages.parts.journey.paths import variants as path_table


def go(app: AppTest, key: str, section: str) -> AppTest:
    app.query_params["w"] = key
    app.query_params["view"] = f"journeys.{section}"
    app.run()
    app.switch_page("journeys.py").run()
    assert not app.exception, app.exception[0].message
    return app


@pytest.fixture
def with_events(store, tmp_path):
    log = random_log(7, 600, 60).to_dict("list")
    return store.open(fill(store, tmp_path, {"orders": small_orders(), "events": log}))


def log_of(workspace) -> journey.Log:
    tables = engine.open_tables(workspace.dataset().tables)
    return journey.read(tables, workspace.state().draft)


def subheaders(app: AppTest) -> list[str]:
    return [one.value for one in app.subheader]


def table(app: AppTest, column: str):
    return next(one.value for one in app.dataframe if column in one.value.columns)


def test_paths_answer_first_and_show_the_whole_paths(app, with_events):
    app = go(app, with_events.id, "paths")
    assert subheaders(app) == [
        "Which ways do customers take?",
        "The most frequent paths",
        "Where do customers go next?",
        "Circles and ways back",
        "Where journeys begin and end",
        "From purchase to purchase",
    ]
    log = log_of(with_events)
    found = variants.named(log, merged=True)
    said = " ".join(one.value for one in app.markdown)
    share = loops.of_log(log).set_index("kind").loc[loops.BACK, "journey_share"]
    assert table(app, "kind").set_index("kind").loc[
        "Back to an earlier stage", "journey_share"
    ] == (round(share, 3))
    assert "walk back" not in said
    shown = table(app, "path")
    assert shown["journeys"].tolist() == found["journeys"].tolist()
    assert shown["path"].iloc[0].startswith(" → ".join(found["path"].iloc[0][:3]))
    assert len(app.get("vega_lite_chart")) == 3


def test_paths_through_stages_and_with_repeats(app, with_events):
    app = go(app, with_events.id, "paths")
    app.segmented_control(key="path_by").set_value("stages").run()
    app.toggle(key="path_merged").set_value(False).run()
    found = variants.named(log_of(with_events), by_stage=True)
    assert table(app, "path")["steps"].tolist() == found["steps"].tolist()
    assert (app.query_params["by"], app.query_params["merged"]) == ("stages", "no")
    app.segmented_control(key="path_by").set_value("touchpoints").run()
    assert "by" not in app.query_params
    found = variants.named(log_of(with_events))
    assert table(app, "path")["steps"].tolist() == found["steps"].tolist()


def test_the_link_opens_the_view_it_was_taken_from(app, with_events):
    app.query_params["by"], app.query_params["merged"] = "stages", "no"
    app = go(app, with_events.id, "paths")
    assert app.segmented_control(key="path_by").value == "stages"
    assert app.toggle(key="path_merged").value is False


def test_where_a_journey_ends_is_a_choice_of_the_study(app, with_events):
    app = go(app, with_events.id, "paths")
    app.segmented_control(key="journey_cut").set_value("inactivity").run()
    assert with_events.state().draft.journey.cut == "inactivity"
    app.number_input(key="journey_cut_days").set_value(3).run()
    assert with_events.state().draft.journey.cut_days == 3
    assert not app.exception
    journeys = int(log_of(with_events).first.sum())
    assert journeys > 100
    assert any(f"The first six steps of {journeys} journeys" in one.value for one in app.caption)
    assert any("more than 3 days without any event" in one.value for one in app.caption)
    with_events.undo(with_events.state().version)
    assert app.run().number_input(key="journey_cut_days").value == 30


def test_the_funnel_and_the_stays(app, with_events):
    app = go(app, with_events.id, "funnel")
    assert subheaders(app) == [
        "How far do customers get, and how fast?",
        "How long until customers are elsewhere?",
    ]
    assert len(app.get("vega_lite_chart")) == 2
    found = dwell.of_log(log_of(with_events))
    rows = found[found["touchpoint"].notna() & (found["moves"] >= 30)]
    longest = rows.loc[rows["median_hours"].idxmax(), "touchpoint"]
    assert any(f"stay longest in {longest}" in one.value for one in app.markdown)
    app.segmented_control(key="path_by").set_value("stages").run()
    assert not app.exception and not app.expander[0].proto.expanded


def test_orders_alone_say_what_orders_can(app, workspace):
    app = go(app, workspace.id, "paths")
    assert "Which ways do customers take?" in subheaders(app)
    assert subheaders(app)[-1] == "From purchase to purchase"
    assert table(app, "path")["path"].iloc[0].startswith("order 1")


def test_orders_alone_have_a_funnel_too(app, workspace):
    app = go(app, workspace.id, "funnel")
    assert len(app.get("vega_lite_chart")) == 2
    assert any("It takes longest from Purchase to Repurchase" in one.value for one in app.markdown)


@pytest.mark.parametrize("section", ["paths", "funnel"])
def test_with_one_stage_nothing_is_said_of_ways_back_or_losses(app, store, tmp_path, section):
    rows = {
        "customer_id": ["a", "a", "b"],
        "time": ["2024-01-01", "2024-01-02", "2024-01-02"],
        "touchpoint": ["Riddle", "Hotline", "Riddle"],
        "position": [0, 1, 2],
    }
    app = go(app, store.open(fill(store, tmp_path, {"events": rows})).id, section)
    if section == "funnel":
        assert any("Only the stage Service has events" in one.value for one in app.markdown)
    else:
        assert any("Only touchpoints of two or more stages" in one.value for one in app.caption)
        assert "Back to an earlier stage" not in set(table(app, "kind")["kind"])


@pytest.mark.parametrize("section", ["paths", "funnel"])
def test_without_any_moment_nothing_is_claimed(app, with_events, section):
    state = with_events.state()
    with_events.merge(state.draft, state.draft.change(as_of="2020-01-01"), state.version)
    app = go(app, with_events.id, section)
    assert "Circles and ways back" not in subheaders(app)
    assert any("no moment" in one.value for one in app.info)


@pytest.mark.parametrize("section", ["paths", "funnel"])
def test_one_moment_each_and_markup_in_names(app, store, tmp_path, section):
    rows = {
        "customer_id": ["a", "b"],
        "time": ["2024-01-01", "2024-01-02"],
        "touchpoint": ["<img src=x> **x**", "到店"],
        "position": [0, 1],
    }
    app = go(app, store.open(fill(store, tmp_path, {"events": rows})).id, section)
    written = " ".join(one.value for one in [*app.markdown, *app.subheader, *app.caption])
    assert "<img" not in written.replace("\\<img", "")
    if section == "paths":
        assert table(app, "path")["journeys"].tolist() == [1, 1]


def test_a_long_path_keeps_its_ends_and_counts_what_it_leaves_out(monkeypatch):
    monkeypatch.setattr(path_table, "_", str)
    path = ("Ad", "order 2+", "order 2+", "order 2+", "Hotline")
    assert path_table.written(lambda name, _: name, path) == "Ad → order 2+ ×3 → Hotline"
    long = ("First", *(f"A touchpoint with a name {n}" for n in range(30)), "Last")
    told = path_table.written(lambda name, _: name, long).split(" → ")
    assert (told[0], told[-1]) == ("First", "Last")
    left_out = next(int(one.split()[1]) for one in told if one.startswith("…"))
    assert len(told) - 1 + left_out == len(long)
    other = (*long[:2], "Another", *long[3:])
    assert path_table.written(lambda name, _: name, other) != " → ".join(told)
