"""How far each case is, on the day of the study: what people noted and what the data say.

Each case has a line of entries in time: those people made, and a touchpoint that names a recovery
(`signals.solves`), which solves the customer's cases of the `RECOVERY_DAYS` before it: a
later one belongs to something else. The last entry up to the end of the study's day counts; a case
without any is open. Of entries at one time the later written counts, and people before data.

A closing tells how long it took when the data or a file date it, or when it was noted by hand
about when it happened. One noted by hand on older data counts from the day of the study and tells
no time. Data without any closing leave out whatever was solved elsewhere: with none that name a
recovery and fewer than `ENOUGH` timed closings, nobody can say what was solved in time.
"""

from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty.journey.cases.opening import comparable
from loyalty.journey.cases.signals import solves
from loyalty.journey.cut import DAY
from loyalty.journey.log import Log
from loyalty.journey.units import HOUR_DIGITS
from loyalty.language import mark
from loyalty.rollup import CUSTOMER

Mask = NDArray[np.bool_]

STATUSES = {
    "open": mark("Still open"),
    "in_work": mark("In work"),
    "solved": mark("Solved"),
    "told": mark("Customer told"),
}
RECOVERY_DAYS = 30
ENOUGH = 10  # timed closings before any figure is told of them
DONE = ("solved", "told")
NEAR = pd.Timedelta(days=1)  # between a thing and its note: time zones apart, and the day after
LINE = ["case", "number", "at", "status", "owner", "note", "timed"]
ENTRY = [*LINE[:-1], "written", "source"]


def end_of(day: date) -> pd.Timestamp:
    """The end of a day, up to which things count."""
    return pd.Timestamp(datetime.combine(day, time())) + timedelta(days=1)


def moment_of(day: date, clock: datetime) -> datetime:
    """When something noted at `clock` happened in the time of the data: the nearest of the day.

    Data of today are worked on as the clock says; older ones as if it were still their last day.
    """
    start = datetime.combine(day, time())
    return min(max(clock, start), start + timedelta(days=1) - timedelta(seconds=1))


def recovers(log: Log) -> bool:
    """Whether a moment of these journeys says that something was put right."""
    return bool(_recovering(log).any())


def recoveries(cases: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Entries by the data: case, and at, when a touchpoint first solved it.

    A touchpoint at the time of the opening solves too, unless it is what opened the case.
    """
    if not len(log.time):
        return pd.DataFrame({"case": [], "at": np.zeros(0, dtype="datetime64[us]")})
    there = np.append(np.flatnonzero(_recovering(log)), 0)
    whose = pd.Index(log.ids).get_indexer(pd.Index(cases[CUSTOMER]))
    opened = cases["opened"].to_numpy("datetime64[us]").astype(np.int64)
    own = [one for one in cases["source"].unique() if one.startswith("events/") and solves(one)]
    after = opened + cases["source"].isin(own).to_numpy()
    here, since = comparable((log.customer[there[:-1]], log.time[there[:-1]]), (whose, after))
    at = np.searchsorted(here, since)
    wait = log.time[there[at]] - opened
    solved = (at < len(here)) & (log.customer[there[at]] == whose) & (wait <= RECOVERY_DAYS * DAY)
    when = log.time[there[at[solved]]].astype("datetime64[us]")
    return pd.DataFrame({"case": cases["case"].to_numpy()[solved], "at": when})


def _recovering(log: Log) -> Mask:
    return np.array([solves(name) for name in log.names], dtype=bool)[log.touchpoint]


def states(
    cases: pd.DataFrame,
    entries: pd.DataFrame,
    found: pd.DataFrame,
    day: date,
    recovers: bool = False,
) -> pd.DataFrame:
    """The cases with their state at the end of the day.

    status: a key of `STATUSES`; owner, note: "" without; solved: since when it is solved or the
    customer told, else missing; timed: whether that is its real time; hours: from opened to
    solved, at least 0, missing unless timed; left: hours until due at the end of the day, below 0
    when past; past: due before then; overdue: that and not solved; in_time: solved by the due time
    for all that is known; decided: past, and whether it was solved in time can be said.

    Args:
        cases: numbered from 0. entries: those people made, with `ENTRY`.
        found: those by the data (`recoveries`).
        recovers: whether the data name recoveries at all, even if of no case.
    """
    line = _line(cases, entries, found, end_of(day))
    last = line.drop_duplicates("place", keep="last").set_index("place")
    told = last[["status", "owner", "note"]].reindex(cases.index)
    told = told.fillna({"status": "open", "owner": "", "note": ""}).astype(object)
    closed = _solved(line).reindex(cases.index)
    joined = cases.join(told).assign(solved=closed["at"], timed=closed["timed"].eq(True))
    return _judged(joined, end_of(day), recovers or len(found) > 0)


def _judged(told: pd.DataFrame, end: pd.Timestamp, recovers: bool) -> pd.DataFrame:
    solved, timed, past = told["solved"].notna(), told["timed"], told["due"] < end
    known = recovers or timed.sum() >= ENOUGH
    return told.assign(
        hours=_hours(told["solved"] - told["opened"]).clip(lower=0).where(timed),
        left=_hours(told["due"] - end),
        past=past,
        decided=past & known & (timed | ~solved),
        overdue=past & ~solved,
        in_time=timed & (told["solved"] <= told["due"]),
    )


def _hours(times: pd.Series) -> pd.Series:
    return (times.dt.total_seconds() / 3600).round(HOUR_DIGITS)


def _line(
    cases: pd.DataFrame, entries: pd.DataFrame, found: pd.DataFrame, end: pd.Timestamp
) -> pd.DataFrame:
    """All entries that count, in order; owner and note stay until somebody changes them."""
    ours = found.assign(number=-1, status="solved", owner=None, note=None, timed=True)[LINE]
    theirs = entries.assign(timed=_real(entries))[LINE]
    both = pd.concat([part for part in (ours, theirs) if len(part)] or [ours])
    known = pd.Index(cases["case"].to_numpy(object))
    both = both.assign(place=known.get_indexer(pd.Index(both["case"].to_numpy(object))))
    kept = both[(both["place"] >= 0) & (both["at"] < end)]
    line = kept.sort_values(["place", "at", "number"], kind="stable", ignore_index=True)
    return line.assign(**line.groupby("place")[["owner", "note"]].ffill())


def _real(entries: pd.DataFrame) -> pd.Series:
    """Which entries bear the time of what they tell: those of files, and prompt ones."""
    written = entries["written"].dt.tz_localize(None)
    return (entries["source"] != "") | ((written - entries["at"]).abs() <= NEAR)


def _solved(line: pd.DataFrame) -> pd.DataFrame:
    """place of a case -> at, timed: the first of the unbroken entries at its end that say done."""
    done = line["status"].isin(DONE)
    undone_later = (~done)[::-1].groupby(line["place"][::-1]).cumsum()[::-1]
    tail = line[done & (undone_later == 0)]
    return tail.drop_duplicates("place").set_index("place")[["at", "timed"]]
