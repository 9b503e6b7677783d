import os
import stat
import time

import pytest

from loyalty.problems import NotFound, Refused
from loyalty.store import Quota, Store
from loyalty.store.root import clean_name


def test_ids_are_long_and_different(store):
    ids = {store.create("ann", "Shop") for _ in range(20)}
    assert len(ids) == 20
    assert all(len(id) == 32 and int(id, 16) >= 0 for id in ids)


def test_a_workspace_opens_by_its_id_alone(store):
    id = store.create("ann", "Shop")
    opened = store.open(id)
    assert (opened.id, opened.name, opened.folder) == (id, "Shop", store.root / id)


@pytest.mark.parametrize(
    "id", ["", "x", "../etc", "0" * 32, "A" * 32, "0" * 31, "index.sqlite", "\x00" * 32]
)
def test_unknown_and_malformed_ids_look_the_same(store, id):
    with pytest.raises(NotFound, match="no workspace under this link"):
        store.open(id)


def test_folders_are_closed_to_others(store, workspace, table):
    workspace.import_tables({"orders": table("a")})
    for folder in (store.root, workspace.folder, workspace.folder / "tables"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_list_shows_only_its_owners_workspaces(store, table):
    first, second = store.create("ann", "First"), store.create("ann", "Second")
    store.create("bob", "Other")
    store.open(first).import_tables(
        {"orders": table("a")}, meta={"source": "Sample", "synthetic": True}
    )
    listed = store.list("ann")
    assert [(info.id, info.name, info.source, info.synthetic) for info in listed] == [
        (first, "First", "Sample", True),
        (second, "Second", "", False),
    ]
    assert listed[0].changed > listed[0].created
    assert store.list("eve") == store.list("") == []


def test_owners_secrets_are_not_stored(store):
    store.create("secret-of-ann", "Shop")
    for path in store.root.rglob("*"):
        assert not path.is_file() or b"secret-of-ann" not in path.read_bytes()


def test_only_the_owner_changes_a_workspace(store, workspace):
    for owner in ("eve", ""):
        for attempt in (
            lambda owner=owner: store.rename(workspace.id, owner, "Mine"),
            lambda owner=owner: store.duplicate(workspace.id, owner, "Mine"),
            lambda owner=owner: store.delete(workspace.id, owner),
        ):
            with pytest.raises(NotFound):
                attempt()
    assert store.open(workspace.id).name == "Shop"


def test_a_workspace_without_an_owner_is_nobodys(store):
    id = store.create("", "Shop")
    assert store.list("") == []
    with pytest.raises(NotFound):
        store.delete(id, "")


def test_rename(store, workspace):
    store.rename(workspace.id, "ann", "  Ladén \n 2024 ")
    assert [info.name for info in store.list("ann")] == ["Ladén 2024"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a" * 300, "a" * 100),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("a\r\nSet-Cookie: b", "a Set-Cookie: b"),
        ("pay\u202egpj.exe", "pay gpj.exe"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("客户\x00分析", "客户 分析"),
    ],
)
def test_names_are_one_plain_line(given, shown):
    assert clean_name(given) == shown


@pytest.mark.parametrize("empty", ["", "  ", "\u200b\n"])
def test_a_name_is_needed(store, empty):
    with pytest.raises(Refused, match="name"):
        store.create("ann", empty)


def test_a_copy_lives_on_its_own(store, workspace, table):
    workspace.import_tables({"orders": table("a")})
    workspace.add_export("a.csv", b"1")
    copy = store.open(store.duplicate(workspace.id, "ann", "Copy"))
    assert (copy.name, copy.id != workspace.id) == ("Copy", True)
    assert copy.dataset().id == workspace.dataset().id
    assert copy.verify() == []
    copy.import_tables({"orders": table("b")})
    store.delete(workspace.id, "ann")
    copy.undo(copy.state().version)
    assert copy.dataset().tables["orders"].read_bytes() == table("a").read_bytes()
    assert [info.name for info in store.list("ann")] == ["Copy"]


def test_deleting_leaves_nothing(store, workspace, table):
    workspace.import_tables({"orders": table("a")})
    store.delete(workspace.id, "ann")
    assert store.list("ann") == []
    assert sorted(path.name for path in store.root.iterdir()) == ["index.sqlite"]
    with pytest.raises(NotFound):
        store.open(workspace.id)


def test_workspaces_of_an_owner_are_limited(tmp_path):
    store = Store(tmp_path, Quota(owner_workspaces=2))
    id = store.create("ann", "1")
    store.create("ann", "2")
    for attempt in (
        lambda: store.create("ann", "3"),
        lambda: store.duplicate(id, "ann", "3"),
    ):
        with pytest.raises(Refused, match="2 are allowed"):
            attempt()
    store.create("bob", "1")


def test_a_full_store_refuses_new_workspaces(tmp_path):
    store = Store(tmp_path, Quota(total_bytes=50_000))
    store.create("ann", "1")
    with pytest.raises(Refused, match=r"0\.1 MB are allowed"):
        store.create("ann", "2")


def test_clean_up_removes_old_leftovers_only(store, workspace):
    leftovers = [store.root / ".new-x" / "a", store.root / ".gone-x" / "a"]
    leftovers.append(workspace.folder / "tables" / ".tmp-x")
    for path in leftovers:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    store.clean_up()
    assert all(path.exists() for path in leftovers)
    for path in leftovers:
        for old in (path, path.parent):
            os.utime(old, (time.time() - 7200, time.time() - 7200))
    store.clean_up()
    assert not any(path.exists() for path in leftovers)
    assert store.open(workspace.id).name == "Shop"


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, None])
def test_a_lost_index_is_made_again(store, workspace, damage):
    index = store.root / "index.sqlite"
    if damage is None:
        index.unlink()
    else:
        index.write_bytes(damage)
    again = Store(store.root)
    assert [info.id for info in again.list("ann")] == [workspace.id]
    assert again.list("eve") == []


def test_clean_up_lists_a_workspace_that_a_kill_kept_from_the_index(store, workspace):
    store._owners.remove(workspace.id)
    assert store.list("ann") == []
    store.clean_up()
    assert [info.id for info in store.list("ann")] == [workspace.id]


def test_a_damaged_workspace_stays_on_the_list_and_can_be_deleted(store, workspace):
    for path in workspace.folder.glob("catalog*"):
        path.write_bytes(b"ruined" * 1000)
    [info] = store.list("ann")
    assert (info.id, info.usable) == (workspace.id, False)
    store.delete(workspace.id, "ann")
    assert store.list("ann") == []
