"""Strategies, Back-test: the badge on every section, the pictures, the scores, the recovery."""

from datetime import date, timedelta

import numpy as np
import pytest
from pages.conftest import fill
from pages.lab import table
from tables import orders

from loyalty import analysis, engine
from loyalty.simulation.backtest import backtest

END = date(2024, 12, 31)


def year_of_orders():
    """300 customers, each with a rate of orders of its own, for 13 months."""
    rng = np.random.default_rng(5)
    rows = [
        (f"c{number:03}", str(END - timedelta(days=int(age))), 20)
        for number, rate in enumerate(rng.uniform(2, 14, 300))
        for age in rng.uniform(0, 395, rng.poisson(rate))
    ]
    return {"orders": orders(rows)}


@pytest.fixture
def workspace(store, tmp_path):
    workspace = store.open(fill(store, tmp_path, year_of_orders()))
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(draws=120, months=3), state.version)
    return workspace


@pytest.fixture
def page(opened):
    opened.session_state["view"] = "strategies.check"
    opened.switch_page("strategies.py").run()
    assert not opened.exception, opened.exception[0].message
    return opened


def badge(app):
    return next(one.value for one in app.markdown if "-badge[" in one.value)


def past(workspace, months):
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    customers = analysis.base(tables, study.as_of).customers
    return backtest(tables, customers, study.change(draws=1000), months)


def test_the_verdict_and_the_scores_are_those_of_the_back_test(page, workspace):
    found = past(workspace, 6)
    held = f"held {found.together['inside90']:.0%}"
    assert held in badge(page)
    assert ("green-badge" in badge(page)) == (found.verdict == "calibrated")
    assert badge(page).count("Back-tested" if found.verdict == "calibrated" else "Illustrative")
    assert ("on the wide side" in badge(page)) == (found.wide and found.verdict == "calibrated")
    shown = table(page, "inside90")
    assert shown["inside90"].tolist() == pytest.approx((100 * found.scores["inside90"]).tolist())
    assert shown["ratio"].tolist() == pytest.approx(found.scores["ratio"].tolist())
    assert len(page.get("vega_lite_chart")) == 5


def test_fewer_months_can_be_held_back(page, workspace):
    page.segmented_control(key="held_back").set_value(3).run()
    share = past(workspace, 3).together["inside90"]
    assert f"in the last 3 months the 90% bands held {share:.0%}" in badge(page)
    assert page.query_params["held_back"] == "3"


def test_planted_effects_are_told(page):
    found = table(page, "planted")
    assert found["planted"].tolist() == [1, 1, 1.5, 1.15, 0.7, 0.9]
    assert found["found"].to_numpy() == pytest.approx(found["planted"].to_numpy(), rel=0.15)
    said = next(one.value for one in page.markdown if "In 100 made-up worlds" in one.value)
    alarms = found.loc[found["planted"] == 1, "told"].mean()
    assert f"Where no effect was planted, {alarms:.0%} of them saw one all the same" in said


def test_the_badge_leads_here_from_the_first_section(opened):
    opened.switch_page("strategies.py").run()
    assert "in the last 6 months" in badge(opened)
    opened.button(key="see_check").click().run()
    assert opened.title[0].value == "Would these forecasts have been right in the past?"


def test_two_months_are_too_few_to_be_sure(store, tmp_path, app):
    rows = [(f"c{n}", str(END - timedelta(days=n + 40 * k)), 9) for n in range(40) for k in (0, 1)]
    app.query_params["w"] = fill(store, tmp_path, {"orders": orders(rows)})
    app.run()
    app.session_state["view"] = "strategies.check"
    app.switch_page("strategies.py").run()
    assert badge(app).count("orange-badge")
    assert "too few months of orders" in badge(app)
