"""The draft moves along its history; the saved definition stays until it is saved anew."""

from datetime import date

import pytest

from loyalty.problems import Conflict
from loyalty.store import history
from loyalty.study import Study

STUDY = Study(as_of=date(2024, 1, 1), thresholds={"recent": 30, "often": 5})


def days(state) -> int | None:
    return state.draft.active_days if state.draft else None


def test_a_new_workspace_has_no_study(workspace):
    state = workspace.state()
    assert (state.draft, state.saved, state.version, state.dataset) == (None, None, 1, None)
    assert (state.can_undo, state.can_redo, state.dirty) == (False, False, False)
    assert workspace.revisions() == []


def test_a_change_is_kept_at_once(store, workspace):
    state = workspace.change(STUDY, 1)
    assert (state.draft, state.version, state.dirty) == (STUDY, 2, True)
    assert store.open(workspace.id).state() == state


def test_the_same_study_again_is_no_change(workspace):
    before = workspace.change(STUDY, 1)
    assert workspace.change(STUDY, before.version) == before
    assert len(workspace.revisions()) == 1


def test_a_change_made_on_an_old_version_is_refused(workspace):
    newest = workspace.change(STUDY, 1)
    with pytest.raises(Conflict, match="another tab"):
        workspace.change(STUDY.change(active_days=1), 1)
    assert workspace.state() == newest


@pytest.mark.parametrize("step", ["undo", "redo", "save"])
def test_a_step_on_an_old_version_is_refused(workspace, step):
    newest = workspace.change(STUDY, 1)
    with pytest.raises(Conflict):
        getattr(workspace, step)(1)
    assert workspace.state() == newest


def test_two_tabs_with_different_fields_both_count(workspace):
    seen = workspace.change(STUDY, 1)
    workspace.merge(STUDY, STUDY.change(thresholds={"recent": 60, "often": 5}), seen.version)
    state = workspace.merge(
        STUDY, STUDY.change(thresholds={"recent": 30, "often": 9}), seen.version
    )
    assert state.draft.thresholds == {"recent": 60, "often": 9}


def test_two_tabs_with_the_same_field_conflict_and_lose_nothing(workspace):
    seen = workspace.change(STUDY, 1)
    first = workspace.merge(STUDY, STUDY.change(active_days=10), seen.version)
    with pytest.raises(Conflict, match="active_days"):
        workspace.merge(STUDY, STUDY.change(active_days=20), seen.version)
    assert workspace.state() == first
    mine = workspace.merge(STUDY, STUDY.change(active_days=20), seen.version, insist=True)
    assert days(mine) == 20
    assert days(workspace.undo(mine.version)) == 10


def test_undo_and_redo_walk_the_history(workspace):
    version = workspace.change(STUDY, 1).version
    for value in (10, 20, 30):
        version = workspace.change(STUDY.change(active_days=value), version).version
    state = workspace.undo(version)
    state = workspace.undo(state.version)
    assert (days(state), state.can_undo, state.can_redo) == (10, True, True)
    state = workspace.redo(state.version)
    assert days(state) == 20
    state = workspace.redo(state.version)
    assert (days(state), state.can_redo) == (30, False)
    assert days(workspace.redo(state.version)) == 30


def test_a_change_after_undo_starts_a_new_branch(workspace):
    version = workspace.change(STUDY, 1).version
    version = workspace.change(STUDY.change(active_days=10), version).version
    version = workspace.undo(version).version
    state = workspace.change(STUDY.change(active_days=99), version)
    assert (days(state), state.can_redo) == (99, False)
    assert days(workspace.undo(state.version)) == 90


def test_undo_reaches_a_hundred_steps_back(workspace):
    version = workspace.change(STUDY.change(active_days=1), 1).version
    for value in range(2, 132):
        version = workspace.change(STUDY.change(active_days=value), version).version
    steps = 0
    state = workspace.state()
    while state.can_undo:
        state = workspace.undo(state.version)
        steps += 1
    assert (steps, days(state)) == (100, 31)
    assert days(workspace.undo(state.version)) == 31


def test_old_revisions_are_let_go_but_the_saved_one_stays(workspace, monkeypatch):
    monkeypatch.setattr(history, "KEPT", 20)
    version = workspace.save(workspace.change(STUDY, 1).version).version
    for value in range(1, 60):
        version = workspace.change(STUDY.change(active_days=value), version).version
    assert workspace.state().saved == STUDY
    assert len(workspace.revisions()) == 21


def test_save_makes_the_draft_the_definition(workspace):
    state = workspace.save(workspace.change(STUDY, 1).version)
    assert (state.saved, state.dirty) == (STUDY, False)
    edited = STUDY.change(active_days=10)
    state = workspace.change(edited, state.version)
    assert (state.draft, state.saved, state.dirty) == (edited, STUDY, True)
    state = workspace.change(STUDY, state.version)
    assert state.dirty is False


def test_the_history_says_what_changed(workspace):
    version = workspace.change(STUDY, 1).version
    edited = STUDY.change(active_days=10, thresholds={"recent": 31, "often": 5})
    workspace.undo(workspace.change(edited, version).version)
    newest, first = workspace.revisions()
    assert newest.fields == ("active_days", "thresholds.recent")
    assert (newest.current, first.current) == (False, True)
    assert newest.time >= first.time


def test_undo_takes_an_import_back(workspace, table):
    workspace.import_tables({"orders": table("a")}, study=STUDY)
    first = workspace.state()
    workspace.import_tables({"orders": table("b")}, study=STUDY.change(active_days=10))
    second = workspace.state()
    assert first.dataset != second.dataset
    back = workspace.undo(second.version)
    assert (back.dataset, back.draft) == (first.dataset, STUDY)
    assert workspace.dataset().id == first.dataset
    assert workspace.redo(back.version).dataset == second.dataset


def test_opening_data_is_nothing_to_undo(workspace, table):
    """The page adds the default study right after the first import: the start for the user."""
    workspace.import_tables({"orders": table("a")})
    bare = workspace.state()
    assert (bare.draft, bare.can_undo) == (None, False)
    state = workspace.change(STUDY, bare.version)
    assert not state.can_undo
    same = workspace.undo(state.version)
    assert (same.draft, same.dataset) == (STUDY, state.dataset)
    changed = workspace.change(STUDY.change(active_days=10), same.version)
    assert workspace.undo(changed.version).draft == STUDY


def test_an_import_shows_in_other_tabs_as_a_new_version(workspace, table):
    seen = workspace.change(STUDY, 1)
    workspace.import_tables({"orders": table("a")})
    assert workspace.state().version == seen.version + 1
    merged = workspace.merge(STUDY, STUDY.change(active_days=10), seen.version)
    assert (days(merged), merged.dataset is not None) == (10, True)


def test_a_change_meets_a_workspace_taken_back_to_the_start(workspace):
    seen = workspace.change(STUDY, 1)
    workspace.undo(seen.version)
    with pytest.raises(Conflict):
        workspace.merge(STUDY, STUDY.change(active_days=10), seen.version)


def test_a_state_says_what_undo_and_redo_concern(workspace):
    first = workspace.change(STUDY, 1)
    wanted = STUDY.change(active_days=55, thresholds={"recent": 31, "often": 6})
    second = workspace.change(wanted, first.version)
    assert (second.undoes, second.redoes) == (("active_days", "thresholds"), ())
    third = workspace.change(wanted.change(months=6), second.version)
    assert third.undoes == ("months",)
    back = workspace.undo(third.version)
    assert (back.undoes, back.redoes) == (("active_days", "thresholds"), ("months",))
    start = workspace.undo(back.version)
    assert start.redoes == ("active_days", "thresholds")
