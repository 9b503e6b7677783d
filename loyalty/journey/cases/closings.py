"""Closing events of a file -> entries about cases, and which of its rows fit no case.

A row that names a case is about that case; one that names a customer is about the customer's
latest case opened by then. A file without a status says that cases were solved; one whose times
all lack a clock means the end of those days.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from loyalty.ingest import names
from loyalty.journey.cases.opening import comparable
from loyalty.journey.cases.states import STATUSES, end_of
from loyalty.language import mark
from loyalty.problems import MAX_ROWS, Kind, Problem
from loyalty.rollup import CUSTOMER
from loyalty.store.cases import NOTE_LENGTH, OWNER_LENGTH
from loyalty.study import Study

Ints = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]

WORDS = {
    "open": (
        "new", "reopened", "to do", "todo", "unresolved", "未处理", "待处理", "待解决", "新建",
        "打开", "未解决", "重新打开",
    ),
    "in_work": (
        "in progress", "working", "work in progress", "assigned", "pending", "处理中", "进行中",
        "跟进中", "已分配", "已受理",
    ),
    "solved": (
        "resolved", "closed", "done", "fixed", "completed", "finished", "recovered",
        "service recovery", "solution", "解决", "已解决", "关闭", "已关闭", "结案", "已结案",
        "完成", "已完成", "已处理", "补救", "已补救",
    ),
    "told": (
        "customer told", "told the customer", "told customer", "customer informed", "informed",
        "notified", "customer notified", "loop closed", "已告知", "已告知客户", "告知客户",
        "已回访", "回访", "已回复", "已通知", "已通知客户",
    ),
}  # fmt: skip
KNOWN = {
    names.plain(word): status
    for status, label in STATUSES.items()
    for word in (status, label, *WORDS[status])
}
NO_ONE, EARLY = -1, -2
COLUMNS = ["case", "at", "status", "owner", "note"]

NO_CASE = mark("Rows that name no case or customer of these data were left out.")
TOO_EARLY = mark(
    "Rows dated before the case was opened, or before any case of the customer, were left out."
)
UNKNOWN_STATUS = mark("Rows with an unknown status were left out.")
LATER = mark("Rows later than the day of the study count once the study reaches their day.")
SOLVED = mark("The file has no status: its rows were read as solved.")
DAYS = mark("The times have no clock: each was read as the end of its day.")
SHORTENED = mark("Owners or notes that are too long were shortened.")


@dataclass(frozen=True)
class Matched:
    """What a file of closing events says.

    Attributes:
        entries: case, at, status, owner, note; the last two None where the file has none.
        rows: how many the file has that could be read; problems: what was left out or assumed.
    """

    entries: pd.DataFrame
    rows: int
    problems: list[Problem]


def match(rows: pa.Table, cases: pd.DataFrame, study: Study) -> Matched:
    """Entries for the rows of `ingest.closings` that fit one of the cases (`cases.of`)."""
    read = rows.to_pandas().sort_values(["time", "row"], kind="stable", ignore_index=True)
    at, problems = _times(read)
    place = _places(read, at, cases)
    status, unsaid = _statuses(read)
    unknown = (place >= 0) & status.isna().to_numpy()
    kept = (place >= 0) & ~unknown
    problems += unsaid
    problems += _about("rejected", NO_CASE, read, place == NO_ONE)
    problems += _about("rejected", TOO_EARLY, read, place == EARLY)
    problems += _about("rejected", UNKNOWN_STATUS, read, unknown)
    problems += _about("note", LATER, read, kept & (at >= end_of(study.as_of)).to_numpy())
    found = read[kept].assign(case=cases["case"].to_numpy(object)[place[kept]], at=at[kept])
    found["status"] = status[kept]
    for column, limit in (("owner", OWNER_LENGTH), ("note", NOTE_LENGTH)):
        found[column], shortened = _texts(found, column, limit)
        problems += shortened
    return Matched(found[COLUMNS].reset_index(drop=True), len(read), problems)


def _times(read: pd.DataFrame) -> tuple[pd.Series, list[Problem]]:
    at = read["time"].astype("datetime64[us]")
    if at.empty or (at != at.dt.normalize()).any():
        return at, []
    whole = np.ones(len(at), dtype=bool)
    return at + pd.Timedelta(days=1, seconds=-1), _about("assumed", DAYS, read, whole)


def _places(read: pd.DataFrame, at: pd.Series, cases: pd.DataFrame) -> Ints:
    """(rows,) the case of each row by its place, or `NO_ONE`, or `EARLY`."""
    nothing = pd.Series([None] * len(read), dtype=object)
    named, customer = (read.get(column, nothing) for column in ("case_id", CUSTOMER))
    place = pd.Index(cases["case"]).get_indexer(pd.Index(named.astype(object)))
    place = np.where(place >= 0, place, NO_ONE)
    by_customer = _latest(customer.fillna(named).astype(object), at, cases)
    place = np.where(place == NO_ONE, by_customer, place)
    opened = cases["opened"].to_numpy("datetime64[us]")
    found = np.flatnonzero(place >= 0)
    early = found[at.to_numpy("datetime64[us]")[found] < opened[place[found]]]
    place[early] = EARLY
    return place


def _latest(customer: pd.Series, at: pd.Series, cases: pd.DataFrame) -> Ints:
    """The latest case of each row's customer that was open by then, or `NO_ONE`, or `EARLY`."""
    code, ids = pd.factorize(cases[CUSTOMER])
    whose = pd.Index(ids).get_indexer(pd.Index(customer))
    opened = cases["opened"].to_numpy("datetime64[us]").astype(np.int64)
    order = np.lexsort((opened, code))
    when = at.to_numpy("datetime64[us]").astype(np.int64)
    here, wanted = comparable((code[order], opened[order]), (whose, when))
    before = np.searchsorted(here, wanted, side="right") - 1
    some = np.append(order, NO_ONE)[before]
    own = (some >= 0) & (np.append(code, NO_ONE)[some] == whose)
    return np.where(whose < 0, NO_ONE, np.where(own, some, EARLY))


def _statuses(read: pd.DataFrame) -> tuple[pd.Series, list[Problem]]:
    if "status" not in read:
        said = _about("assumed", SOLVED, read, np.ones(len(read), dtype=bool))
        return pd.Series("solved", index=read.index), said
    words = read["status"].astype(object)
    return words.map(lambda word: KNOWN.get(names.plain(word)), na_action="ignore"), []


def _texts(found: pd.DataFrame, column: str, limit: int) -> tuple[pd.Series, list[Problem]]:
    """An optional column of texts, None where the file says nothing."""
    if column not in found:
        return pd.Series([None] * len(found), index=found.index, dtype=object), []
    text = found[column].astype(object)
    text = text.where(text.notna() & (text != ""), None)
    long = text.str.len().fillna(0).to_numpy() > limit
    return text.str.slice(0, limit).where(text.notna(), None), _about(
        "coerced", SHORTENED, found, long
    )


def _about(kind: Kind, text: str, read: pd.DataFrame, mask: Mask) -> list[Problem]:
    if not mask.any():
        return []
    rows = tuple(int(row) for row in read["row"].to_numpy()[mask][:MAX_ROWS])
    return [Problem(kind, text, count=int(mask.sum()), rows=rows)]
