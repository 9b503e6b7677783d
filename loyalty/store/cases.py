"""What people noted about feedback cases: an append-only list of entries in the catalogue.

An entry says how far a case was at a time in the data, and who wrote it when. Nothing is ever
changed in place: the state of a case follows from its entries, which are its history. Those of a
file can be taken back, all together: a row of no case says so, and they count no more. Entries know
no customer, only the id of the case; they stay when the data are imported again, and go with the
workspace.
"""

import sqlite3
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from loyalty.language import mark
from loyalty.problems import Conflict, Refused
from loyalty.store.catalogue import Catalogue, columns, now, rows
from loyalty.store.owners import digest
from loyalty.store.quota import Quota, require_room

STATUSES = ("open", "in_work", "solved", "told")
COLUMNS = ["number", "case", "at", "status", "owner", "note", "written", "who", "source"]
OWNER_LENGTH, NOTE_LENGTH, SOURCE_LENGTH, WHO_LENGTH = 200, 2000, 200, 12
MOST = 200_000  # entries of one step
ENTRY_BYTES = 500

# Status of the row that takes entries back; its note holds the first and last of their numbers.
WITHDRAWN = "withdrawn"
IMPORT = ["source", "written", "who"]

Values = tuple[str | None, ...]


@dataclass(frozen=True)
class Entry:
    """How far a case is; at: when that was in the time of the data, without a time zone.

    An owner or note of None leaves the one before, "" takes it away.
    """

    case: str
    at: datetime
    status: str
    owner: str | None = None
    note: str | None = None


def who(writer: str) -> str:
    """What is kept of whoever writes: it tells browsers apart and gives nobody's secret away."""
    return digest(writer)[:WHO_LENGTH]


class Cases:
    """The entries in a workspace's catalogue."""

    def __init__(self, catalogue: Catalogue, quota: Quota):
        self._catalogue = catalogue
        self._quota = quota

    def stamp(self) -> int:
        """The number of the latest entry, which every entry makes larger; 0 before the first."""
        return self._catalogue.read(_stamp)

    def entries(self) -> pd.DataFrame:
        """All entries that count, in the order they were written, with `COLUMNS`.

        at: a time; written: a time in UTC; who: see there; source: the file that an entry came
        from, "" when made by hand.
        """
        found = pd.DataFrame(self._catalogue.read(_counting), columns=columns("cases"))
        times = {
            "at": pd.to_datetime(found["at"], format="ISO8601").astype("datetime64[us]"),
            "written": pd.to_datetime(found["written"], format="ISO8601", utc=True),
        }
        named = found.assign(**times).rename(columns={"case_id": "case"})
        return named[COLUMNS].astype({"number": "int64"})

    def imports(self) -> pd.DataFrame:
        """The files whose entries count, the newest first.

        first, last: numbers of the entries; entries, cases: how many; source, written, who.
        """
        found = self.entries()
        found = found[found["source"] != ""]
        steps = found.groupby(IMPORT, as_index=False).agg(
            first=("number", "min"), last=("number", "max"),
            entries=("number", "size"), cases=("case", "nunique"),
        )  # fmt: skip
        return steps.sort_values("first", ascending=False, ignore_index=True)

    def take_back(self, first: int, last: int, writer: str) -> int:
        """Let the entries of one import (`imports`) count no more; how many.

        Raises:
            Conflict: somebody took them back meanwhile.
        """

        def work(connection: sqlite3.Connection) -> int:
            found = [
                row
                for row in _counting(connection)
                if first <= row["number"] <= last and row["source"]
            ]
            if not found:
                raise Conflict(mark("These entries were taken back meanwhile: nothing changed."))
            values = ("", found[0]["at"], WITHDRAWN, None, f"{first} {last}")
            _append(connection, [(*values, now(), who(writer), found[0]["source"])])
            return len(found)

        return self._catalogue.write(work)

    def write(
        self, wanted: Sequence[Entry], writer: str, source: str = "", seen: int | None = None
    ) -> int:
        """Append entries, all or none; how many.

        Args:
            writer: the secret of whoever writes, of which `who` is kept.
            source: the file they come from; what repeats an earlier entry is then left out.
            seen: the `stamp` of what the writer saw; Conflict when one of the cases has a later
                entry.
        """
        _check(wanted)
        require_room(self._catalogue.folder, len(wanted) * ENTRY_BYTES, self._quota)
        made = (now(), who(writer), _line(source)[:SOURCE_LENGTH])

        def work(connection: sqlite3.Connection) -> int:
            if seen is not None:
                _require_unchanged(connection, {one.case for one in wanted}, seen)
            known = _known(connection) if source else set()
            told = [one for one in dict.fromkeys(map(_values, wanted)) if one not in known]
            _append(connection, [(*values, *made) for values in told])
            return len(told)

        return self._catalogue.write(work)


def _counting(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """The entries that nobody took back."""
    found = rows(connection, "cases", "1 ORDER BY number")
    gone = [_range(row) for row in found if row["status"] == WITHDRAWN]
    return [
        row
        for row in found
        if row["status"] != WITHDRAWN
        and not any(row["source"] and row["number"] in numbers for numbers in gone)
    ]


def _range(row: dict[str, Any]) -> range:
    """The numbers of the entries that a row takes back."""
    first, last = map(int, row["note"].split())
    return range(first, last + 1)


def _stamp(connection: sqlite3.Connection) -> int:
    found = rows(connection, "cases", "1 ORDER BY number DESC LIMIT 1")
    return int(found[0]["number"]) if found else 0


def _append(connection: sqlite3.Connection, entries: Sequence[Values]) -> None:
    connection.executemany(
        "INSERT INTO cases (case_id, at, status, owner, note, written, who, source)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entries,
    )


def _values(one: Entry) -> Values:
    """An entry as it is stored, without characters that cannot be seen."""
    return one.case, one.at.isoformat(), one.status, _plain(one.owner), _plain(one.note)


def _plain(text: str | None) -> str | None:
    return None if text is None else "\n".join(map(_line, text.strip().splitlines()))


def _line(text: str) -> str:
    seen = (sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    return " ".join("".join(seen).split())


def _known(connection: sqlite3.Connection) -> set[Values]:
    names = ("case_id", "at", "status", "owner", "note")
    return {tuple(row[name] for name in names) for row in _counting(connection)}


def _check(wanted: Sequence[Entry]) -> None:
    if len(wanted) > MOST:
        raise Refused(
            mark("At most {limit} entries about cases can be kept in one step; these are {count}."),
            limit=MOST,
            count=len(wanted),
        )
    for one in wanted:
        if one.status not in STATUSES or one.at.tzinfo:
            raise ValueError("an entry needs a known status and a time without a zone")
        for text, limit in ((one.owner, OWNER_LENGTH), (one.note, NOTE_LENGTH)):
            if len(text or "") > limit:
                raise Refused(
                    mark("An owner or note of a case is longer than {limit} characters."),
                    limit=limit,
                )


def _require_unchanged(connection: sqlite3.Connection, cases: Collection[str], seen: int) -> None:
    """Conflict when entries were written or lost since `seen`; the transaction keeps others out."""
    later = rows(connection, "cases", "number > ?", (seen,))
    gone = [_range(row) for row in later if row["status"] == WITHDRAWN]
    later += [row for one in gone for row in _between(connection, one)]
    changed = len({row["case_id"] for row in later} & set(cases))
    if changed or _stamp(connection) < seen:
        raise Conflict(
            mark(
                "Cases changed in another tab meanwhile: {count} of {all}. Nothing was "
                "overwritten and nothing of yours saved: the list shows the newest state; do the "
                "last step again if you still want it."
            ),
            count=changed or len(cases),
            all=len(cases),
        )


def _between(connection: sqlite3.Connection, numbers: range) -> list[dict[str, Any]]:
    return rows(connection, "cases", "number BETWEEN ? AND ?", (numbers[0], numbers[-1]))
