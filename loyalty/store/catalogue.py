"""The catalogue of a workspace: one SQLite file, its tables, and one checked copy.

Every row carries a seal over its other columns, so that a flipped bit is noticed even where
SQLite sees none. A damaged catalogue is set aside and replaced by its last checked copy.
"""

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loyalty.language import mark
from loyalty.problems import LoyaltyError, NotFound, Unavailable
from loyalty.store import database, files
from loyalty.store.database import Result, Work, beside, explain, opened

COPY_SECONDS = 10.0
RESTORED_VERSIONS = 1000

TABLES = {
    "workspace": (
        "only INTEGER PRIMARY KEY CHECK (only = 1)",
        "id TEXT NOT NULL",
        "name TEXT NOT NULL",
        "owner TEXT NOT NULL",
        "created TEXT NOT NULL",
        "changed TEXT NOT NULL",
        "version INTEGER NOT NULL",
        "revision INTEGER NOT NULL",
        "tip INTEGER NOT NULL",
        "saved INTEGER",
        "restored TEXT",
    ),
    "revisions": (
        "id INTEGER PRIMARY KEY",
        "parent INTEGER",
        "time TEXT NOT NULL",
        "fields TEXT NOT NULL",
        "study TEXT",
        "dataset INTEGER",
    ),
    "datasets": ("number INTEGER PRIMARY KEY", "id TEXT NOT NULL", "content TEXT NOT NULL"),
    "mappings": ("signature TEXT PRIMARY KEY", "mapping TEXT NOT NULL"),
    "exports": ("number INTEGER PRIMARY KEY", "name TEXT NOT NULL", "file TEXT NOT NULL"),
    "cases": (
        "number INTEGER PRIMARY KEY",
        "case_id TEXT NOT NULL",
        "at TEXT NOT NULL",
        "status TEXT NOT NULL",
        "owner TEXT",
        "note TEXT",
        "written TEXT NOT NULL",
        "who TEXT NOT NULL",
        "source TEXT NOT NULL",
    ),
}
ADDED = ("cases",)  # since version 1; an older catalogue gets them with its next change
VERSION = 1

log = logging.getLogger(__name__)
_repair = threading.RLock()


def now() -> str:
    """The time in UTC, as stored."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def columns(table: str) -> list[str]:
    """Column names of a table, without its seal."""
    return [column.split()[0] for column in TABLES[table]]


def rows(
    connection: sqlite3.Connection, table: str, where: str = "1", values: tuple[Any, ...] = ()
) -> list[dict[str, Any]]:
    """Rows of a table whose seals hold; a broken seal counts as a damaged catalogue."""
    if table in ADDED and not _complete(connection, table):
        return []
    names = columns(table)
    query = f"SELECT {', '.join(names)}, seal FROM {table} WHERE {where}"  # noqa: S608
    found = connection.execute(query, values).fetchall()
    if any(database.seal(*row[:-1]) != row[-1] for row in found):
        raise sqlite3.DatabaseError("a row does not match its seal")
    return [dict(zip(names, row, strict=False)) for row in found]


def _complete(connection: sqlite3.Connection, table: str) -> bool:
    """Whether a catalogue has a table that older ones have not; one that has to and lacks it fails.

    The version alone is not asked: a flipped bit in it must not hide what is there.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return version != 0 or there is not None


def _add(connection: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Make empty tables, and note that the catalogue has all of them."""
    for table in tables:
        sealed = f"seal TEXT AS (seal({', '.join(columns(table))})) STORED"
        connection.execute(f"CREATE TABLE {table} ({', '.join(TABLES[table])}, {sealed})")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _bring_up(connection: sqlite3.Connection) -> None:
    """Give an older catalogue the tables it lacks."""
    if missing := [table for table in ADDED if not _complete(connection, table)]:
        _add(connection, missing)


class Catalogue:
    """The catalogue in a workspace's folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.path = folder / "catalog.sqlite"
        self.copy = folder / "catalog.backup.sqlite"

    def create(self) -> None:
        """Make the empty tables."""
        try:
            with opened(self.path, "rwc") as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                _add(connection, TABLES)
        except sqlite3.DatabaseError as error:
            raise explain(error) or error from None

    def read(self, work: Work[Result]) -> Result:
        """Run `work` on one consistent picture of the catalogue, even in a read-only folder."""
        return self._guarded(lambda: database.read(self.path, work))

    def write(self, work: Work[Result], copy: bool = False) -> Result:
        """Run `work` in one transaction, on disk when this returns; then renew an old copy."""

        def whole(connection: sqlite3.Connection) -> Result:
            _bring_up(connection)
            return work(connection)

        result = self._guarded(lambda: database.write(self.path, whole))
        if copy or self._copy_is_old():
            self._back_up()
        return result

    def copy_to(self, target: Path) -> None:
        """Write the catalogue as it is now to another file."""

        def work(source: sqlite3.Connection) -> None:
            with opened(target, "rwc") as copy:
                source.backup(copy)

        self._guarded(lambda: self._outside_transaction(work))

    def _outside_transaction(self, work: Work[None]) -> None:
        with opened(self.path) as connection:
            work(connection)

    def _guarded(self, action: Callable[[], Result]) -> Result:
        """Run `action`; when the catalogue proves damaged, restore it and run once more."""
        try:
            return action()
        except sqlite3.DatabaseError as error:
            if not self.folder.is_dir():
                raise not_found() from None
            if self.path.exists() and (known := explain(error)):
                raise known from None
        self._restore()
        return action()

    def _copy_is_old(self) -> bool:
        return not self.copy.exists() or time.time() - self.copy.stat().st_mtime > COPY_SECONDS

    def _back_up(self) -> None:
        """Renew the checked copy; the change itself is already on disk, so a failure is logged."""
        try:
            with _repair, files.replacing(self.copy) as temporary:
                self.copy_to(temporary)
                _require_intact(temporary)
        except (OSError, sqlite3.Error, LoyaltyError) as error:
            log.warning("the copy of a catalogue was not renewed: %s", type(error).__name__)

    def _restore(self) -> None:
        with _repair:
            if self.path.exists() and intact(self.path):
                return
            if not (self.copy.exists() and intact(self.copy)):
                raise lost()
            with files.plain_errors():
                self._set_aside()
                with files.replacing(self.path) as temporary:
                    shutil.copyfile(self.copy, temporary)
                    _mark_restored(temporary)

    def _set_aside(self) -> None:
        for suffix in ("", "-wal"):
            if beside(self.path, suffix).exists():
                aside = self.folder / f"catalog.damaged.sqlite{suffix}"
                beside(self.path, suffix).replace(aside)
        beside(self.path, "-shm").unlink(missing_ok=True)


def intact(path: Path) -> bool:
    """Whether a catalogue file is sound, down to the seal of every row."""
    try:
        with opened(path) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()
            counts = {table: len(rows(connection, table)) for table in TABLES}
    except sqlite3.DatabaseError as error:
        if known := explain(error):
            raise known from None
        return False
    return bool(verdict == ("ok",) and counts["workspace"] == 1)


def _require_intact(path: Path) -> None:
    if not intact(path):
        raise sqlite3.DatabaseError("the catalogue is damaged")


def _mark_restored(path: Path) -> None:
    """Note the restoring, and move the version on so that no open tab mistakes it for its own."""
    with opened(path) as connection:
        connection.execute(
            "UPDATE workspace SET restored = ?, version = version + ?",
            (now(), RESTORED_VERSIONS),
        )


def not_found() -> NotFound:
    """The workspace is not there, or not yours: both look the same."""
    return NotFound(
        mark("There is no workspace under this link. Open one of yours on the Start page.")
    )


def lost() -> Unavailable:
    """The catalogue is damaged and there is nothing to restore it from."""
    return Unavailable(
        mark(
            "The catalogue of this workspace is damaged and has no sound copy. Its tables are "
            "untouched; ask whoever runs the app to restore the folder from a backup."
        )
    )
