"""Strategies: two scenarios, their assumptions and the sentence, all from the stored draft."""

import json
from datetime import date, timedelta

import pandas as pd
import pytest
from pages.conftest import fill
from tables import orders

from loyalty import analysis, engine, simulation
from loyalty.language import compact
from loyalty.study import Range, Scenario


@pytest.fixture
def page(opened, workspace):
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(draws=300), state.version)
    opened.switch_page("strategies.py").run()
    assert not opened.exception, opened.exception[0].message
    return opened


def texts(app):
    return [one.value for one in (*app.title, *app.markdown, *app.caption)]


def rows(app):
    return app.data_editor[0].value.set_index(["scenario", "assumption"])


def scenario(workspace, name):
    return workspace.state().draft.scenarios["AB".index(name)]


def edit(app, label, **values):
    """Send what the browser sends when somebody types into a row of the table."""
    editor, states = app.data_editor[0], app._tree.get_widget_states()
    row = editor.value.index[editor.value["assumption"] == label][0]
    typed = {"edited_rows": {int(row): values}, "added_rows": [], "deleted_rows": []}
    states.widgets.add(id=editor.proto.id, string_value=json.dumps(typed))
    app._run(states)


def test_the_answer_comes_first_and_says_it_is_illustrative(page):
    assert page.title[0].value.endswith("within 24 months.")
    assert any("not yet back-tested" in text for text in texts(page))
    assert any(text.startswith("300 possible futures") for text in texts(page))
    assert len(page.get("vega_lite_chart")) == 4


def test_doing_nothing_stands_beside_the_past(page, workspace):
    def said():
        return " ".join(one.value for one in (*page.warning, *page.caption))

    assert "Doing nothing brings" not in said()  # the orders reach back half a year only
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(months=5), state.version)
    page.run()
    rows = pd.read_parquet(workspace.dataset().tables["orders"])
    first = pd.Timestamp(state.draft.as_of) - pd.Timedelta(days=152 - 1)  # 5 x 30.4375 days
    past = compact(float(rows.loc[rows["time"] >= first, "amount"].sum()))
    assert f"the last 5 months brought {past}." in said()


def test_the_page_shows_what_the_simulation_gives(page, workspace):
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    cells = simulation.cells(tables, analysis.base(tables, study.as_of).customers, study)
    compared = [
        Scenario(name="A", strategy="price_promotion"),
        Scenario(name="B", strategy="service_recovery"),
    ]
    decision = simulation.run(cells, study, compared).decision().set_index("strategy")
    for name in "AB":
        chance = f"chance of a gain **{decision.loc[name, 'chance']:.0%}**"
        assert any(chance in text for text in texts(page))


def test_a_strategy_goes_into_the_stored_draft_at_once(page, workspace):
    page.segmented_control(key="scenario_A").set_value("points").run()
    assert scenario(workspace, "A").strategy == "points"
    assert scenario(workspace, "B").strategy == "service_recovery"
    assert ("A", "Points on sales") in rows(page).index
    assert page.segmented_control(key="scenario_A").value == "points"


def test_the_horizon_goes_into_the_stored_draft(page, workspace):
    page.segmented_control(key="strategy_months").set_value(12).run()
    assert workspace.state().draft.months == 12
    assert page.title[0].value.endswith("within 12 months.")


def test_a_metric_changes_the_picture_and_not_the_study(page, workspace):
    version = workspace.state().version
    page.segmented_control(key="strategy_metric").set_value("retention").run()
    assert any(text.startswith("Retention in month 24: ") for text in texts(page))
    spec = json.loads(page.get("vega_lite_chart")[0].proto.spec)
    assert spec["layer"][0]["encoding"]["y"]["axis"]["format"] == ".0%"
    assert workspace.state().version == version


def test_every_assumption_has_source_and_grade(page):
    table = page.data_editor[0].value
    assert (table["source"] != "").all()
    assert set(table["grade"]) <= {"measured", "borrowed", "guessed"}
    assert rows(page).loc[("both", "Margin"), ["low", "high"]].tolist() == [20, 50]
    assert (table["changed"] == "").all()


def test_a_changed_assumption_is_marked_changes_the_result_and_can_be_reset(page, workspace):
    before = texts(page)
    edit(page, "Price cut", low=30.0, high=30.0)
    assert scenario(workspace, "A").assumptions == {"depth": Range(low=30, high=30)}
    assert rows(page).loc[("A", "Price cut"), ["grade", "changed"]].tolist() == [
        "guessed",
        "✎ by you",
    ]
    assert texts(page) != before
    button(page, "1 changed by you").click().run()
    assert scenario(workspace, "A").assumptions == {}
    assert [one for one in texts(page) if "→" in one] == [one for one in before if "→" in one]


def test_the_margin_is_shared_by_both_scenarios(page, workspace):
    edit(page, "Margin", low=40.0)
    assert workspace.state().draft.general == {"margin_share": Range(low=40, high=50)}


@pytest.mark.parametrize(
    ("values", "said"),
    [({"low": 60.0}, "above its high end"), ({"high": 130.0}, "can only lie between")],
)
def test_an_impossible_range_is_refused_and_changes_nothing(page, workspace, values, said):
    edit(page, "Extra orders pulled forward", **values)
    assert any(said in one.value for one in page.warning)
    assert not workspace.state().draft.scenarios


def test_too_short_a_history_says_so_instead_of_guessing(store, tmp_path, app):
    days = [date(2024, 12, 31) - timedelta(days=number) for number in range(20)]
    short = orders([(f"c{number}", str(day), 10) for number, day in enumerate(days)])
    app.query_params["w"] = fill(store, tmp_path, {"orders": short})
    app.run().switch_page("strategies.py").run()
    assert any("two months of orders" in one.value for one in app.warning)


def test_chinese_keeps_every_choice(page, workspace):
    page.segmented_control(key="scenario_B").set_value("points").run()
    page.session_state["language"] = "zh_CN"
    page.run()
    assert page.query_params["lang"] == "zh_CN"
    assert page.segmented_control(key="scenario_B").value == "points"
    assert isinstance(page.data_editor[0].value, pd.DataFrame)


def button(app, label):
    return next(one for one in app.button if label in one.label)
