"""Immutable files named by their content, and what can go wrong on a disk."""

import errno
import hashlib
import io
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from loyalty.language import mark
from loyalty.problems import LoyaltyError, Unavailable

CHUNK = 1 << 20
TEMPORARY = ".tmp-"
ORPHAN_SECONDS = 3600

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn errors of the operating system into one plain sentence."""
    try:
        yield
    except OSError as error:
        raise explain(error) from None


def explain(error: OSError) -> LoyaltyError:
    """What an error of the operating system means for the user."""
    if error.errno in FULL:
        return disk_full()
    if error.errno in READ_ONLY:
        return not_writable()
    return Unavailable(
        mark("The storage does not answer ({reason}). Nothing was changed; try again later."),
        reason=error.strerror or type(error).__name__,
    )


def disk_full() -> Unavailable:
    """The disk has no room."""
    return Unavailable(
        mark("The disk is full. Nothing was changed; make room and do the last step again.")
    )


def not_writable() -> Unavailable:
    """The folder refuses writing."""
    return Unavailable(
        mark(
            "The folder of the workspaces cannot be written. Nothing was changed; ask whoever "
            "runs the app to make the folder writable."
        )
    )


def sync(path: Path) -> None:
    """Wait until a file or folder has reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def new_folder(path: Path) -> None:
    """Make a folder that only this user can enter."""
    path.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary file that becomes `target` at once and whole, or vanishes."""
    with _temporary(target.parent) as path:
        yield path
        _settle(path, target)


def keep(source: Path | bytes, folder: Path, suffix: str) -> str:
    """Store a file as `folder`/<SHA-256><suffix>, on disk when this returns; its SHA-256."""
    new_folder(folder)
    stream = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with stream, _temporary(folder) as path:
        digest = _copy(stream, path)
        _settle(path, folder / f"{digest}{suffix}")
    return digest


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _settle(path: Path, target: Path) -> None:
    sync(path)
    path.replace(target)
    sync(target.parent)


def _copy(source: IO[bytes], target: Path) -> str:
    """Copy a file; the SHA-256 of what was written."""
    digest = hashlib.sha256()
    with target.open("wb") as writing:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            writing.write(chunk)
    return digest.hexdigest()


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def share(source: Path, target: Path) -> None:
    """Give an immutable file a second name; copy it where the disk cannot."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(parent) / name).stat().st_size
            except FileNotFoundError:  # deleted by another session while we count
                continue
    return total


def remove_others(folder: Path, names: set[str]) -> None:
    """Delete the finished files of a folder that are not among `names`."""
    with plain_errors():
        for path in folder.glob("*"):
            temporary = path.name.startswith(TEMPORARY)
            if path.is_file() and path.name not in names and not temporary:
                path.unlink(missing_ok=True)


def remove_orphans(folder: Path, age: float = ORPHAN_SECONDS) -> None:
    """Delete temporary files that a killed process left behind, once older than `age` seconds."""
    for path in folder.rglob(f"{TEMPORARY}*"):
        if path.is_file() and older(path, age):
            path.unlink(missing_ok=True)


def older(path: Path, age: float) -> bool:
    """Whether a file or folder was last changed more than `age` seconds ago."""
    return time.time() - path.stat().st_mtime > age
