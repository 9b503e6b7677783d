"""Kills, full and read-only disks, locks and flipped bits: what was acknowledged is still there."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from loyalty.problems import NotFound, Unavailable
from loyalty.store import Store, database, files
from loyalty.store.catalogue import Catalogue, intact
from loyalty.study import Study

TESTS = Path(__file__).parent.parent
STUDY = Study(as_of=date(2024, 1, 1), thresholds={"total": 0})
KILLS = 40


def start(task: str, workspace) -> subprocess.Popen:
    command = [sys.executable, "-m", "store.worker", task, workspace.folder.parent, workspace.id]
    path = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def finish(process: subprocess.Popen) -> list[str]:
    printed, complaints = process.communicate()
    assert process.returncode == 0, complaints
    return printed.splitlines()


@pytest.fixture
def studied(workspace, table):
    workspace.import_tables({"orders": table("a")}, study=STUDY)
    workspace.save(workspace.state().version)
    return workspace


def test_every_acknowledged_save_survives_a_kill(studied):
    """SIGKILL at 40 moments of a loop of change, save, import and export."""
    moments = random.Random(1)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        process = start("save_for_ever", studied)
        acknowledged = process.stdout.readline().split()
        time.sleep(moments.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        acknowledged = (process.communicate()[0].splitlines() or [""])[-1].split() or acknowledged
        check_survival(studied, *acknowledged)


def check_survival(workspace, number: str, dataset: str, export: str) -> None:
    again = Store(workspace.folder.parent).open(workspace.id)
    state = again.state()
    assert state.saved.thresholds["n"] >= int(number)
    if state.saved.thresholds["n"] == int(number):
        assert state.dataset == dataset
    assert again.verify() == []
    assert again.state().restored is None
    for name in [path for _, path in again.exports()]:
        assert files.sha256(name) == name.stem
    for path in (again.folder / "tables").glob("*.parquet"):
        assert files.sha256(path) == path.stem
    assert export in {path.stem for _, path in again.exports()}
    again.forget_earlier_data()


def test_two_editors_lose_none_of_two_hundred_edits(studied):
    both = [start("edit_a_hundred_times", studied) for _ in range(2)]
    for process in both:
        finish(process)
    assert studied.state().draft.thresholds == {"total": 200}


def test_editors_of_different_settings_never_conflict(studied):
    seen = studied.state()

    def edit(name: str) -> None:
        for value in range(1, 51):
            state = studied.state()
            wanted = state.draft.change(thresholds=state.draft.thresholds | {name: value})
            studied.merge(state.draft, wanted, state.version)

    threads = [threading.Thread(target=edit, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = studied.state()
    assert state.draft.thresholds == {"total": 0, "a": 50, "b": 50}
    assert state.version == seen.version + 100


def test_a_full_disk_refuses_keeps_and_recovers(studied):
    lines = finish(start("fill_the_disk", studied))
    full = "'Unavailable: The disk is full'"
    assert lines[-1] == f"[{', '.join([full] * 4)}] True []"
    changes = [line for line in lines if line.startswith("changed")]
    assert len(studied.revisions()) >= min(len(changes), 100)
    assert not list(studied.folder.rglob(f"{files.TEMPORARY}*"))
    assert studied.state().draft.active_days == 7


@pytest.fixture
def open_home():
    """A folder that every user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o755)
        yield home
        set_modes(home, 0o700, 0o600)


def set_modes(root: Path, folder_mode: int, file_mode: int) -> None:
    for path in [root, *root.rglob("*")]:
        path.chmod(folder_mode if path.is_dir() else file_mode)


def test_a_read_only_folder_can_still_be_read(open_home, table):
    store = Store(open_home / "home")
    workspace = store.open(store.create("ann", "Shop"))
    workspace.import_tables({"orders": table("a")}, study=STUDY)
    before = workspace.state()
    set_modes(store.root, 0o555, 0o444)
    [line] = finish(start("look_without_writing", workspace))
    refusal = "'Unavailable: The folder of the workspaces cannot be written'"
    assert line == f"[{', '.join([refusal] * 4)}] 1 True ['orders']"
    set_modes(store.root, 0o700, 0o600)
    assert workspace.state() == before
    workspace.change(STUDY.change(active_days=7), before.version)


def lock(workspace) -> sqlite3.Connection:
    connection = sqlite3.connect(Catalogue(workspace.folder).path, check_same_thread=False)
    connection.create_function("seal", -1, database.seal, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_a_change_waits_for_a_lock(studied):
    connection = lock(studied)
    threading.Timer(0.5, connection.rollback).start()
    version = studied.state().version
    assert studied.change(STUDY.change(active_days=7), version).draft.active_days == 7


def test_a_lock_that_stays_is_named_and_reading_goes_on(studied, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    before = studied.state()
    connection = lock(studied)
    with pytest.raises(Unavailable, match="busy with another change"):
        studied.change(STUDY.change(active_days=7), before.version)
    assert studied.state() == before
    connection.rollback()
    assert studied.change(STUDY.change(active_days=7), before.version).draft.active_days == 7


def flip(path: Path, places: random.Random, bits: int) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(bits):
        content[places.randrange(len(content))] ^= 1 << places.randrange(8)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(60))
def test_flipped_bits_are_restored_from_the_copy(studied, seed):
    """Whatever the flips hit, the state is the one saved; a notice says when it was restored."""
    before = studied.state()
    flip(Catalogue(studied.folder).path, random.Random(seed), bits=1 + seed % 40)
    after = studied.state()
    assert (after.draft, after.saved, after.dataset) == (before.draft, before.saved, before.dataset)
    restored = studied.state().restored is not None
    assert restored == (after.version > before.version)
    assert restored == (studied.folder / "catalog.damaged.sqlite").exists()
    state = studied.change(STUDY.change(active_days=7), after.version)
    assert Store(studied.folder.parent).open(studied.id).state() == state


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\x00" + bytes(5000), b"x" * 9000, None])
def test_a_ruined_catalogue_is_restored(studied, damage):
    before = studied.state()
    path = Catalogue(studied.folder).path
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    after = studied.state()
    assert (after.draft, after.dataset) == (before.draft, before.dataset)
    assert studied.state().restored
    studied.acknowledge()
    assert studied.state().restored is None
    assert studied.dataset().id == before.dataset


def test_a_tab_from_before_the_restoring_cannot_overwrite(studied):
    state = studied.state()
    for value in range(1, 4):
        state = studied.change(STUDY.change(active_days=value), state.version)
    Catalogue(studied.folder).path.write_bytes(b"ruined")
    assert studied.state().version > state.version


def test_without_a_sound_copy_the_damage_is_named_and_tables_stay(studied):
    tables = sorted((studied.folder / "tables").iterdir())
    for path in studied.folder.glob("catalog*"):
        path.write_bytes(b"ruined")
    with pytest.raises(Unavailable, match="damaged and has no sound copy"):
        studied.state()
    assert sorted((studied.folder / "tables").iterdir()) == tables


def test_the_copy_is_renewed_by_a_save_and_is_sound(studied):
    catalogue = Catalogue(studied.folder)
    state = studied.change(STUDY.change(active_days=7), studied.state().version)
    studied.save(state.version)
    assert intact(catalogue.copy)
    shutil.copy(catalogue.copy, catalogue.path)
    assert studied.state().saved.active_days == 7


def test_a_copy_that_cannot_be_made_does_not_fail_the_change(studied, monkeypatch, caplog):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "sync", refuse)
    state = studied.save(studied.state().version)
    assert studied.state() == state
    assert "the copy of a catalogue was not renewed: OSError" in caplog.text


def test_a_changed_row_is_noticed_even_where_sqlite_sees_nothing(studied):
    """A flip inside a text leaves a sound database with another number in it."""
    with sqlite3.connect(Catalogue(studied.folder).path) as connection:
        connection.create_function("seal", -1, lambda *_: "forged", deterministic=True)
        connection.execute("UPDATE revisions SET study = replace(study, 'days\": 90', 'days\": 9')")
    connection.close()
    assert studied.state().draft == STUDY
    assert studied.state().restored


def test_a_restart_reopens_the_same_work(studied):
    before = studied.state(), studied.dataset()
    again = Store(studied.folder.parent).open(studied.id)
    assert (again.state(), again.dataset()) == before


def test_a_vanished_folder_is_not_found(studied):
    shutil.rmtree(studied.folder)
    with pytest.raises(NotFound):
        studied.state()
