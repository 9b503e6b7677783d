"""The Complete Journey extract on the Strategies page: every section, in both languages."""

from pathlib import Path

import numpy as np
import pytest
from pages.conftest import FRAME, OWNER
from pages.lab import cells, put, run, table
from streamlit.testing.v1 import AppTest

from loyalty import analysis, engine, ingest
from loyalty.language import LANGUAGES
from loyalty.study import Scenario

FOLDER = Path(__file__).parents[1] / "data" / "complete_journey"
TABLES = {
    "transactions": "orders", "demographics": "customers", "campaigns": "events",
    "coupon_redemptions": "events", "campaign_descriptions": "campaigns",
}  # fmt: skip
SECTIONS = ("lab", "scenarios", "truth", "mix", "phases", "check", "steps")


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The extract as it was read in, and its first study."""
    sources = [
        ingest.Source(FOLDER / f"{name}.parquet", name, ingest.Reading(table=table))
        for name, table in TABLES.items()
    ]
    found = ingest.read(sources, tmp_path_factory.mktemp("read")).tables
    tables = engine.open_tables(found)
    day = analysis.default_day(tables)
    return found, analysis.first_study(analysis.base(tables, day), day)


@pytest.fixture
def journey(store, read, monkeypatch):
    """A workspace with the extract and few futures of half a year."""
    monkeypatch.setattr("pages.parts.strategies.check.DRAWS", 100)
    found, study = read
    workspace = store.open(store.create(OWNER, "Complete Journey"))
    workspace.import_tables(found, meta={"source": "test"}, study=study)
    put(workspace, draws=100, months=6)
    return workspace


def opened(workspace, section, language):
    """The section as a new visitor of that language opens it."""
    app = AppTest.from_file(FRAME, default_timeout=120)
    app.query_params["w"], app.query_params["lang"] = workspace.id, language
    app.query_params["view"] = app.session_state["view"] = f"strategies.{section}"
    app.run().switch_page("strategies.py").run()
    assert not app.exception, f"{section}, {language}: {app.exception[0].message}"
    return app


def test_every_section_answers_in_both_languages(journey):
    for language in LANGUAGES:
        for section in SECTIONS:
            app = opened(journey, section, language)
            title = app.title[0].value
            chinese = any("一" <= letter <= "鿿" for letter in title)
            assert chinese == (language == "zh_CN"), title
            assert app.dataframe or section == "phases", section
            assert app.segmented_control(key="section_strategies").value == section


def test_the_figures_are_those_of_a_simulation_apart_from_the_page(journey):
    app = opened(journey, "scenarios", "en")
    found = table(app, "mark").set_index("mark")
    for mark, strategy in (("A", "price_promotion"), ("B", "service_recovery")):
        result, gain = run(journey, Scenario(strategy=strategy))
        assert found.loc[mark, "gain_p50"] == pytest.approx(np.median(gain), abs=0.01)
        spent = result.metric(strategy, "cost").sum(axis=0)
        assert found.loc[mark, "cost"] == pytest.approx(np.median(spent), abs=0.01)


def test_the_steps_hold_every_household(journey):
    app = opened(journey, "steps", "en")
    rows = table(app, "stayed")
    came = (journey.state().draft.months - 1) * cells(journey).arrivals.mean()
    assert rows["customers"].sum() == pytest.approx(200 + came, rel=0.02)
