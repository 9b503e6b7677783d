"""The study's history: append-only revisions, a draft that moves along them, a saved one.

Each revision holds a study and the dataset it was made on, and points to the revision it came
from. Undo moves the draft towards the first revision, redo back towards the tip.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loyalty.language import mark
from loyalty.problems import Conflict
from loyalty.store.catalogue import now, rows
from loyalty.store.line import STEPS, line
from loyalty.store.merge import changed
from loyalty.store.merge import merge as merge_studies
from loyalty.study import Study, from_json

KEPT = 1000


@dataclass(frozen=True)
class State:
    """The study of a workspace at one moment.

    Attributes:
        draft: the study as edited; None before the first.
        saved: the study that movement is measured against; None before the first save.
        version: changes with every change; a change names the version it was made on.
        dataset: id of the data the draft describes; None without data.
        undoes, redoes: the fields whose change the next undo or redo concerns, without entries.
        dirty: whether draft and saved differ.
        restored: when the catalogue was restored from its copy; None once acknowledged.
    """

    draft: Study | None
    saved: Study | None
    version: int
    dataset: str | None
    can_undo: bool
    can_redo: bool
    undoes: tuple[str, ...]
    redoes: tuple[str, ...]
    dirty: bool
    restored: datetime | None


@dataclass(frozen=True)
class Revision:
    """One step of the history: when, which fields changed, and whether the draft stands here."""

    time: datetime
    fields: tuple[str, ...]
    current: bool


def start(connection: sqlite3.Connection) -> None:
    """The first revision: no study, no data."""
    _append(connection, None, (), None, None)


def read(connection: sqlite3.Connection) -> State:
    """The state now."""
    head = head_row(connection)
    draft = _revision(connection, head["revision"])
    saved = _revision(connection, head["saved"])["study"] if head["saved"] else None
    reachable = line(connection, head)
    place = reachable.index(head["revision"])
    restored = head["restored"]
    can_undo, can_redo = place + 1 < len(reachable), place > 0
    return State(
        draft=_study(draft["study"]),
        saved=_study(saved),
        version=head["version"],
        dataset=_dataset_id(connection, draft["dataset"]),
        can_undo=can_undo,
        can_redo=can_redo,
        undoes=_whole(_fields(draft)) if can_undo else (),
        redoes=_whole(_fields(_revision(connection, reachable[place - 1]))) if can_redo else (),
        dirty=draft["study"] != saved,
        restored=datetime.fromisoformat(restored) if restored else None,
    )


def change(connection: sqlite3.Connection, study: Study, version: int) -> None:
    """Make `study` the draft; Conflict when the draft is no longer the one of `version`."""
    _require(connection, version)
    current = current_row(connection)
    text = study.to_json()
    if current["study"] != text:
        _advance(connection)
        names = changed(_study(current["study"]), study)
        _step(connection, names, text, current["dataset"])


def merge(
    connection: sqlite3.Connection, base: Study, study: Study, version: int, insist: bool
) -> None:
    """As `change`, but over a newer draft apply only what differs from `base`.

    Raises Conflict when both changed the same field, unless told to `insist`.
    """
    head = head_row(connection)
    theirs = _study(current_row(connection)["study"])
    if head["version"] != version and theirs:
        study = merge_studies(base, study, theirs, insist)
        version = head["version"]
    change(connection, study, version)


def use_dataset(connection: sqlite3.Connection, dataset: int, study: Study | None) -> None:
    """Make a dataset the current one, and `study` the draft with it where one is given."""
    current = current_row(connection)
    text = study.to_json() if study else current["study"]
    names = changed(_study(current["study"]), study) if study else ()
    _advance(connection)
    _step(connection, ("dataset", *names), text, dataset)


def move(connection: sqlite3.Connection, version: int, steps: int) -> None:
    """Undo (-1) or redo (+1) a step; at either end nothing happens."""
    _require(connection, version)
    head = head_row(connection)
    reachable = line(connection, head)
    place = reachable.index(head["revision"]) - steps
    if 0 <= place < len(reachable):
        _advance(connection)
        _update(connection, revision=reachable[place])


def save(connection: sqlite3.Connection, version: int) -> None:
    """Make the draft the saved definition."""
    _require(connection, version)
    _advance(connection)
    _update(connection, saved=head_row(connection)["revision"])


def revisions(connection: sqlite3.Connection) -> list[Revision]:
    """The last hundred steps, newest first, undone ones included."""
    current = head_row(connection)["revision"]
    return [
        Revision(
            datetime.fromisoformat(row["time"]),
            _fields(row),
            row["id"] == current,
        )
        for row in rows(
            connection, "revisions", "parent IS NOT NULL ORDER BY id DESC LIMIT ?", (STEPS,)
        )
    ]


def head_row(connection: sqlite3.Connection) -> dict[str, Any]:
    """The one row about the workspace itself."""
    found = rows(connection, "workspace")
    if not found:
        raise sqlite3.DatabaseError("the workspace row is missing")
    return found[0]


def current_row(connection: sqlite3.Connection) -> dict[str, Any]:
    """The revision the draft stands on."""
    return _revision(connection, head_row(connection)["revision"])


def _revision(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    found = rows(connection, "revisions", "id = ?", (number,))
    if not found:
        raise sqlite3.DatabaseError("a revision is missing")
    return found[0]


def _fields(revision: dict[str, Any]) -> tuple[str, ...]:
    return tuple(json.loads(revision["fields"]))


def _whole(fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.split(".")[0] for name in fields))


def _step(
    connection: sqlite3.Connection, names: tuple[str, ...], study: str | None, dataset: int | None
) -> None:
    """Append a revision and move the draft and the tip onto it."""
    parent = head_row(connection)["revision"]
    number = _append(connection, parent, names, study, dataset)
    _update(connection, revision=number, tip=number)
    connection.execute(
        "DELETE FROM revisions WHERE id <= ? AND id <> (SELECT ifnull(saved, 0) FROM workspace)",
        (number - KEPT,),
    )


def _append(
    connection: sqlite3.Connection,
    parent: int | None,
    names: tuple[str, ...],
    study: str | None,
    dataset: int | None,
) -> int:
    row = connection.execute(
        "INSERT INTO revisions (parent, time, fields, study, dataset) VALUES (?, ?, ?, ?, ?)"
        " RETURNING id",
        (parent, now(), json.dumps(names), study, dataset),
    ).fetchone()
    return int(row[0])


def _require(connection: sqlite3.Connection, version: int) -> None:
    """Conflict when the version is no longer `version`; the transaction keeps others out."""
    if head_row(connection)["version"] != version:
        raise Conflict(
            mark(
                "This work was changed in another tab meanwhile. Nothing was overwritten: the "
                "page shows the newest state; do the last step again if you still want it."
            )
        )


def _advance(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE workspace SET version = version + 1")


def _update(connection: sqlite3.Connection, **places: int) -> None:
    names = ", ".join(f"{name} = ?" for name in places)
    connection.execute(
        f"UPDATE workspace SET {names}, changed = ?",  # noqa: S608
        (*places.values(), now()),
    )


def _dataset_id(connection: sqlite3.Connection, number: int | None) -> str | None:
    found = rows(connection, "datasets", "number = ?", (number,)) if number else []
    return str(found[0]["id"]) if found else None


def _study(text: str | None) -> Study | None:
    return from_json(text) if text else None
