"""The steps behind a result: a calculation that adds up, and the model on one page."""

import pytest
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
    table = page.dataframe[0].value
    kept = table["customers"] * table["stay"] / 100
    assert table["stayed"].to_list() == pytest.approx(kept.to_list(), rel=1e-6)
    before = page.title[0].value
    page.slider[0].set_value(1).run()
    assert page.title[0].value != before
    assert "month 1" in page.title[0].value


def test_rows_can_be_cells(page):
    [rows] = [one for one in page.segmented_control if one.label == "Rows"]
    rows.set_value("cell").run()
    assert {"life_cycle", "value_band", "segment"} <= set(page.dataframe[0].value)
    assert not page.exception


def test_every_step_of_the_model_has_its_formula_reference_and_the_limits(page):
    said = " ".join(one.value for one in (*page.markdown, *page.caption))
    for title, words, _formula, reference in STEPS:
        assert title in said
        assert words in said
        assert escape(reference) in said
    assert all(limit in said for limit in LIMITS)


def test_states_stand_in_the_order_of_a_customers_life(page):
    shown = list(page.dataframe[0].value["life_cycle"])
    wanted = [name for name in ("New", "Active", "Loyal", "Cooling", "Lost") if name in shown]
    assert len(shown) > 1
    assert shown == wanted
