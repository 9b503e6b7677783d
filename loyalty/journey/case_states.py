"""How far each case is, on the day of the study: what people noted and what the data say.

Each case has a line of entries in time: those people made, and a touchpoint that names a recovery
(`case_signals.solves`), which solves the customer's cases of the `RECOVERY_DAYS` before it: a
later one belongs to something else. The last entry up to the end of the study's day counts; a case
without any is open. Of entries at one time the later written counts, and people before data.
"""

from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd

from loyalty.journey.case_signals import solves
from loyalty.journey.cases import comparable
from loyalty.journey.cut import DAY
from loyalty.journey.log import Log
from loyalty.journey.units import HOUR_DIGITS
from loyalty.language import mark
from loyalty.rollup import CUSTOMER

STATUSES = {
    "open": mark("Still open"),
    "in_work": mark("In work"),
    "solved": mark("Solved"),
    "told": mark("Customer told"),
}
RECOVERY_DAYS = 30
DONE = ("solved", "told")
ENTRY = ["case", "number", "at", "status", "owner", "note"]


def end_of(day: date) -> pd.Timestamp:
    """The end of a day, up to which things count."""
    return pd.Timestamp(datetime.combine(day, time())) + timedelta(days=1)


def moment_of(day: date, clock: datetime) -> datetime:
    """When something noted at `clock` happened in the time of the data: the nearest of the day.

    Data of today are worked on as the clock says; older ones as if it were still their last day.
    """
    start = datetime.combine(day, time())
    return min(max(clock, start), start + timedelta(days=1) - timedelta(seconds=1))


def recoveries(cases: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Entries by the data: case, and at, when a touchpoint first solved it.

    A touchpoint at the time of the opening solves too, unless it is what opened the case.
    """
    if not len(log.time):
        return pd.DataFrame({"case": [], "at": np.zeros(0, dtype="datetime64[us]")})
    told = np.array([solves(name) for name in log.names], dtype=bool)[log.touchpoint]
    there = np.append(np.flatnonzero(told), 0)
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


def states(
    cases: pd.DataFrame, entries: pd.DataFrame, found: pd.DataFrame, day: date
) -> pd.DataFrame:
    """The cases with their state at the end of the day.

    status: a key of `STATUSES`; owner, note: "" without; solved: since when it is solved or the
    customer told, else missing; hours: from opened to solved, at least 0; left: hours until due
    at the end of the day, below 0 when past; overdue: due before then and not solved; in_time:
    solved by the due time; decided: due before then.

    Args:
        cases: numbered from 0. entries: those people made, with `ENTRY`.
        found: those by the data (`recoveries`).
    """
    line = _line(cases, entries, found, end_of(day))
    last = line.drop_duplicates("place", keep="last").set_index("place")
    told = last[["status", "owner", "note"]].reindex(cases.index)
    told = told.fillna({"status": "open", "owner": "", "note": ""}).astype(object)
    return _timed(cases.join(told).assign(solved=_solved(line)), end_of(day))


def _timed(told: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    solved = told["solved"].notna()
    past = told["due"] < end
    return told.assign(
        hours=_hours(told["solved"] - told["opened"]).clip(lower=0),
        left=_hours(told["due"] - end),
        decided=past,
        overdue=past & ~solved,
        in_time=solved & (told["solved"] <= told["due"]),
    )


def _hours(times: pd.Series) -> pd.Series:
    return (times.dt.total_seconds() / 3600).round(HOUR_DIGITS)


def _line(
    cases: pd.DataFrame, entries: pd.DataFrame, found: pd.DataFrame, end: pd.Timestamp
) -> pd.DataFrame:
    """All entries that count, in order; owner and note stay until somebody changes them."""
    ours = found.assign(number=-1, status="solved", owner=None, note=None)
    both = pd.concat([part for part in (ours[ENTRY], entries[ENTRY]) if len(part)] or [ours[ENTRY]])
    known = pd.Index(cases["case"].to_numpy(object))
    both = both.assign(place=known.get_indexer(pd.Index(both["case"].to_numpy(object))))
    kept = both[(both["place"] >= 0) & (both["at"] < end)]
    line = kept.sort_values(["place", "at", "number"], kind="stable", ignore_index=True)
    return line.assign(**line.groupby("place")[["owner", "note"]].ffill())


def _solved(line: pd.DataFrame) -> pd.Series:
    """place of a case -> the first of the unbroken entries at its end that say it is done."""
    done = line["status"].isin(DONE)
    undone_later = (~done)[::-1].groupby(line["place"][::-1]).cumsum()[::-1]
    tail = line[done & (undone_later == 0)]
    return tail.drop_duplicates("place").set_index("place")["at"]
