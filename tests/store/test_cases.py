"""Entries about cases: kept whole, in order, by nobody's secret, and never over a newer one."""

import os
import shutil
import sqlite3
import threading
from datetime import UTC, date, datetime

import pytest

from loyalty.problems import Conflict, NotFound, Refused, Unavailable
from loyalty.store import Quota, Store, catalogue, database
from loyalty.store.cases import COLUMNS, Entry, who
from loyalty.store.catalogue import Catalogue, intact
from loyalty.study import Study

NOON = datetime(2024, 3, 1, 12)
STUDY = Study(as_of=date(2024, 1, 1))


def entry(case="case-1", status="solved", **more) -> Entry:
    return Entry(case, NOON, status, **more)


def told(workspace) -> list[tuple]:
    names = ["case", "at", "status", "owner", "note"]
    found = workspace.cases.entries()[names].astype(object)
    return [tuple(row) for row in found.where(found.notna(), None).to_numpy()]


def test_without_entries_there_is_nothing(workspace):
    assert workspace.cases.stamp() == 0
    found = workspace.cases.entries()
    assert found.empty and list(found.columns) == COLUMNS
    assert workspace.cases.write([], "ann") == 0


def test_entries_come_back_in_order_with_who_and_when(workspace):
    before = datetime.now(UTC)
    assert workspace.cases.write([entry(owner="李雷", note="called\nback")], "ann", seen=0) == 1
    workspace.cases.write([entry(status="open")], "bob", source="closings.xlsx")
    found = workspace.cases.entries()
    assert told(workspace) == [
        ("case-1", NOON, "solved", "李雷", "called\nback"),
        ("case-1", NOON, "open", None, None),
    ]
    assert found["who"].tolist() == [who("ann"), who("bob")]
    assert "ann" not in str(found.to_dict()) and len(who("ann")) == 12
    assert found["source"].tolist() == ["", "closings.xlsx"]
    assert (found["written"] >= before.replace(microsecond=0)).all()
    assert workspace.cases.stamp() == found["number"].iloc[-1] == 2


def test_two_tabs_cannot_write_over_each_other(workspace):
    seen = workspace.cases.stamp()
    workspace.cases.write([entry("case-1", owner="Ann")], "ann", seen=seen)
    with pytest.raises(Conflict, match="Cases changed in another tab meanwhile: 1 of 2"):
        workspace.cases.write([entry("case-1", "open"), entry("case-2")], "bob", seen=seen)
    assert told(workspace) == [("case-1", NOON, "solved", "Ann", None)]
    workspace.cases.write([entry("case-2")], "bob", seen=seen)
    workspace.cases.write([entry("case-1", "open")], "bob", seen=workspace.cases.stamp())
    assert [row[:3:2] for row in told(workspace)] == [
        ("case-1", "solved"), ("case-2", "solved"), ("case-1", "open"),
    ]  # fmt: skip


def test_forty_editors_at_once_lose_nothing(workspace):
    conflicts = []

    def edit(number: int) -> None:
        while True:
            seen = workspace.cases.stamp()
            try:
                workspace.cases.write([entry(note=str(number))], "ann", seen=seen)
                return
            except Conflict:
                conflicts.append(number)

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(row[4] for row in told(workspace)) == sorted(map(str, range(40)))
    assert conflicts


def test_what_a_file_repeats_is_left_out_but_a_hand_may_repeat(workspace):
    rows = [entry("case-1"), entry("case-2", owner="Ann"), entry("case-1")]
    assert workspace.cases.write(rows, "ann", source="a.csv") == 2
    assert workspace.cases.write([*rows, entry("case-3")], "ann", source="a.csv") == 1
    assert workspace.cases.write([entry("case-1")], "ann", seen=workspace.cases.stamp()) == 1


def test_a_refused_or_broken_step_keeps_nothing(workspace, monkeypatch):
    for wrong in (entry(owner="x" * 201), entry(note="x" * 2001)):
        with pytest.raises(Refused, match="longer than"):
            workspace.cases.write([entry("case-2"), wrong], "ann")
    for impossible in (entry(status="gone"), Entry("c", datetime.now(UTC), "open")):
        with pytest.raises(ValueError, match="known status"):
            workspace.cases.write([entry("case-2"), impossible], "ann")
    monkeypatch.setattr("loyalty.store.cases.MOST", 1)
    with pytest.raises(Refused, match="At most 1 entries"):
        workspace.cases.write([entry(), entry("case-2")], "ann")
    assert workspace.cases.stamp() == 0


def test_a_full_workspace_refuses(tmp_path):
    store = Store(tmp_path / "home", Quota(workspace_bytes=100_000))
    workspace = store.open(store.create("ann", "Shop"))
    with pytest.raises(Refused, match="This workspace would hold"):
        workspace.cases.write([entry(f"case-{n}") for n in range(1000)], "ann")
    assert workspace.cases.stamp() == 0


def test_unseen_characters_and_lone_surrogates_do_no_harm(workspace):
    workspace.cases.write([entry(owner="A\x00n\u202en\ud800 ", note="=1+1\r\n<b>")], "ann")
    assert told(workspace) == [("case-1", NOON, "solved", "A n n", "=1+1\n<b>")]
    assert intact(Catalogue(workspace.folder).path)


def test_they_survive_a_restart_a_new_import_and_undo(store, workspace, table):
    workspace.import_tables({"orders": table("a")}, study=STUDY)
    workspace.cases.write([entry()], "ann")
    workspace.import_tables({"orders": table("a")})
    workspace.undo(workspace.state().version)
    assert told(Store(store.root).open(workspace.id)) == [("case-1", NOON, "solved", None, None)]


def test_they_are_in_no_study_and_in_no_log(workspace, table, caplog):
    workspace.import_tables({"orders": table("a")}, study=STUDY)
    with caplog.at_level("DEBUG"):
        workspace.cases.write([entry("case-77", owner="Ann")], "ann")
        with pytest.raises(Conflict):
            workspace.cases.write([entry("case-77")], "ann", seen=0)
    assert "case-77" not in caplog.text and "Ann" not in caplog.text
    assert "case" not in workspace.state().draft.to_json().replace("case_hours", "")


def test_they_go_with_the_workspace_and_come_with_its_copy(store, workspace):
    workspace.cases.write([entry()], "ann")
    copy = store.open(store.duplicate(workspace.id, "ann", "Copy"))
    store.delete(workspace.id, "ann")
    assert not workspace.folder.exists()
    with pytest.raises(NotFound):
        workspace.cases.entries()
    assert told(copy) == [("case-1", NOON, "solved", None, None)]


# Older catalogues


@pytest.fixture
def older(workspace, monkeypatch):
    """A workspace made before there were cases."""
    shutil.rmtree(workspace.folder)
    before = {name: columns for name, columns in catalogue.TABLES.items() if name != "cases"}
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "TABLES", before)
        patch.setattr(catalogue, "ADDED", ())
        patch.setattr(catalogue, "VERSION", 0)
        store = Store(workspace.folder.parent)
        found = store.open(store.create("ann", "Old"))
        found.save(found.state().version)
    return found


def has_cases(workspace) -> bool:
    with sqlite3.connect(Catalogue(workspace.folder).path) as connection:
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'cases'").fetchone()
    connection.close()
    return found is not None


def test_an_older_catalogue_reads_as_without_cases_and_gets_them_with_the_next_change(older):
    assert not has_cases(older)
    assert older.cases.stamp() == 0 and older.cases.entries().empty
    assert intact(Catalogue(older.folder).path) and not has_cases(older)
    older.cases.write([entry()], "ann")
    assert has_cases(older)
    assert told(older) == [("case-1", NOON, "solved", None, None)]
    assert older.state().restored is None


def test_an_older_copy_restores_a_damaged_catalogue(older):
    os.utime(Catalogue(older.folder).copy)
    Catalogue(older.folder).path.write_bytes(b"ruined")
    assert older.cases.entries().empty
    assert older.state().restored is not None
    older.cases.write([entry()], "ann")
    assert len(told(older)) == 1


def test_a_tab_from_before_a_restoring_cannot_overwrite(workspace):
    workspace.cases.write([entry()], "ann")
    workspace.cases.write([entry(status="open")], "ann")
    seen = workspace.cases.stamp()
    path = Catalogue(workspace.folder).path
    with sqlite3.connect(path) as connection:
        connection.create_function("seal", -1, database.seal, deterministic=True)
        connection.execute("DELETE FROM cases WHERE number = 2")
    connection.close()
    with pytest.raises(Conflict):
        workspace.cases.write([entry(status="told")], "ann", seen=seen)


def test_a_lost_table_is_damage_and_no_empty_list(workspace):
    workspace.cases.write([entry()], "ann")
    workspace.save(workspace.state().version)
    with sqlite3.connect(Catalogue(workspace.folder).path) as connection:
        connection.execute("DROP TABLE cases")
    connection.close()
    assert len(told(workspace)) == 1
    assert workspace.state().restored is not None


def test_a_lock_that_stays_is_named(workspace, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    connection = sqlite3.connect(Catalogue(workspace.folder).path)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="busy with another change"):
        workspace.cases.write([entry()], "ann")
    connection.rollback()
    connection.close()
    assert workspace.cases.write([entry()], "ann") == 1


def test_a_whole_import_is_taken_back_and_nothing_else(workspace):
    cases = workspace.cases
    cases.write([entry("case-1", "open", owner="Ann")], "ann")
    cases.write([entry("case-1"), entry("case-2"), entry("case-2", "told")], "ann", source="a.csv")
    cases.write([entry("case-3")], "bob", source="a.csv")
    cases.write([entry("case-2", "in_work")], "bob", source="b.csv")
    found = cases.imports()
    columns = ["source", "entries", "cases", "first", "last"]
    assert found[columns].to_numpy().tolist() == [
        ["b.csv", 1, 1, 6, 6], ["a.csv", 1, 1, 5, 5], ["a.csv", 3, 2, 2, 4],
    ]  # fmt: skip
    assert found["who"].tolist() == [who("bob"), who("bob"), who("ann")]
    before = cases.stamp()
    assert cases.take_back(2, 4, "eve") == 3
    assert [(row[0], row[2]) for row in told(workspace)] == [
        ("case-1", "open"), ("case-3", "solved"), ("case-2", "in_work"),
    ]  # fmt: skip
    assert cases.stamp() > before
    assert cases.imports()["first"].tolist() == [6, 5]


def test_what_was_taken_back_can_be_imported_again(workspace):
    rows = [entry("case-1"), entry("case-2")]
    assert workspace.cases.write(rows, "ann", source="a.csv") == 2
    assert workspace.cases.write(rows, "ann", source="a.csv") == 0
    workspace.cases.take_back(1, 2, "ann")
    assert workspace.cases.write(rows, "ann", source="a.csv") == 2
    assert workspace.cases.imports()[["first", "last"]].to_numpy().tolist() == [[4, 5]]


def test_an_import_is_taken_back_once_and_entries_by_hand_never(workspace):
    workspace.cases.write([entry("case-1")], "ann", source="a.csv")
    workspace.cases.write([entry("case-2")], "ann")
    workspace.cases.take_back(1, 1, "ann")
    for first, last in ((1, 1), (2, 2), (7, 9)):
        with pytest.raises(Conflict, match="taken back meanwhile"):
            workspace.cases.take_back(first, last, "ann")
    assert [row[0] for row in told(workspace)] == ["case-2"]


def test_taking_back_is_a_change_that_another_tab_must_see(workspace):
    workspace.cases.write([entry("case-1"), entry("case-2")], "ann", source="a.csv")
    seen = workspace.cases.stamp()
    workspace.cases.take_back(1, 2, "bob")
    with pytest.raises(Conflict, match="Cases changed in another tab meanwhile: 1 of 1"):
        workspace.cases.write([entry("case-2", "told")], "ann", seen=seen)
    assert workspace.cases.write([entry("case-9")], "ann", seen=seen) == 1


def test_without_imports_there_is_no_list(workspace):
    assert workspace.cases.imports().empty
    workspace.cases.write([entry()], "ann")
    assert workspace.cases.imports().empty
