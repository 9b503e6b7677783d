"""The list on the Start page, the buttons of the sidebar, and what two tabs do to each other."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from loyalty.store import Revision
from loyalty.store.catalogue import Catalogue
from loyalty.study import Study
from pages import _session
from pages.parts import work

FRAME_OWNER = "ann"


@pytest.fixture(autouse=True)
def one_browser(monkeypatch):
    """AppTest sends no cookies: every session here belongs to Ann."""
    monkeypatch.setattr(_session, "owner", lambda: FRAME_OWNER)


@pytest.fixture
def mine(store):
    return store.create(FRAME_OWNER, "Shop")


def shown(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.subheader])


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def unfold(app: AppTest, key: str) -> AppTest:
    app.session_state[key] = True
    return app.run()


def test_only_ones_own_workspaces_are_listed(app, store, mine):
    store.create("bob", "Secret of Bob")
    page = shown(app.run())
    assert "**Shop**" in page
    assert "Secret of Bob" not in page


def test_a_new_workspace_is_opened(app, store):
    app.run()
    app.text_input(key="new_name").set_value("Winter *2024*")
    next(button for button in app.button if button.label == "New workspace").click().run()
    [info] = store.list(FRAME_OWNER)
    assert info.name == "Winter *2024*"
    assert app.query_params["w"] == info.id
    assert r"**Winter \*2024\***" in shown(app)


def test_a_nameless_workspace_is_refused(app, store):
    app.run()
    next(button for button in app.button if button.label == "New workspace").click().run()
    assert store.list(FRAME_OWNER) == []
    assert [message.value for message in app.warning] == [r"Give the workspace a name\."]


def test_open_puts_the_workspace_into_the_link(app, mine):
    press(app.run(), f"open_{mine}")
    assert app.query_params["w"] == mine


def test_rename_copy_and_delete(app, store, mine):
    unfold(app.run(), f"manage_{mine}")
    app.text_input(key=f"name_{mine}").set_value("Other")
    press(app, f"rename_{mine}")
    assert [info.name for info in store.list(FRAME_OWNER)] == ["Other"]
    app.text_input(key=f"name_{mine}").set_value("Copy")
    press(app, f"copy_{mine}")
    assert sorted(info.name for info in store.list(FRAME_OWNER)) == ["Copy", "Other"]
    press(unfold(app, f"delete_{mine}"), f"confirm_{mine}")
    assert [info.name for info in store.list(FRAME_OWNER)] == ["Copy"]


def test_deleting_the_open_workspace_closes_it(app, store, mine):
    press(app.run(), f"open_{mine}")
    press(unfold(app, f"delete_{mine}"), f"confirm_{mine}")
    assert "w" not in app.query_params
    assert not app.warning


def test_anothers_workspace_opens_by_link_but_cannot_be_deleted(app, store):
    theirs = store.create("bob", "Shared")
    app.query_params["w"] = theirs
    assert "**Shared**" in shown(app.run())
    assert not [button for button in app.button if theirs in button.key]


def test_an_unknown_link_says_so(app):
    app.query_params["w"] = "0" * 32
    app.run()
    assert "no workspace under this link" in app.warning[0].value
    assert "w" not in app.query_params
    assert not app.run().warning


def test_a_damaged_workspace_is_shown_and_can_be_deleted(app, store, mine):
    for path in store.open(mine).folder.glob("catalog*"):
        path.write_bytes(b"ruined")
    app.run()
    assert "Its catalogue cannot be read." in shown(app)
    press(unfold(app, f"delete_{mine}"), f"confirm_{mine}")
    assert store.list(FRAME_OWNER) == []


def slide(app: AppTest, value: int) -> AppTest:
    app.slider(key="threshold_active_days").set_value(value).run()
    assert not app.exception
    return app


def test_undo_redo_and_save_in_the_sidebar(opened, workspace):
    app = opened.switch_page("segments.py").run()
    before = workspace.state().draft.active_days
    assert app.button(key="work_save").disabled
    slide(app, 55)
    assert workspace.state().dirty
    press(app, "work_undo")
    assert workspace.state().draft.active_days == before
    press(app, "work_redo")
    assert workspace.state().draft.active_days == 55
    press(app, "work_save")
    state = workspace.state()
    assert (state.saved.active_days, state.dirty) == (55, False)
    assert app.button(key="work_redo").disabled


def second_tab(app: AppTest, workspace) -> AppTest:
    tab = AppTest.from_file(app._script_path, default_timeout=30)
    tab.query_params["w"] = workspace.id
    return tab.run().switch_page("segments.py").run()


def conflicts(app):
    """What the page says of another tab; other warnings may stand beside it."""
    return [one for one in app.warning if "same setting" in one.value]


def test_two_tabs_with_the_same_setting_get_a_message_and_lose_nothing(opened, workspace):
    one = opened.switch_page("segments.py").run()
    two = second_tab(one, workspace)
    slide(one, 55)
    slide(two, 44)
    assert r"same setting \(Active days\)" in two.warning[0].value
    assert workspace.state().draft.active_days == 55
    assert two.slider(key="threshold_active_days").value == 55
    assert conflicts(two.run())
    press(two, "insist")
    assert workspace.state().draft.active_days == 44
    assert not conflicts(two)
    press(two, "work_undo")
    assert workspace.state().draft.active_days == 55


def test_another_press_on_the_slider_is_no_answer_to_a_conflict(opened, workspace):
    one = opened.switch_page("segments.py").run()
    two = second_tab(one, workspace)
    slide(one, 55)
    slide(two, 44)
    slide(two, 43)
    assert workspace.state().draft.active_days == 55
    assert conflicts(two)
    press(two, "insist")
    assert workspace.state().draft.active_days == 43


def test_giving_way_keeps_the_newest_value(opened, workspace):
    one = opened.switch_page("segments.py").run()
    two = second_tab(one, workspace)
    slide(one, 55)
    slide(two, 44)
    press(two, "give_way")
    assert not conflicts(two)
    assert workspace.state().draft.active_days == 55


def test_two_tabs_with_different_settings_both_count(opened, workspace):
    one = opened.switch_page("segments.py").run()
    two = second_tab(one, workspace)
    slide(one, 55)
    two.slider(key="threshold_frequent_orders").set_value(6).run()
    draft = workspace.state().draft
    assert (draft.active_days, draft.thresholds["frequent_orders"]) == (55, 6)
    assert not conflicts(two)
    assert two.slider(key="threshold_active_days").value == 55


def test_undo_in_a_tab_that_is_behind_changes_nothing(opened, workspace):
    one = opened.switch_page("segments.py").run()
    slide(one, 50)
    two = second_tab(one, workspace)
    slide(one, 55)
    press(two, "work_undo")
    assert "another tab" in two.warning[0].value
    assert workspace.state().draft.active_days == 55


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("as_of", "Day of the results"),
        ("thresholds.recent_days", "Thresholds: Recent: last order within"),
        ("indicator_weights.spend", "Indicator weights: Spend"),
        ("family_weights.usage", "Family weights: Usage"),
        ("stages.官网", "Journey stages: 官网"),
    ],
)
def test_settings_have_names_for_people(field, name):
    assert work.setting(field) == name


def test_every_field_of_the_study_has_a_name():
    assert set(Study.model_fields) - {"version"} < set(work.FIELDS)


def test_the_history_names_what_changed(opened, workspace):
    app = slide(opened.switch_page("segments.py").run(), 55)
    unfold(app, "history")
    lines = [text.value for text in app.sidebar.text]
    assert lines[0].endswith("Active days ←")


def test_a_first_import_changes_every_field_but_only_choices_are_named():
    step = Revision(datetime(2024, 3, 4, tzinfo=UTC), ("dataset", "as_of", "version"), False)
    assert work.what(step) == "Data, Day of the results"


def test_a_restored_catalogue_is_told_until_acknowledged(opened, workspace):
    Catalogue(workspace.folder).path.write_bytes(b"ruined")
    app = opened.run()
    assert "restored from its copy" in app.warning[0].value
    press(app, "acknowledge")
    assert not app.warning
    assert not app.run().warning
