import hashlib
import stat
from decimal import Decimal

import pytest

from loyalty.problems import NotFound, Problem, Refused
from loyalty.store import Quota, Store
from loyalty.store import workspace as workspaces

PROBLEM = Problem(
    "coerced", "{count} dates", "a.csv", "time", 2, (3, 4), ("x",), {"count": Decimal(2)}
)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_tables_are_named_by_their_content(workspace, table):
    path = table("a", "b")
    dataset_id = workspace.import_tables({"orders": path})
    stored = workspace.dataset()
    assert stored.id == dataset_id == workspace.state().dataset
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    assert stored.tables == {"orders": workspace.folder / "tables" / f"{sha}.parquet"}
    assert stored.tables["orders"].read_bytes() == path.read_bytes()
    assert stat.S_IMODE(stored.tables["orders"].stat().st_mode) == 0o600


def test_equal_tables_have_an_equal_id(store, workspace, table):
    other = store.open(store.create("bob", "Other"))
    first = workspace.import_tables({"orders": table("a"), "events": table("b")})
    assert other.import_tables({"events": table("b"), "orders": table("a")}) == first
    assert other.import_tables({"events": table("a"), "orders": table("b")}) != first


def test_without_data_there_is_no_dataset(workspace):
    assert workspace.dataset() is None
    assert workspace.verify() == []


def test_problems_and_notes_come_back(workspace, table):
    workspace.import_tables({"orders": table("a")}, [PROBLEM], {"source": "a.csv", "rows": 7})
    stored = workspace.dataset()
    assert [problem.sentence() for problem in stored.problems] == ["2 dates"]
    assert stored.problems[0].rows == (3, 4)
    assert stored.meta == {"source": "a.csv", "rows": 7, "synthetic": False}


def test_a_later_import_keeps_other_kinds_and_replaces_its_own(workspace, table):
    workspace.import_tables(
        {"orders": table("a"), "events": table("b")},
        [PROBLEM],
        {"source": "sample", "synthetic": True},
    )
    workspace.import_tables({"events": table("c")}, [], {"source": "e.csv"})
    stored = workspace.dataset()
    assert stored.tables["events"].read_bytes() == table("c").read_bytes()
    assert stored.tables["orders"].read_bytes() == table("a").read_bytes()
    assert (len(stored.problems), stored.meta["source"]) == (1, "sample, e.csv")
    assert stored.meta["synthetic"] is True
    workspace.import_tables({"orders": table("d")}, [], {"source": "o.csv"})
    stored = workspace.dataset()
    assert (stored.problems, stored.meta) == ([], {"source": "e.csv, o.csv", "synthetic": False})


def test_new_orders_replace_the_lines_of_the_old_ones(workspace, table):
    workspace.import_tables({"orders": table("a"), "lines": table("b")})
    workspace.import_tables({"orders": table("c")})
    assert list(workspace.dataset().tables) == ["orders"]


def test_an_import_can_replace_everything(workspace, table):
    workspace.import_tables({"orders": table("a"), "events": table("b")})
    workspace.import_tables({"orders": table("c")}, keep=False)
    assert list(workspace.dataset().tables) == ["orders"]


def test_a_missing_table_is_named_and_the_import_before_restores(workspace, table):
    workspace.import_tables({"orders": table("a")})
    workspace.import_tables({"orders": table("b"), "events": table("c")})
    workspace.dataset().tables["events"].unlink()
    with pytest.raises(NotFound, match="touchpoint events"):
        workspace.dataset()
    assert workspace.verify() == ["events"]
    workspace.undo(workspace.state().version)
    assert list(workspace.dataset().tables) == ["orders"]
    workspace.import_tables({"events": table("c")})
    assert list(workspace.dataset().tables) == ["events", "orders"]


def test_verify_finds_a_flipped_bit_and_the_same_import_heals_it(workspace, table):
    workspace.import_tables({"orders": table("a"), "events": table("b")})
    path = workspace.dataset().tables["orders"]
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    assert workspace.verify() == ["orders"]
    workspace.import_tables({"orders": table("a")})
    assert workspace.verify() == []


def test_forgetting_earlier_data_frees_their_files_and_ends_undo_there(workspace, table):
    for customer in ("a", "b", "c"):
        workspace.import_tables({"orders": table(customer)})
    current = workspace.dataset()
    state = workspace.forget_earlier_data()
    assert state.can_undo is False
    assert names(workspace.folder / "tables") == [current.tables["orders"].name]
    assert workspace.dataset() == current


def test_forgetting_what_was_undone_ends_redo(workspace, table):
    workspace.import_tables({"orders": table("a")})
    workspace.import_tables({"orders": table("b")})
    workspace.undo(workspace.state().version)
    state = workspace.forget_earlier_data()
    assert (state.can_redo, state.can_undo) == (False, False)
    assert workspace.dataset().tables["orders"].read_bytes() == table("a").read_bytes()


def test_a_full_workspace_refuses_and_names_the_limit(tmp_path, table):
    store = Store(tmp_path / "home", Quota(workspace_bytes=100_000))
    workspace = store.open(store.create("ann", "Shop"))
    workspace.import_tables({"orders": table("a")})
    big = tmp_path / "big.parquet"
    big.write_bytes(bytes(100_000))
    before = workspace.state(), names(workspace.folder / "tables")
    with pytest.raises(Refused, match=r"0\.1 MB are allowed"):
        workspace.import_tables({"orders": big})
    with pytest.raises(Refused, match=r"0\.1 MB are allowed"):
        workspace.add_export("big.html", bytes(100_000))
    assert (workspace.state(), names(workspace.folder / "tables")) == before


def test_a_full_store_refuses_and_names_the_limit(tmp_path, table):
    store = Store(tmp_path / "home", Quota(total_bytes=200_000))
    workspace = store.open(store.create("ann", "Shop"))
    big = tmp_path / "big.parquet"
    big.write_bytes(bytes(200_000))
    with pytest.raises(Refused, match=r"All workspaces together .* 0\.2 MB are allowed"):
        workspace.import_tables({"orders": big})


def test_mappings_are_remembered_by_header(workspace):
    assert workspace.remembered("客户|金额") is None
    workspace.remember("客户|金额", {"客户": "customer_id"})
    workspace.remember("客户|金额", {"客户": "customer_id", "金额": "amount"})
    assert workspace.remembered("客户|金额") == {"客户": "customer_id", "金额": "amount"}


def test_exports_are_kept_by_content(workspace, tmp_path):
    path = workspace.add_export("客户.CSV", b"a,b\n")
    sha = hashlib.sha256(b"a,b\n").hexdigest()
    assert path == workspace.folder / "exports" / f"{sha}.csv"
    source = tmp_path / "report"
    source.write_bytes(b"<p>")
    other = workspace.add_export("../../etc/passwd", source)
    assert (other.parent, other.suffix) == (workspace.folder / "exports", "")
    assert workspace.exports() == [("../../etc/passwd", other), ("客户.CSV", path)]


def test_the_newest_exports_stay(workspace, monkeypatch):
    monkeypatch.setattr(workspaces, "KEPT_EXPORTS", 2)
    paths = [workspace.add_export("a.csv", text) for text in (b"1", b"2", b"1", b"3")]
    assert {path for _, path in workspace.exports()} == {paths[0], paths[3]}
    assert names(workspace.folder / "exports") == sorted([paths[0].name, paths[3].name])


def test_a_deleted_workspace_is_not_found_by_an_open_tab(store, workspace, table):
    store.delete(workspace.id, "ann")
    for attempt in (
        workspace.state,
        lambda: workspace.remember("x", {}),
        lambda: workspace.import_tables({"orders": table("a")}),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert not workspace.folder.exists()
