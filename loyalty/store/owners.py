"""Whose a workspace is: an index at the root, made again from the catalogues when it is lost.

Owners are kept as SHA-256 of their secret, never the secret.
"""

import hashlib
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from loyalty.problems import LoyaltyError
from loyalty.store import database, history
from loyalty.store.catalogue import Catalogue
from loyalty.store.database import Result, Work, beside, explain

ID = re.compile(r"[0-9a-f]{32}")

_rebuild = threading.Lock()


def digest(owner: str) -> str:
    """What is stored of an owner's secret; "" stays "", and owns nothing."""
    return hashlib.sha256(owner.encode()).hexdigest() if owner else ""


class Owners:
    """The index of workspaces by owner under one root."""

    def __init__(self, root: Path):
        self.root = root
        self.path = root / "index.sqlite"

    def of(self, owner: str) -> list[str]:
        """Ids of this owner's workspaces, in alphabetical order."""
        query = "SELECT id FROM owners WHERE owner = ? AND owner <> '' ORDER BY id"
        found = self._read(lambda index: index.execute(query, (digest(owner),)).fetchall())
        return [id for (id,) in found]

    def add(self, id: str, owner: str) -> None:
        """Note that a workspace belongs to this owner."""
        self._write(lambda index: _note(index, [(id, digest(owner))]))

    def remove(self, id: str) -> None:
        """Forget a workspace."""
        self._write(lambda index: index.execute("DELETE FROM owners WHERE id = ?", (id,)))

    def rebuild(self) -> None:
        """Note every workspace on the disk whose catalogue can be read."""
        known = self._known()
        self._write(lambda index: _note(index, known))

    def _known(self) -> list[tuple[str, str]]:
        folders = [path for path in sorted(self.root.iterdir()) if ID.fullmatch(path.name)]
        return [(folder.name, owner) for folder in folders if (owner := _owner(folder))]

    def _read(self, work: Work[Result]) -> Result:
        return self._run(database.read, work)

    def _write(self, work: Work[Result]) -> Result:
        return self._run(database.write, work)

    def _run(self, run: Callable[[Path, Work[Result]], Result], work: Work[Result]) -> Result:
        self._require()
        try:
            return run(self.path, work)
        except sqlite3.DatabaseError as error:
            if known := explain(error):
                raise known from None
        self._discard()
        self._require()
        return run(self.path, work)

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            beside(self.path, suffix).unlink(missing_ok=True)

    def _require(self) -> None:
        """Make the index where there is none, and fill it from the catalogues."""
        with _rebuild:
            if self.path.exists():
                return
            known = self._known()
            try:
                with database.opened(self.path, "rwc") as index:
                    index.execute("PRAGMA journal_mode = WAL")
                    index.execute("CREATE TABLE owners (id TEXT PRIMARY KEY, owner TEXT NOT NULL)")
                    _note(index, known)
            except sqlite3.DatabaseError as error:
                raise explain(error) or error from None


def _note(index: sqlite3.Connection, owners: Iterable[tuple[str, str]]) -> None:
    index.executemany("INSERT OR REPLACE INTO owners (id, owner) VALUES (?, ?)", owners)


def _owner(folder: Path) -> str | None:
    """The owner a catalogue names; None when it cannot be read."""
    try:
        return str(Catalogue(folder).read(history.head_row)["owner"])
    except LoyaltyError:
        return None
