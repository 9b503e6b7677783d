"""Strategies, Compare: scenarios, their choices, assumptions and sentence, all from the draft."""

import pandas as pd
import pytest
from pages.conftest import base_of
from pages.lab import decisions, edit, open_page, put, rows, said, scenarios, table, texts

from loyalty import engine, segmentation, simulation
from loyalty.language import compact
from loyalty.simulation.result import regrets
from loyalty.strategies import CATALOGUE
from loyalty.study import Action, Audience, Range, Scenario
from pages.parts.safe import escape
from pages.parts.strategies.audience import BANDS, STATES

A, B = Scenario(strategy="price_promotion"), Scenario(strategy="service_recovery")


@pytest.fixture
def page(opened, workspace, patched):
    return open_page(opened, workspace, patched)


def simulate(workspace, *compared):
    """The compared scenarios in one simulation, apart from the page."""
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    customers = segmentation.assign(base_of(workspace).customers, study)
    return simulation.run(simulation.cells(tables, customers, study), study, compared)


def test_the_answer_comes_first_and_says_what_it_rests_on(page):
    assert page.title[0].value.endswith("within 12 months.")
    assert any(text.startswith("120 possible futures") for text in texts(page))
    assert "In the worst tenth of futures it comes to" in said(page)


def test_doing_nothing_stands_beside_the_past(page, workspace):
    assert "Doing nothing brings" not in said(page)  # the orders reach back half a year only
    put(workspace, months=5)
    page.run()
    bought = pd.read_parquet(workspace.dataset().tables["orders"])
    as_of = workspace.state().draft.as_of
    first = pd.Timestamp(as_of) - pd.Timedelta(days=152 - 1)  # 5 x 30.4375 days
    past = compact(float(bought.loc[bought["time"] >= first, "amount"].sum()))
    assert f"the last 5 months brought {past}." in said(page)


def test_the_figures_are_those_of_one_simulation_of_all_compared(page, workspace):
    result = simulate(workspace, A, B)
    expected = result.decision().set_index("strategy")
    regret = regrets({name: result.gain(name)[-1] for name in result.strategies})
    found = decisions(page)
    for label, name in (("A · Price promotion", A.strategy), ("B · Service recovery", B.strategy)):
        for key in ("gain_p50", "gain_p05", "gain_p95", "worst_decile", "return", "cost"):
            assert found.loc[label, key] == pytest.approx(expected.loc[name, key], nan_ok=True)
        assert found.loc[label, "chance"] == 100 * expected.loc[name, "chance"]
        assert found.loc[label, "regret"] == regret[name]


def test_a_strategy_goes_into_the_stored_draft_at_once(page, workspace):
    page.pills(key="strategies_price").set_value("points").run()
    assert [one.strategy for one in scenarios(workspace)] == ["points", "service_recovery"]
    assert "Points on sales" in rows(page).index
    assert "A · Points programme" in decisions(page).index


def test_another_strategy_starts_with_its_own_assumptions_and_audience(page, workspace):
    own = A.model_copy(update={"assumptions": {"depth": Range(low=1, high=1)}, "start": 3})
    put(workspace, scenarios=(own.model_copy(update={"audience": Audience(value=("high",))}), B))
    page.run().pills(key="strategies_price").set_value("points").run()
    assert scenarios(workspace)[0] == Scenario(strategy="points", start=3)


def test_the_audience_holds_the_customers_it_says(page, workspace):
    cells = simulate_cells(workspace)
    whole, new = cells["customers"].sum(), cells.query("life_cycle == 'new'")["customers"].sum()
    before = decisions(page).loc["A · Price promotion", "cost"]
    page.pills(key="audience_life_cycle").set_value(["new"]).run()
    assert scenarios(workspace)[0].audience == Audience(life_cycle=("new",))
    assert f"{new} of {whole}" in [one.proto.popover.label for one in page.get("popover")]
    assert decisions(page).loc["A · Price promotion", "cost"] < before
    page.button(key="audience_usual").click().run()
    assert scenarios(workspace)[0].audience is None
    assert decisions(page).loc["A · Price promotion", "cost"] == before


def test_an_audience_of_nobody_is_warned_of(page, workspace):
    assert "Reaches nobody" not in said(page)
    cells = simulate_cells(workspace)
    met = set(zip(cells["life_cycle"], cells["value_band"], strict=True))
    kinds = [(state, band) for state in STATES for band in BANDS]
    state, band = next(pair for pair in kinds if pair not in met)
    nobody = Audience(life_cycle=(state,), value=(band,))
    put(workspace, scenarios=(A.model_copy(update={"audience": nobody}), B))
    page.run()
    assert "Reaches nobody" in page.warning[0].value


def test_the_best_that_is_not_compared_is_named(page, workspace, monkeypatch):
    assert "Not compared yet" not in "".join(one.value for one in page.info)  # all lose money here
    monkeypatch.setattr("loyalty.simulation.answer.beyond", named)
    page.run()
    result = simulate(workspace, *(Scenario(strategy=one.key) for one in CATALOGUE[1:]))
    decision = result.decision().set_index("strategy").drop([A.strategy, B.strategy])
    best = decision["gain_p50"].idxmax()
    label = next(one.label for one in CATALOGUE if one.key == best)
    assert page.info[0].value.startswith(f"{label}: {decision.loc[best, 'gain_p50']}")


def named(_compared, other, names, *_how):
    """The strategy that the page takes for the best, and its gain."""
    row = other.iloc[0]
    return f"{names[row['strategy']]}: {row['gain_p50']}"


def simulate_cells(workspace):
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    customers = segmentation.assign(base_of(workspace).customers, study)
    return simulation.cells(tables, customers, study).table


def test_segments_can_be_the_audience(page, workspace):
    segment = simulate_cells(workspace)["segment"].iloc[0]
    page.pills(key="audience_segments").set_value([segment]).run()
    assert scenarios(workspace)[0].audience == Audience(segments=(segment,))


def test_months_and_reach_go_into_the_draft(page, workspace):
    page.number_input(key="scenario_start").set_value(4).run()
    page.number_input(key="scenario_lasts").set_value(6).run()
    page.slider(key="scenario_reach").set_value(50).run()
    assert scenarios(workspace)[0] == Scenario(
        strategy="price_promotion", start=4, lasts=6, reach=50
    )
    gains = decisions(page).loc["A · Price promotion"]
    assert gains["cost"] > 0


def test_four_scenarios_are_the_most_and_undo_brings_one_back(page, workspace):
    page.button(key="scenario_duplicate").click().run()
    page.button(key="scenario_add").click().run()
    kinds = ["price_promotion", "service_recovery", "price_promotion", "points"]
    assert [one.strategy for one in scenarios(workspace)] == kinds
    assert page.pills(key="scenario").value == "D"
    assert len(decisions(page)) == 4
    assert page.button(key="scenario_add").disabled
    page.button(key="scenario_remove").click().run()
    assert [one.strategy for one in scenarios(workspace)] == kinds[:3]
    next(one for one in page.button if one.label == "Undo").click().run()
    assert [one.strategy for one in scenarios(workspace)] == kinds
    assert len(decisions(page)) == 4


def test_all_metrics_stand_at_once_and_one_is_large(page, workspace):
    version = workspace.state().version
    labels = [one.label for one in page.button if one.key and one.key.startswith("enlarge_")]
    kinds = ["Gain", "Customers", "Retention", "Orders", "Revenue", "Margin", "Cost", "Cash"]
    names = [*kinds, "Liability", "Segment mix"]
    assert all(label.startswith(name) for label, name in zip(labels, names, strict=True))
    last = table(page, "month").set_index("month").loc[12, "gain_p50"]
    assert labels[0] == f"Gain {escape(compact(last) if last < 0 else '+' + compact(last))}"
    page.button(key="enlarge_retention").click().run()
    assert page.query_params["metric"] == "retention"
    assert page.selectbox(key="large_metric_en").value == "retention"
    page.selectbox(key="large_metric_en").set_value("orders").run()
    assert page.query_params["metric"] == "orders"
    page.segmented_control(key="fan_view").set_value("levels").run()
    assert "Grey: doing nothing." in said(page)
    assert workspace.state().version == version


def test_a_strategy_in_levels_is_told_before_and_after(page, workspace):
    page.button(key="enlarge_revenue").click().run()
    result = simulate(workspace, A)
    last = result.table().query("month == 12 and metric == 'revenue'").set_index("strategy")
    before = compact(last.loc["do_nothing", "p50"])
    assert any(f"A, month 12: {before} → " in text for text in texts(page))


def test_short_and_long_agree_with_the_figures(page):
    found = table(page, "month").set_index("month")
    assert list(found.index) == [3, 12, 24, 36]
    assert found.loc[12, "gain_p50"] == decisions(page).loc["A · Price promotion", "gain_p50"]
    assert any("after 3 months" in text for text in texts(page))


def test_the_scenario_looked_at_shows_its_own_assumptions(page):
    assert "Price cut" in rows(page).index
    page.pills(key="scenario").set_value("B").run()
    assert page.query_params["scenario"] == "B"
    assert "Price cut" not in rows(page).index


def test_actions_at_the_same_time_are_named_and_edited_apart(page, workspace):
    both = A.model_copy(update={"also": (Action(strategy="price_promotion"),)})
    put(workspace, scenarios=(both, B))
    page.run()
    assert "A · Price promotion + Price promotion" in decisions(page).index
    edit(page, "Price cut", low=5.0, high=5.0)
    first, second = scenarios(workspace)[0].actions
    assert (first.assumptions, second.assumptions) == ({"depth": Range(low=5, high=5)}, {})
    cuts = page.data_editor[0].value.query("assumption == 'Price cut'")
    assert cuts["changed"].tolist() == ["✎ by you", ""]


def test_a_budget_set_here_cuts_the_reach_and_says_so(page, workspace):
    free = decisions(page).loc["A · Price promotion", "cost"]
    page.number_input(key="mix_budget").set_value(free / 2).run()
    assert scenarios(workspace)[0].budget == free / 2
    assert decisions(page).loc["A · Price promotion", "cost"] < free * 0.6
    assert any("cuts the reach by" in one.value for one in page.warning)
    page.number_input(key="mix_budget").set_value(None).run()
    assert scenarios(workspace)[0].budget is None
