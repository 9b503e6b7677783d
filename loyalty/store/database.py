"""SQLite as we use it: short connections, one transaction each, plain errors."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from loyalty.language import mark
from loyalty.problems import Unavailable
from loyalty.store import files

BUSY_SECONDS = 15.0

BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM}
UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]


def seal(*values: Any) -> str:
    """A checksum over the values of a row; known to SQL as ``seal``."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


@contextmanager
def opened(path: Path, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    """A connection with our settings; `mode` is SQLite's (rw, rwc, ro&immutable=1)."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.create_function("seal", -1, seal, deterministic=True)
        yield connection
    except UnicodeDecodeError:  # SQLite quotes what it cannot read, such as a ruined definition
        raise sqlite3.DatabaseError("the file holds ruined text") from None
    finally:
        connection.close()


def write(path: Path, work: Work[Result]) -> Result:
    """Run `work` in one transaction, on disk when this returns."""
    with opened(path) as connection:
        return _transaction(connection, "IMMEDIATE", work)


def read(path: Path, work: Work[Result]) -> Result:
    """Run `work` on one consistent picture of the file, even in a read-only folder."""
    try:
        with opened(path) as connection:
            return _transaction(connection, "DEFERRED", work)
    except sqlite3.OperationalError as error:
        at_rest = path.exists() and not beside(path, "-wal").exists()
        if code(error) not in UNWRITABLE or not at_rest:
            raise
    with opened(path, "ro&immutable=1") as connection:
        return _transaction(connection, "DEFERRED", work)


def _transaction(connection: sqlite3.Connection, kind: str, work: Work[Result]) -> Result:
    connection.execute(f"BEGIN {kind}")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return result


def beside(path: Path, suffix: str) -> Path:
    """The companion file of a database, such as its write-ahead log."""
    return path.with_name(path.name + suffix)


def code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code; None when Python's driver raised the error."""
    extended: int | None = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF


def explain(error: sqlite3.Error) -> Unavailable | None:
    """What an error of SQLite means for the user; None when the file may be damaged."""
    if code(error) in BUSY:
        return Unavailable(
            mark(
                "The workspace has been busy with another change for {seconds} seconds. Nothing "
                "was changed; try again in a moment."
            ),
            seconds=round(BUSY_SECONDS),
        )
    if code(error) in FULL:
        return files.disk_full()
    if code(error) in UNWRITABLE:
        return files.not_writable()
    return None
