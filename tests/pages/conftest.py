"""A workspace with a small literal data set, opened in the real frame."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from itertools import count
from pathlib import Path
from shutil import copytree

import pytest
from parsing import parsed_here  # noqa: F401 (a fixture of all tests here)
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner
from tables import orders, write

from loyalty import analysis, engine
from loyalty.analysis import Base
from loyalty.store import Store, Workspace
from loyalty.store.catalogue import RESTORED_VERSIONS, Catalogue
from loyalty.study import Study
from pages import _session

OWNER = "ann"
FILLED: dict[bytes, tuple[Path, str]] = {}  # home and workspace, by what the tables hold
BASES: dict[tuple, Base] = {}  # by the day and what the tables hold
COPIES = count(1)
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


def fill(store: Store, folder: Path, tables: dict) -> str:
    """A workspace with these tables and its first study, saved: its id.

    In an empty home equal tables give equal workspaces, made once and copied.
    """
    content = blake2b(repr(tables).encode()).digest()
    if any(store.root.iterdir()):
        return _fill(store, folder, tables)
    if content not in FILLED:
        first = Store(folder / "filled")
        FILLED[content] = first.root, _fill(first, folder, tables)
    home, key = FILLED[content]
    copytree(home, store.root, dirs_exist_ok=True)
    _number_anew(store.root / key)
    return key


def _number_anew(workspace: Path) -> None:
    """Versions of no other copy, as after a restore: some results are known by their version."""
    added = RESTORED_VERSIONS * next(COPIES)
    query = "UPDATE workspace SET version = version + ?"
    Catalogue(workspace).write(lambda connection: connection.execute(query, (added,)))


def _fill(store: Store, folder: Path, tables: dict) -> str:
    paths = write(folder, **tables)
    workspace = store.open(store.create(OWNER, "Test"))
    workspace.import_tables(paths, meta={"source": "test"}, study=_first_study(paths))
    workspace.save(workspace.state().version)
    return workspace.id


def base_of(workspace: Workspace) -> Base:
    """The base on the day of the draft, apart from the app: counted once, a copy for each test."""
    day, tables = workspace.state().draft.as_of, workspace.dataset().tables
    content = (day, *((kind, path.name) for kind, path in tables.items()))  # named by their hash
    if content not in BASES:
        BASES[content] = analysis.base(engine.open_tables(tables), day)
    return deepcopy(BASES[content])


def _first_study(paths: dict[str, Path]) -> Study:
    opened = engine.open_tables(paths)
    day = analysis.default_day(opened)
    return analysis.first_study(analysis.base(opened, day), day)


@pytest.fixture(scope="session", autouse=True)
def swift_app_tests() -> Iterator[None]:
    """AppTest looks for components among all packages once, and waits without asking again."""
    ask = local_script_runner.require_widgets_deltas

    def wait(runner, timeout: float) -> None:
        runner._script_thread.join(timeout)
        ask(runner, timeout=1)

    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.fixture
def store(request, tmp_path) -> Iterator[Store]:
    """An empty store, the app's own.

    Results stay cached from test to test, as between the users of a server; not where a test
    may put something else in the place of what makes them, by `monkeypatch`.
    """
    alone = "monkeypatch" in request.fixturenames
    _session.store.clear()
    with pytest.MonkeyPatch.context() as patch:
        # AppTest sends no cookies but a stand-in for them: every session here is of one browser.
        patch.setattr("pages._session.owner", lambda: OWNER)
        patch.setenv("LOYALTY_LAB_HOME", str(tmp_path / "home"))
        if alone:
            _session._cached.clear()
        yield Store(tmp_path / "home")
        if alone:
            _session._cached.clear()


@pytest.fixture
def patched() -> Iterator[pytest.MonkeyPatch]:
    """`monkeypatch` for what is part of the key of a result, or of none."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


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
