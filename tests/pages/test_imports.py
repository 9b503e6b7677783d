"""What comes in becomes the data in one step; nothing stale stays beside it."""

from datetime import date

import pytest
from pages.conftest import small_orders
from tables import orders, write

from loyalty.problems import LoyaltyError
from pages import _session
from pages.parts import imports

LINES = {"customer_id": ["c01"], "time": ["2024-12-30"], "category": ["tv"], "is_return": [False]}
CUSTOMERS = {"customer_id": ["x", "y"]}


@pytest.fixture
def open_here(store, monkeypatch):
    """The session's workspace without a browser."""
    held = {"workspace": None}
    monkeypatch.setattr(_session, "store", lambda: store)
    monkeypatch.setattr(
        _session, "workspace", lambda: held["workspace"] and store.open(held["workspace"])
    )
    monkeypatch.setattr(_session, "open_workspace", lambda key: held.update(workspace=key))
    monkeypatch.setattr(_session, "look", lambda: None)
    return _session.workspace


def adopt(folder, name="Shop", **tables):
    folder.mkdir()
    imports.adopt(write(folder, **tables), [], {"source": "test"}, name)


def test_the_first_import_makes_and_saves_a_study(open_here, tmp_path):
    adopt(tmp_path / "a", orders=small_orders(), lines=LINES)
    state = open_here().state()
    assert state.draft == state.saved
    assert "category_count" in state.draft.scale


def test_new_orders_do_not_keep_the_lines_of_the_old(open_here, tmp_path):
    adopt(tmp_path / "a", orders=small_orders(), lines=LINES)
    adopt(tmp_path / "b", orders=orders([("z", "2024-01-01", 1), ("z", "2024-02-01", 1)]))
    assert set(open_here().dataset().tables) == {"orders"}
    assert "category_count" not in open_here().state().draft.scale
    assert open_here().state().saved == open_here().state().draft


def test_other_tables_keep_the_choices_and_the_saved_definition(open_here, tmp_path):
    adopt(tmp_path / "a", orders=small_orders())
    first = open_here().state()
    found = open_here()
    found.change(first.draft.change(active_days=7), first.version)
    adopt(tmp_path / "b", customers=CUSTOMERS)
    assert open_here().state().draft.active_days == 7
    assert open_here().state().saved == first.saved


def test_customers_alone_are_counted_as_of_today(open_here, tmp_path):
    adopt(tmp_path / "a", customers=CUSTOMERS)
    assert open_here().state().draft.as_of == date.today()


def test_a_refused_import_leaves_no_workspace_behind(open_here, store, tmp_path, monkeypatch):
    monkeypatch.setattr(imports.analysis, "base", lambda *_: 1 / 0)
    with pytest.raises((LoyaltyError, ZeroDivisionError)):
        adopt(tmp_path / "a", orders=small_orders())
    assert store.list("ann") == []
