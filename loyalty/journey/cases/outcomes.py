"""What became of feedback cases: how many are open and overdue, solved in time, and what followed.

Whether a case was solved in time is known once it is due, so shares count the cases due before the
end of the study's day, early solved or not; those closed at an unknown time are left out, and all
of them where too few closings are known (`states`).

What followed is counted from the due time on, when it is settled who was answered in time: an
order before then could be the reason for no answer (a landmark; Anderson, Cain and Gelber 1983).
Each customer counts once, by the first case whose `within_days` after the due time are over and in
the group of that case, so that the groups add up to all of them. Who is answered in time differs
in other ways too: the difference is no proof of an effect.
"""

import numpy as np
import pandas as pd

from loyalty.intervals import newcombe, wilson
from loyalty.journey.cases.opening import comparable
from loyalty.journey.cases.states import ENOUGH, STATUSES, end_of
from loyalty.journey.cut import DAY
from loyalty.journey.log import Log
from loyalty.journey.sources import buying
from loyalty.journey.units import HOUR_DIGITS, SHARE_DIGITS, shares
from loyalty.rollup import CUSTOMER
from loyalty.study import Study

WEEKS = 60  # of cases beyond which months are counted
COUNTS = ["cases", *STATUSES, "past", "overdue", "decided", "in_time", "closed", "timed"]
ALL = "all"


def counted(states: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """One row per value of a column of the states, most cases first; one row without `by`.

    group: the value, missing where a case has none; cases; open, in_work, solved, told: cases by
    status; past: due before the end of the day; overdue; decided: of past, those of which solved in
    time or not is known; in_time: of those, solved by then; share (low, high): in_time of decided
    with its Wilson interval; closed: solved at any time; timed: of those, at a known time;
    median_hours: to that, missing for fewer than `ENOUGH`.
    """
    flags = {status: states["status"] == status for status in STATUSES}
    on_time = states["in_time"] & states["decided"]
    closed = states["solved"].notna()
    rows = states.assign(cases=1, in_time=on_time, closed=closed, **flags)
    rows["group"] = states[by] if by else ALL
    grouped = rows.groupby("group", dropna=False)
    table = grouped[COUNTS].sum().astype("int64")
    low, high = wilson(table["in_time"], table["decided"])
    table["share"] = shares(table["in_time"], table["decided"])
    table["low"], table["high"] = np.round(low, SHARE_DIGITS), np.round(high, SHARE_DIGITS)
    hours = grouped["hours"].median().round(HOUR_DIGITS)
    table["median_hours"] = hours.where(table["timed"] >= ENOUGH)
    ordered = table.reset_index().sort_values(["cases", "group"], ascending=[False, True])
    return ordered.reset_index(drop=True)


def followed(states: pd.DataFrame, log: Log, study: Study, by: str | None = None) -> pd.DataFrame:
    """Who bought within `within_days` after the due time, one row per group as in `counted`.

    in_time, late: customers whose decided case was solved in time, and later or not at all;
    in_time_bought,
    late_bought: of them; in_time_share, late_share; difference (low, high): the first less the
    second with Newcombe's interval, missing where either group is empty. No rows when the log
    knows no purchases.
    """
    watched = states["due"] + pd.Timedelta(days=study.journey.within_days) <= end_of(study.as_of)
    rows = states[watched & states["decided"]].assign(group=states[by] if by else ALL)
    first = rows.sort_values(["due", "case"]).drop_duplicates(CUSTOMER)
    bought = _bought(first, log, study)
    if bought is None:
        first = first[:0]
        bought = np.zeros(0, dtype=bool)
    counts = (
        first.assign(bought=bought)
        .groupby(["group", "in_time"], dropna=False)["bought"]
        .agg(["size", "sum"])
    )
    return _compared(counts)


def over_time(states: pd.DataFrame) -> pd.DataFrame:
    """Cases by the week they were opened in and status; by month when that is many weeks.

    start: its first day; unit: "week" or "month"; status; cases.
    """
    span = (states["opened"].max() - states["opened"].min()) if len(states) else pd.Timedelta(0)
    unit = "week" if span.days <= 7 * WEEKS else "month"
    days = states["opened"].dt.normalize()
    back = days.dt.day_of_week if unit == "week" else days.dt.day - 1
    start = days - pd.to_timedelta(back, unit="D")
    found = states.assign(start=start).groupby(["start", "status"]).size()
    return found.rename("cases").reset_index().assign(unit=unit)


def _bought(cases: pd.DataFrame, log: Log, study: Study) -> np.ndarray | None:
    """Which customers bought after the due time; None when the log knows no purchases."""
    names = buying(list(log.names), study)
    if not names:
        return None
    there = np.flatnonzero(np.isin(log.names, names)[log.touchpoint])
    whose = pd.Index(log.ids).get_indexer(pd.Index(cases[CUSTOMER]))
    due = cases["due"].to_numpy("datetime64[us]").astype(np.int64)
    here, start, end = comparable(
        (log.customer[there], log.time[there]),
        (whose, due),
        (whose, due + study.journey.within_days * DAY),
    )
    before, after = (np.searchsorted(here, one, side="right") for one in (start, end))
    return np.asarray(after > before)


def _compared(counts: pd.DataFrame) -> pd.DataFrame:
    wide = counts.unstack("in_time", fill_value=0)
    column = pd.DataFrame(index=wide.index)
    for name, flag in (("in_time", True), ("late", False)):
        for measure, end in (("size", ""), ("sum", "_bought")):
            found = wide.get((measure, flag), pd.Series(0, index=wide.index))
            column[f"{name}{end}"] = found.astype("int64")
        column[f"{name}_share"] = shares(column[f"{name}_bought"], column[name])
    low, high = newcombe(
        column["in_time_bought"], column["in_time"], column["late_bought"], column["late"]
    )
    column["difference"] = (column["in_time_share"] - column["late_share"]).round(SHARE_DIGITS)
    column["low"], column["high"] = np.round(low, SHARE_DIGITS), np.round(high, SHARE_DIGITS)
    return column.reset_index()
