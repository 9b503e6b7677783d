"""Rules on visits to touchpoints: built by hand, and seen on every page that shows rules."""

import pytest
from journey.logs import random_log
from pages.conftest import fill, small_orders

from loyalty.study import Condition, Definition, Rule

LONG = "long " * 50


def log():
    """Events of the customers c00 to c59 of the small orders."""
    found = random_log(7, 1500, 60)
    return found.assign(customer_id=[f"c{int(one[1:]):02}" for one in found["customer_id"]])


@pytest.fixture
def workspace(store, tmp_path):
    rows = log()
    rows.loc[:3, "touchpoint"] = LONG
    tables = {"orders": small_orders(), "events": rows.to_dict("list")}
    return store.open(fill(store, tmp_path, tables))


HOTLINE = Condition(column="touchpoint.Hotline", op=">=", threshold=4)
BADLY = Condition(column="felt.Hotline", op="<", threshold=0)


def put(workspace, *rules, **others):
    draft = workspace.state().draft
    wanted = draft.change(segments=rules, scheme="own", **others)
    workspace.change(wanted, workspace.state().version)


def opened(app, workspace, page: str, view: str = ""):
    app.query_params["w"] = workspace.id
    app.query_params["view"] = view
    app.run()
    app.switch_page(f"{page}.py").run()
    assert not app.exception, app.exception[0].message
    return app


def said(app, *kinds) -> str:
    parts = [str(one.value) for kind in kinds for one in getattr(app, kind)]
    return "\n".join(parts).replace("\\", "")


def meets() -> int:
    """Customers with four visits to the hotline or more."""
    rows = log().iloc[4:]
    return int((rows[rows["touchpoint"] == "Hotline"].groupby("customer_id").size() >= 4).sum())


def test_the_builder_offers_visits_and_feelings_by_readable_names(app, workspace):
    put(workspace, Rule(key="a", conditions=(HOTLINE,)))
    app = opened(app, workspace, "segments", "segments.rules")
    assert f"Visits: Hotline ≥ 4** · {meets()} meet it" in said(app, "markdown")
    app.button(key="test_open_0").click().run()
    assert {"Touchpoint visits", "Feeling at a touchpoint"} <= set(
        app.pills(key="limit_kind").options
    )
    column = app.selectbox(key="limit_column_en")
    assert "Visits: Website" in column.options
    assert not [name for name in column.options if "long" in name]
    column.set_value("touchpoint.Website").run()
    (now,) = workspace.state().draft.segments[0].conditions
    assert now == Condition(column="touchpoint.Website", op=">=", threshold=1)
    app.pills(key="limit_kind").set_value("felt").run()
    assert not app.exception
    (now,) = workspace.state().draft.segments[0].conditions
    assert now.column.startswith("felt.")
    assert (now.op, now.threshold) == ("<", 0)
    assert "Lowest feeling: " in said(app, "markdown")
    assert "In these data: from -1 to 0.5, half" in said(app, "caption")


def test_without_events_the_builder_offers_none(app, store, tmp_path):
    workspace = store.open(fill(store, tmp_path, {"orders": small_orders()}))
    app = opened(app, workspace, "segments", "segments.rules")
    app.button(key="test_open_0").click().run()
    assert not app.exception
    assert "Touchpoint visits" not in app.pills(key="limit_kind").options
    put(workspace, Rule(key="a", conditions=(HOTLINE,)))
    app.run()
    assert not app.exception
    assert "Visits: Hotline ≥ 4** · 0 meet it" in said(app, "markdown")


@pytest.mark.parametrize(
    "section", ["tune", "rules", "movement", "cohorts", "why", "profile", "compare"]
)
def test_every_section_of_the_segments_follows_such_rules(app, workspace, section):
    rest = Rule(key="rest")
    kept = Definition(name="kept", segments=(Rule(key="b", conditions=(BADLY,)), rest))
    put(workspace, Rule(key="a", conditions=(HOTLINE,)), rest, definitions=(kept,))
    app = opened(app, workspace, "segments", f"segments.{section}")
    assert "Without a past" not in said(app, "caption")


def test_a_kept_definition_is_compared_by_visits_the_draft_does_not_name(app, workspace):
    rest = Rule(key="rest")
    kept = Definition(name="kept", segments=(Rule(key="a", conditions=(HOTLINE,)), rest))
    put(workspace, rest, definitions=(kept,))
    app.query_params["compare_with"] = "kept.kept"
    app = opened(app, workspace, "segments", "segments.compare")
    same = round(100 * (60 - meets()) / 60, 1)
    assert 0 < same < 100
    assert f"{same:g}% of 60 customers are in a segment of the same name" in said(app, "markdown")


@pytest.mark.parametrize("page", ["indicators", "report", "strategies", "start"])
def test_no_other_page_lists_visits_as_indicators(app, workspace, page):
    put(workspace, Rule(key="a", conditions=(HOTLINE,)), Rule(key="rest"))
    app = opened(app, workspace, page)
    assert not any("touchpoint." in str(one.value) for one in [*app.dataframe, *app.markdown])
