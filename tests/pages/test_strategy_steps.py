"""The steps behind a result: a calculation that adds up, and the model on one page."""

import numpy as np
import pytest
from pages.lab import run, table
from pages.test_choices import go

from loyalty.simulation.explained import LIMITS, STEPS
from loyalty.study import Scenario
from pages.parts.safe import escape


@pytest.fixture
def page(opened, workspace):
    state = workspace.state()
    scenario = Scenario(strategy="price_promotion")
    small = state.draft.change(draws=100, months=6, scenarios=(scenario,))
    workspace.merge(state.draft, small, state.version)
    opened.session_state["view"] = "strategies.steps"
    return go(opened, "strategies")


def test_the_table_adds_up_and_follows_the_month(page):
    shown = table(page, "stay")
    kept = shown["customers"] * shown["stay"] / 100
    assert shown["stayed"].to_list() == pytest.approx(kept.to_list(), rel=1e-6)
    before = page.title[0].value
    page.slider[0].set_value(1).run()
    assert page.title[0].value != before
    assert "month 1" in page.title[0].value


def test_rows_can_be_cells(page):
    [rows] = [one for one in page.segmented_control if one.label == "Rows"]
    rows.set_value("cell").run()
    assert {"life_cycle", "value_band", "segment"} <= set(table(page, "stay"))
    assert not page.exception


def test_every_step_of_the_model_has_its_formula_reference_and_the_limits(page):
    said = " ".join(one.value for one in (*page.markdown, *page.caption))
    for title, words, _formula, reference in STEPS:
        assert title in said
        assert words in said
        assert escape(reference) in said
    assert all(limit in said for limit in LIMITS)


def test_states_stand_in_the_order_of_a_customers_life(page):
    shown = list(table(page, "stay")["life_cycle"])
    wanted = [name for name in ("New", "Active", "Loyal", "Cooling", "Lost") if name in shown]
    assert len(shown) > 1
    assert shown == wanted


def test_the_money_leads_from_sales_to_the_gain_of_the_comparison(page, workspace):
    page.slider[0].set_value(6).run()
    money = table(page, "without").set_index("metric")
    result, gain = run(workspace, workspace.state().draft.scenarios[0])
    assert money.loc["Gain", "change"] == pytest.approx(np.median(gain), abs=0.01)
    base = np.median(result.metric("do_nothing", "margin")[5])
    assert money.loc["Margin", "without"] == pytest.approx(base, abs=0.01)
    assert (money["with"] - money["without"] - money["change"]).dropna().abs().max() < 0.02
    assert not page.exception
