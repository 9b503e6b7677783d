"""The store: all workspaces under one folder."""

import secrets
import shutil
import sqlite3
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from loyalty.language import mark
from loyalty.problems import LoyaltyError, Refused
from loyalty.store import datasets, files, history
from loyalty.store.catalogue import Catalogue, not_found, now
from loyalty.store.owners import ID, Owners, digest
from loyalty.store.quota import Quota, require_place, require_total
from loyalty.store.workspace import Workspace

NAME_LENGTH = 100
ARRIVING, LEAVING = ".new-", ".gone-"


@dataclass(frozen=True)
class Info:
    """A line of an owner's list; an unusable workspace is damaged and can only be deleted."""

    id: str
    name: str
    created: datetime | None = None
    changed: datetime | None = None
    source: str = ""
    synthetic: bool = False
    usable: bool = True


Infos = list[Info]


class Store:
    """The workspaces under `root`.

    Whoever has a workspace's id may open it; only its owner finds it in a list, and may rename,
    duplicate or delete it. Raises NotFound for what is not there or not yours.
    """

    def __init__(self, root: Path, quota: Quota | None = None):
        self.root = root.absolute()
        self.quota = quota or Quota()
        self._owners = Owners(self.root)
        with files.plain_errors():
            self.root.parent.mkdir(parents=True, exist_ok=True)
            files.new_folder(self.root)

    def create(self, owner: str, name: str) -> str:
        """Make an empty workspace; its unguessable id (128 bit, hexadecimal)."""
        title = clean_name(name)
        require_place(len(self._owners.of(owner)), self.quota)
        require_total(self.root, 0, self.quota)

        def fill(folder: Path, id: str) -> None:
            catalogue = Catalogue(folder)
            catalogue.create()
            catalogue.write(lambda connection: _start(connection, id, title, owner), copy=True)

        return self._arrive(fill, owner)

    def open(self, id: str) -> Workspace:
        """The workspace with this id."""
        return Workspace(self._folder(id), self.quota)

    def list(self, owner: str) -> Infos:
        """The workspaces of this owner, last changed first."""
        found = [self._info(id) for id in self._owners.of(owner)]
        return sorted(found, key=lambda info: (str(info.changed), info.id), reverse=True)

    def rename(self, id: str, owner: str, name: str) -> None:
        """Give a workspace another name."""
        title = clean_name(name)
        self._own(id, owner).write(
            lambda connection: connection.execute("UPDATE workspace SET name = ?", (title,))
        )

    def duplicate(self, id: str, owner: str, name: str) -> str:
        """Copy a workspace with its history under another name; the id of the copy."""
        title, source = clean_name(name), self._own(id, owner)
        require_place(len(self._owners.of(owner)), self.quota)
        require_total(self.root, files.size(source.folder), self.quota)

        def fill(folder: Path, id: str) -> None:
            catalogue = Catalogue(folder)
            source.copy_to(catalogue.path)
            for part in ("tables", "exports"):
                _share(source.folder / part, folder / part)
            catalogue.write(lambda connection: _settle(connection, id, title), copy=True)

        return self._arrive(fill, owner)

    def delete(self, id: str, owner: str) -> None:
        """Remove a workspace from the disk."""
        folder = self._own(id, owner).folder
        with files.plain_errors():
            gone = folder.rename(self.root / f"{LEAVING}{id}")
            files.sync(self.root)
        self._owners.remove(id)
        shutil.rmtree(gone, ignore_errors=True)

    def clean_up(self, age: float = files.ORPHAN_SECONDS) -> None:
        """Remove what killed processes left behind, once older than `age` seconds."""
        with files.plain_errors():
            for prefix in (ARRIVING, LEAVING):
                for folder in self.root.glob(f"{prefix}*"):
                    if files.older(folder, age):
                        shutil.rmtree(folder, ignore_errors=True)
            files.remove_orphans(self.root, age)
        self._owners.rebuild()

    def _arrive(self, fill: Callable[[Path, str], None], owner: str) -> str:
        """Make a workspace's folder, which appears at once and whole; its id."""
        id = secrets.token_hex(16)
        folder = self.root / f"{ARRIVING}{id}"
        with files.plain_errors():
            try:
                files.new_folder(folder)
                fill(folder, id)
                files.sync(folder)
                folder.rename(self.root / id)
                files.sync(self.root)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        self._owners.add(id, owner)
        return id

    def _folder(self, id: str) -> Path:
        if not ID.fullmatch(id) or not (self.root / id).is_dir():
            raise not_found()
        return self.root / id

    def _own(self, id: str, owner: str) -> Catalogue:
        if id not in self._owners.of(owner):
            raise not_found()
        return Catalogue(self._folder(id))

    def _info(self, id: str) -> Info:
        try:
            return Catalogue(self._folder(id)).read(_describe)
        except LoyaltyError:
            return Info(id, "", usable=False)


def clean_name(name: str) -> str:
    """A name as it is shown: one line, no control or direction characters, at most 100 long."""
    visible = "".join(
        character if unicodedata.category(character)[0] != "C" else " " for character in name
    )
    title = " ".join(visible.split())[:NAME_LENGTH].strip()
    if not title:
        raise Refused(mark("Give the workspace a name."))
    return title


def _start(connection: sqlite3.Connection, id: str, name: str, owner: str) -> None:
    connection.execute(
        "INSERT INTO workspace (only, id, name, owner, created, changed, version, revision, tip)"
        " VALUES (1, ?, ?, ?, ?, ?, 1, 1, 1)",
        (id, name, digest(owner), now(), now()),
    )
    history.start(connection)


def _settle(connection: sqlite3.Connection, id: str, name: str) -> None:
    """Make a copied catalogue one of its own."""
    connection.execute(
        "UPDATE workspace SET id = ?, name = ?, created = ?, restored = NULL", (id, name, now())
    )


def _describe(connection: sqlite3.Connection) -> Info:
    head = history.head_row(connection)
    number = history.current_row(connection)["dataset"]
    notes = datasets.notes(datasets.imports_of(connection, number))
    return Info(
        id=head["id"],
        name=head["name"],
        created=datetime.fromisoformat(head["created"]),
        changed=datetime.fromisoformat(head["changed"]),
        source=notes.get("source", ""),
        synthetic=notes["synthetic"],
    )


def _share(source: Path, target: Path) -> None:
    """Give the finished files of a folder a second place."""
    for path in source.glob("*"):
        if path.is_file() and not path.name.startswith(files.TEMPORARY):
            files.new_folder(target)
            files.share(path, target / path.name)
