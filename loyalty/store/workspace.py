"""One workspace: its data, its study with history, remembered mappings and exported files."""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from loyalty.problems import Problem
from loyalty.store import datasets, files, history
from loyalty.store.cases import Cases
from loyalty.store.catalogue import Catalogue, not_found, rows
from loyalty.store.datasets import Dataset
from loyalty.store.history import Revision, State
from loyalty.store.quota import Quota, require_room
from loyalty.study import Study

KEPT_EXPORTS = 20


class Workspace:
    """A workspace on disk; objects are cheap and may be used from any thread.

    Every method raises Unavailable when the storage does not work and NotFound when the
    workspace has been deleted meanwhile; nothing is half done then.
    """

    def __init__(self, folder: Path, quota: Quota):
        self.folder = folder
        self._quota = quota
        self._catalogue = Catalogue(folder)
        head = self._catalogue.read(history.head_row)
        self.id: str = head["id"]
        self.name: str = head["name"]
        self.owner: str = head["owner"]
        self.created = datetime.fromisoformat(head["created"])
        self.changed = datetime.fromisoformat(head["changed"])

    # data

    def import_tables(
        self,
        tables: Mapping[str, Path],
        problems: Sequence[Problem] = (),
        meta: Mapping[str, Any] | None = None,
        keep: bool = True,
        study: Study | None = None,
    ) -> str:
        """Store tables as the current data, one step of the history; the dataset's id.

        Args:
            tables: kind of table -> Parquet file, which is copied.
            problems: what reading them found.
            meta: notes; `source` (a name to show) and `synthetic` (bool) have a meaning here.
            keep: keep the tables of other kinds; otherwise these are all there is.
            study: becomes the draft in the same step.
        """
        with files.plain_errors():
            self._require_room(*tables.values())
            stored = {
                kind: files.keep(path, self._tables, datasets.SUFFIX)
                for kind, path in tables.items()
            }
        latest = datasets.describe(stored, problems, meta or {})

        def work(connection: sqlite3.Connection) -> str:
            number = history.current_row(connection)["dataset"] if keep else None
            imports = datasets.combine(datasets.imports_of(connection, number), latest)
            datasets.load(imports, self._tables)
            history.use_dataset(connection, datasets.add(connection, imports), study)
            return datasets.identify(imports)

        return self._catalogue.write(work, copy=True)

    def dataset(self) -> Dataset | None:
        """The current data; None without any; NotFound names a table whose file is missing."""
        imports = self._catalogue.read(_imports)
        return datasets.load(imports, self._tables) if imports else None

    def verify(self) -> list[str]:
        """Kinds of the current tables whose files are missing or differ from their SHA-256."""
        stored = datasets.hashes(self._catalogue.read(_imports))
        with files.plain_errors():
            return [kind for kind, sha in stored.items() if not self._sound(sha)]

    def _sound(self, sha: str) -> bool:
        path = self._tables / f"{sha}{datasets.SUFFIX}"
        return path.is_file() and files.sha256(path) == sha

    def forget_earlier_data(self) -> State:
        """Delete the tables that only earlier steps use; undo then stops at the current data."""

        def work(connection: sqlite3.Connection) -> State:
            number = history.current_row(connection)["dataset"]
            connection.execute("DELETE FROM datasets WHERE number IS NOT ?", (number,))
            return history.read(connection)

        state = self._catalogue.write(work, copy=True)
        self.remove_unused_tables()
        return state

    def remove_unused_tables(self) -> None:
        """Delete table files that no dataset names."""
        self._catalogue.write(
            lambda connection: files.remove_others(self._tables, _used(connection))
        )

    # study

    def state(self) -> State:
        """The study now: draft, saved, version."""
        return self._catalogue.read(history.read)

    def change(self, study: Study, version: int) -> State:
        """Make `study` the draft; Conflict when it was changed since `version`."""
        return self._write(lambda connection: history.change(connection, study, version))

    def merge(self, base: Study, study: Study, version: int, insist: bool = False) -> State:
        """Make `study`, edited from `base` at `version`, the draft.

        Changes of other fields made meanwhile are kept; Conflict when the same field was changed,
        unless told to `insist`.
        """
        return self._write(
            lambda connection: history.merge(connection, base, study, version, insist)
        )

    def undo(self, version: int) -> State:
        """Take the draft, and the data it describes, one step back."""
        return self._write(lambda connection: history.move(connection, version, -1))

    def redo(self, version: int) -> State:
        """Take the draft one undone step forward."""
        return self._write(lambda connection: history.move(connection, version, +1))

    def save(self, version: int) -> State:
        """Make the draft the definition that movement is measured against."""
        return self._write(lambda connection: history.save(connection, version), copy=True)

    def revisions(self) -> list[Revision]:
        """The last hundred steps, newest first."""
        return self._catalogue.read(history.revisions)

    def _write(self, work: Callable[[sqlite3.Connection], None], copy: bool = False) -> State:
        def both(connection: sqlite3.Connection) -> State:
            work(connection)
            return history.read(connection)

        return self._catalogue.write(both, copy)

    # memory

    def remember(self, signature: str, mapping: Mapping[str, Any]) -> None:
        """Keep how the columns of a header were matched."""
        text = json.dumps(mapping, ensure_ascii=False)
        self._catalogue.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO mappings (signature, mapping) VALUES (?, ?)",
                (signature, text),
            )
        )

    def remembered(self, signature: str) -> dict[str, Any] | None:
        """How the columns of this header were matched last time; None when never."""
        found = self._catalogue.read(
            lambda connection: rows(connection, "mappings", "signature = ?", (signature,))
        )
        return dict(json.loads(found[0]["mapping"])) if found else None

    # exports

    def add_export(self, name: str, content: bytes | Path) -> Path:
        """Keep an exported file under its SHA-256; the newest twenty stay."""
        with files.plain_errors():
            self._require_room(content)
            suffix = _suffix(name)
            file = files.keep(content, self._exports, suffix) + suffix
        self._catalogue.write(lambda connection: _note_export(connection, name, file))
        self._catalogue.write(
            lambda connection: files.remove_others(self._exports, _exported(connection))
        )
        return self._exports / file

    def exports(self) -> list[tuple[str, Path]]:
        """Name and file of the kept exports, newest first."""
        found = self._catalogue.read(
            lambda connection: rows(connection, "exports", "1 ORDER BY number DESC")
        )
        return [(row["name"], self._exports / row["file"]) for row in found]

    # feedback cases

    @property
    def cases(self) -> Cases:
        """What people noted about feedback cases; no step of the study's history."""
        return Cases(self._catalogue, self._quota)

    # repair

    def acknowledge(self) -> None:
        """The user has read that the catalogue was restored."""
        self._catalogue.write(
            lambda connection: connection.execute("UPDATE workspace SET restored = NULL")
        )

    def _require_room(self, *contents: bytes | Path) -> None:
        if not self.folder.is_dir():
            raise not_found()
        sizes = [len(one) if isinstance(one, bytes) else one.stat().st_size for one in contents]
        require_room(self.folder, sum(sizes), self._quota)

    @property
    def _tables(self) -> Path:
        return self.folder / "tables"

    @property
    def _exports(self) -> Path:
        return self.folder / "exports"


def _imports(connection: sqlite3.Connection) -> list[datasets.Import]:
    return datasets.imports_of(connection, history.current_row(connection)["dataset"])


def _used(connection: sqlite3.Connection) -> set[str]:
    """Names of the table files that datasets refer to."""
    contents = [json.loads(row["content"]) for row in rows(connection, "datasets")]
    hashes = {sha for imports in contents for sha in datasets.hashes(imports).values()}
    return {f"{sha}{datasets.SUFFIX}" for sha in hashes}


def _exported(connection: sqlite3.Connection) -> set[str]:
    return {row["file"] for row in rows(connection, "exports")}


def _note_export(connection: sqlite3.Connection, name: str, file: str) -> None:
    connection.execute("INSERT INTO exports (name, file) VALUES (?, ?)", (name, file))
    connection.execute(
        "DELETE FROM exports WHERE number NOT IN"
        " (SELECT number FROM exports ORDER BY number DESC LIMIT ?)",
        (KEPT_EXPORTS,),
    )


def _suffix(name: str) -> str:
    """The ending of a file name, where it is a plain one."""
    found = re.search(r"\.[a-z0-9]{1,8}$", name.lower())
    return found.group() if found else ""
