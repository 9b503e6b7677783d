"""Bad service, measured: how many customers it meets and how much of their staying it costs.

A service event is one at a touchpoint of the stage *service* (`loyalty.journey.stage_map`). It was
bad when its feeling lies below the middle of the scale, or, where no feeling is known, when it
names a complaint.

The loss follows customers from a good or a bad event at the same touchpoint, month by month until
they order or the active days are over: the odds of an order in a month, bad against good
(Mantel-Haenszel odds ratio over touchpoints, months since, and whether they were active before,
`loyalty.simulation.cells.odds`). Where they stand after the event must not be compared: it is part
of the effect. Without feelings, customers with a complaint are compared with the others of their
state. A customer whose active days run out stays only by ordering, so these are the odds of
staying. It is an observed difference, not an experiment.
"""

from dataclasses import dataclass
from math import ceil

import narwhals as nw
import numpy as np
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.indicators.complaint_count import WORDS as COMPLAINT
from loyalty.journey import stage_map
from loyalty.rollup import CUSTOMER, age, until
from loyalty.simulation.cells.history import (
    DAYS_A_MONTH,
    NEVER,
    Floats,
    Grid,
    History,
    Ints,
    days,
    place,
)
from loyalty.simulation.cells.odds import FEWEST, Z90, odds_ratio, tables_of
from loyalty.study import Range, Study


@dataclass(frozen=True)
class Bad:
    """Bad service by state relative to the average active customer, and the measured ranges."""

    profile: Floats
    ranges: dict[str, Range]


def measure(
    tables: Tables, study: Study, customers: pd.Series, history: History, at: Ints, grid: Grid
) -> Bad:
    """What the events say; an even profile and no ranges when they say nothing.

    `at` holds the states of the customers at each month's end, see `History.snapshots`.
    """
    nobody = Bad(grid.active.astype(float), {})
    events = _service_events(tables, study, customers)
    if not len(events):
        return nobody
    rows = pd.concat(_at_snapshot(events, at[back], back, grid) for back in range(len(at)))
    bad = rows[rows["bad"]].drop_duplicates(["back", "customer"])
    active = np.array([(at == state).sum() for state in range(grid.size)]) * grid.active
    share = len(bad) / max(active.sum(), 1)
    if len(bad) < FEWEST:
        return nobody
    met = np.bincount(bad["state"], minlength=grid.size) / np.maximum(active, 1)
    return Bad(met / share, _ranges(events, rows, history, at, grid))


def _service_events(tables: Tables, study: Study, customers: pd.Series) -> pd.DataFrame:
    """Service events known at the as-of day: customer (row), age, touchpoint, bad."""
    if "events" not in tables:
        return pd.DataFrame()
    events = until(tables, study.as_of)["events"].filter(~nw.col("time").is_null())
    if "feeling" not in events.collect_schema().names():
        events = events.with_columns(feeling=nw.lit(None).cast(nw.Float64))
    about = _touchpoints(events, study)
    kept, bad = _told(about)
    rows = events.filter(kept).select(CUSTOMER, "touchpoint", age=age(study.as_of), bad=bad)
    table = engine.arrow(rows)
    found = table.select(["touchpoint", "age", "bad"]).to_pandas()
    found = found.assign(customer=place(table[CUSTOMER], customers))
    return found[found["customer"] >= 0].astype({"bad": bool})


def _touchpoints(events: nw.LazyFrame, study: Study) -> pd.DataFrame:
    """Touchpoints of the stage service with the lowest and the highest feeling there."""
    feeling = nw.col("feeling")
    ends = {"low": feeling.min(), "high": feeling.max()}
    found = engine.collect(events.group_by("touchpoint").agg(**ends)).dropna(subset="touchpoint")
    stages = stage_map.assign(found["touchpoint"], study)
    return found[[stages[name] == "service" for name in found["touchpoint"]]]


def _told(about: pd.DataFrame) -> tuple[nw.Expr, nw.Expr]:
    """Which events tell something, and which of them were bad."""
    low, high = about["low"].min(), about["high"].max()
    if pd.notna(low):
        here = nw.col("touchpoint").is_in(about["touchpoint"].tolist())
        feeling = nw.col("feeling")
        return here & ~feeling.is_null(), feeling < (low + high) / 2
    complaint = about["touchpoint"].str.lower().str.contains("|".join(COMPLAINT))
    named = about.loc[complaint, "touchpoint"].tolist()
    return nw.col("touchpoint").is_in(named), nw.lit(True)


def _at_snapshot(events: pd.DataFrame, at: Ints, back: int, grid: Grid) -> pd.DataFrame:
    """Active customers with a service event in the active days before a month's end."""
    since = events["age"] - days(back)
    recent = events[(since >= 0) & (since <= grid.active_days)]
    found = recent.groupby(["customer", "touchpoint"], sort=True)["bad"].any().reset_index()
    found = found.assign(back=back, state=at[found["customer"]])
    return found[(found["state"] >= 0) & grid.active[found["state"]]]


def _ranges(
    events: pd.DataFrame, rows: pd.DataFrame, history: History, at: Ints, grid: Grid
) -> dict[str, Range]:
    bad = rows[rows["bad"]].drop_duplicates(["back", "customer"])
    active = [int(grid.active[one[one >= 0]].sum()) for one in at]
    by_month = np.bincount(bad["back"], minlength=len(at)) / np.maximum(active, 1)
    centre, half = 100 * by_month.mean(), 100 * Z90 * by_month.std()
    failed = Range(low=round(max(centre - half, 0), 2), high=round(min(centre + half, 100), 2))
    if rows["bad"].all():
        found = odds_ratio(_against_everybody(rows[rows["back"] > 0], at, history.orders))
    else:
        found = odds_ratio(tables_of(_followed(events, history, grid)))
    if found is None:
        return {"failed": failed}
    low, high = (round(float(np.clip(100 * (1 - end), 0, 99)), 1) for end in (found[1], found[0]))
    return {"failed": failed, "loss": Range(low=low, high=high)}


def _followed(events: pd.DataFrame, history: History, grid: Grid) -> pd.DataFrame:
    """One row per event and month after it until the customer orders, within the active days.

    Columns stratum, bad, again (whether that month brought an order). Events of customers who
    had not ordered before are left out.
    """
    month = events["age"] * 16 // 487  # 487 / 16 days a month
    seen = events.assign(month=month)[month.between(1, len(history.orders) - 2)]
    seen = seen.groupby(["customer", "touchpoint", "month"], sort=True)["bad"].any().reset_index()
    silent = history.silent()[seen["month"] + 1, seen["customer"]]
    seen = seen.assign(active=silent <= grid.active_days)[silent < NEVER // 2]
    rows = []
    for later in range(1, ceil(grid.active_days / DAYS_A_MONTH) + 1):
        seen = seen[seen["month"] >= later].assign(later=later)
        again = history.orders[seen["month"] - later, seen["customer"]] > 0
        rows.append(seen.assign(again=again))
        seen = seen[~again]
    found = pd.concat(rows)
    stratum = found.groupby(["active", "touchpoint", "later"], sort=True).ngroup()
    return found.assign(stratum=stratum)[["stratum", "bad", "again"]]


def _against_everybody(rows: pd.DataFrame, at: Ints, orders: Ints) -> Floats:
    """Tables by state: customers with a bad event against all others, ordering a month later."""
    again = orders[rows["back"] - 1, rows["customer"]] > 0
    table = tables_of(rows.assign(stratum=rows["state"], again=again))
    before, ordered = at[1:].ravel(), (orders[: len(at) - 1] > 0).ravel()
    for row, state in enumerate(sorted(rows["state"].unique())):
        here = before == state
        table[row, 2] = max((here & ordered).sum() - table[row, 0], 0)
        table[row, 3] = max((here & ~ordered).sum() - table[row, 1], 0)
    return table
