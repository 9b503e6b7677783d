"""Strategies, Compare: assumptions are moved, marked, refused and reset; claims are called so."""

from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest
import streamlit as st
from pages.conftest import fill
from pages.lab import decisions, edit, open_page, put, rows, said, scenarios, texts
from tables import orders

from loyalty.strategies import BY_KEY, CATALOGUE
from loyalty.study import Action, Range, Scenario
from pages.parts.strategies import mover

TWO = Scenario(strategy="points", also=(Action(strategy="win_back"),))


@pytest.fixture
def page(opened, workspace, patched):
    return open_page(opened, workspace, patched)


def test_every_assumption_has_source_and_grade(page):
    table = page.data_editor[0].value
    assert (table["source"] != "").all()
    assert set(table["grade"]) <= {"measured", "borrowed", "guessed"}
    assert rows(page).loc["Margin", ["low", "high", "owner"]].tolist() == [20, 50, "all scenarios"]
    assert (table["changed"] == "").all()


def test_what_says_nothing_is_not_in_the_table(page, workspace):
    seen = ["assumption", "low", "high", "unit", "grade", "source", "owner", "caveat"]
    assert list(page.data_editor[0].proto.column_order) == seen
    edit(page, "Price cut", low=30.0, high=30.0)
    assert "changed" in page.data_editor[0].proto.column_order
    put(workspace, scenarios=(TWO,))
    assert list(page.run().data_editor[0].proto.column_order)[:2] == ["assumption", "owner"]


def test_a_changed_assumption_is_marked_changes_the_sentence_and_can_be_reset(page, workspace):
    before, title = decisions(page), texts(page)
    edit(page, "Price cut", low=30.0, high=30.0)
    assert scenarios(workspace)[0].assumptions == {"depth": Range(low=30, high=30)}
    assert rows(page).loc["Price cut", ["grade", "changed"]].tolist() == ["guessed", "✎ by you"]
    assert texts(page)[:3] != title[:3]
    assert not decisions(page).equals(before)
    assert "1 changed by you" in page.button(key="reset_assumptions").label
    page.button(key="reset_assumptions").click().run()
    assert scenarios(workspace)[0].assumptions == {}
    assert decisions(page).equals(before)


def test_one_undo_takes_a_reset_back(page, workspace):
    edit(page, "Price cut", low=30.0, high=30.0)
    edit(page, "Margin", low=40.0)
    page.button(key="reset_assumptions").click().run()
    assert (scenarios(workspace)[0].assumptions, workspace.state().draft.general) == ({}, {})
    next(one for one in page.button if one.label == "Undo").click().run()
    assert scenarios(workspace)[0].assumptions == {"depth": Range(low=30, high=30)}
    assert workspace.state().draft.general == {"margin_share": Range(low=40, high=50)}


def test_an_assumption_is_moved_by_a_slider(page, workspace):
    key = "mover_0.elasticity_range"
    assert page.slider(key=key).value == (-5.0, -2.0)
    page.slider(key=key).set_value((-4.0, -3.0)).run()
    assert scenarios(workspace)[0].assumptions == {"elasticity": Range(low=-4, high=-3)}
    page.selectbox(key="moved_en").set_value("0.depth").run()
    assert page.query_params["assumption"] == "0.depth"
    page.slider(key="mover_0.depth_fixed").set_value(20.0).run()
    assert scenarios(workspace)[0].assumptions["depth"] == Range(low=20, high=20)


def test_the_slider_goes_in_round_steps(page):
    slider = page.slider(key="mover_0.elasticity_range")
    assert (slider.min, slider.max, slider.step) == (-8.0, 0.0, 0.1)
    assert slider.proto.format == "%.1f"


@pytest.mark.parametrize(
    ("size", "step"),
    [(9, 0.1), (10, 0.2), (50, 1), (49.9, 0.5), (100, 2), (0.5, 0.01), (0.75, 0.01), (2400, 20)],
)
def test_a_step_is_round_and_gives_fifty_stops_or_some_more(size, step):
    assert mover.round_step(size) == step
    assert 50 <= size / step <= 125 + 1e-9


@pytest.mark.parametrize("strategy", CATALOGUE[1:], ids=lambda one: one.key)
def test_every_assumption_can_be_moved_between_what_it_can_be(strategy):
    for about in strategy.assumptions:
        now = Range(low=about.low, high=about.high)
        one = SimpleNamespace(chosen=SimpleNamespace(assumption=about, range=now))
        least, most, step = mover.limits(one)
        assert about.least <= least <= now.low <= now.high <= most <= about.most
        assert (most - least) / step <= 126
        stops = (most - least) / step
        assert stops == pytest.approx(round(stops)) or about.least == least or about.most == most
        assert float(f"{step:.{mover.decimals(step)}f}") == step


def test_the_margin_is_shared_by_all_scenarios(page, workspace):
    before = decisions(page)["gain_p50"]
    edit(page, "Margin", low=40.0)
    assert workspace.state().draft.general == {"margin_share": Range(low=40, high=50)}
    assert (decisions(page)["gain_p50"] != before).any()


@pytest.mark.parametrize(
    ("values", "refusal"),
    [({"low": 60.0}, "above its high end"), ({"high": 130.0}, "can only lie between")],
)
def test_an_impossible_range_is_refused_and_changes_nothing(page, workspace, values, refusal):
    typed_into = page.data_editor[0].proto.id
    edit(page, "Extra orders pulled forward", **values)
    assert any(refusal in one.value for one in page.warning)
    assert any(refusal in one.value for one in page.toast)
    assert page.data_editor[0].proto.id != typed_into  # a new table: what was typed is gone
    assert not scenarios(workspace)


def test_claims_replace_defaults_only_where_asked_and_are_called_claims(page, workspace):
    put(workspace, scenarios=(Scenario(strategy="points"),))
    page.run()
    claimed = {one.label: one.claim for one in BY_KEY["points"].assumptions if one.claim}
    assert claimed
    assert not set(rows(page)["grade"]) & {"claimed"}
    page.toggle(key="claims").set_value(True).run()
    assert workspace.state().draft.claims
    found = rows(page)
    for label, claim in claimed.items():
        assert found.loc[label, ["low", "high", "grade", "source"]].tolist() == [
            claim.low,
            claim.high,
            "claimed",
            claim.source,
        ]
    assert f"graded “claimed”: {len(claimed)}." in said(page)
    assert "claims of source documents, not on evidence" in said(page)


def test_a_first_picture_names_its_futures(page, workspace, monkeypatch):
    put(workspace, draws=300)
    with monkeypatch.context() as patched:
        patched.setattr("pages._simulation.AT_ONCE", 0)
        patched.setattr("pages.parts.strategies.answer.show", st.stop)  # needs all futures
        page.run()
        assert any("First picture from 250 of 300" in text for text in texts(page))


def test_a_first_picture_gives_way_to_all_futures(page, workspace, monkeypatch):
    monkeypatch.setattr("pages._simulation.AT_ONCE", 0)
    put(workspace, draws=300)
    page.run()
    assert not any("First picture" in text for text in texts(page))
    assert any(text.startswith("300 possible futures") for text in texts(page))


def test_too_short_a_history_says_so_instead_of_guessing(store, tmp_path, app):
    days = [date(2024, 12, 31) - timedelta(days=number) for number in range(20)]
    short = orders([(f"c{number}", str(day), 10) for number, day in enumerate(days)])
    app.query_params["w"] = fill(store, tmp_path, {"orders": short})
    app.run().switch_page("strategies.py").run()
    assert any("two months of orders" in one.value for one in app.warning)


def test_chinese_keeps_every_choice(page, workspace):
    page.pills(key="scenario").set_value("B").run()
    page.pills(key="strategies_price").set_value("points").run()
    page.session_state["language"] = "zh_CN"
    page.run()
    assert page.query_params["lang"] == "zh_CN"
    assert page.pills(key="scenario").value == "B"
    assert page.pills(key="strategies_price").value == "points"
    assert isinstance(page.data_editor[0].value, pd.DataFrame)
