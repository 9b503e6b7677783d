"""A workspace with a small literal data set, opened in the real frame."""

from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tables import orders, write

from loyalty import analysis, engine
from loyalty.store import Store
from loyalty.study import Study
from pages import _session

OWNER = "ann"
STUDIES: dict[bytes, Study] = {}  # by what the tables hold
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
    workspace = store.open(store.create(OWNER, "Test"))
    study = _first_study(paths, blake2b(repr(tables).encode()).digest())
    workspace.import_tables(paths, meta={"source": "test"}, study=study)
    workspace.save(workspace.state().version)
    return workspace.id


def _first_study(paths: dict[str, Path], content: bytes) -> Study:
    """The first study of these tables, found once for the same content."""
    if content not in STUDIES:
        opened = engine.open_tables(paths)
        day = analysis.default_day(opened)
        STUDIES[content] = analysis.first_study(analysis.base(opened, day), day)
    return STUDIES[content].model_copy(deep=True)


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    # AppTest sends no cookies but a stand-in for them: every session here is of one browser.
    monkeypatch.setattr("pages._session.owner", lambda: OWNER)
    monkeypatch.setenv("LOYALTY_LAB_HOME", str(tmp_path / "home"))
    _session.store.clear()
    _session._cached.clear()  # results; what a chart looks like is the same in every test
    return Store(tmp_path / "home")


@pytest.fixture
def workspace(store, tmp_path):
    return store.open(fill(store, tmp_path, {"orders": small_orders()}))


@pytest.fixture
def app(store) -> AppTest:
    """The app without any workspace."""
    return AppTest.from_file(FRAME, default_timeout=120)


@pytest.fixture
def opened(workspace, app) -> AppTest:
    """The app with the workspace open."""
    app.query_params["w"] = workspace.id
    return app.run()
