"""A workspace with a small literal data set, opened in the real frame."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from tables import orders, write

from loyalty import analysis, engine
from loyalty.store import Store

OWNER = "ann"
FRAME = Path(__file__).parents[2] / "pages" / "_frame.py"


def small_orders() -> dict:
    """60 customers: number n orders n % 7 + 1 times, every 20 days, the last n days ago."""
    end = date(2024, 12, 31)
    return orders(
        [
            (f"c{n:02}", str(end - timedelta(days=n + 20 * k)), 10 * (n % 5 + 1))
            for n in range(60)
            for k in range(n % 7 + 1)
        ]
    )


def fill(store: Store, folder, tables: dict) -> str:
    """A workspace with these tables and its first study, saved."""
    paths = write(folder, **tables)
    opened = engine.open_tables(paths)
    day = analysis.default_day(opened)
    study = analysis.first_study(analysis.base(opened, day), day)
    key = store.create(OWNER, "Test")
    workspace = store.open(key)
    workspace.import_tables(paths, meta={"source": "test"}, study=study)
    workspace.save(workspace.state().version)
    return key


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    # AppTest sends no cookies but a stand-in for them: every session here is of one browser.
    monkeypatch.setattr("pages._session.owner", lambda: OWNER)
    monkeypatch.setenv("LOYALTY_LAB_HOME", str(tmp_path / "home"))
    st.cache_resource.clear()
    st.cache_data.clear()
    return Store(tmp_path / "home")


@pytest.fixture
def workspace(store, tmp_path):
    return store.open(fill(store, tmp_path, {"orders": small_orders()}))


@pytest.fixture
def app(store) -> AppTest:
    """The app without any workspace."""
    return AppTest.from_file(FRAME, default_timeout=30)


@pytest.fixture
def opened(workspace, app) -> AppTest:
    """The app with the workspace open."""
    app.query_params["w"] = workspace.id
    return app.run()
