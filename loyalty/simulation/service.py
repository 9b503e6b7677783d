"""Bad service, measured: how many customers it meets and how much of their staying it costs.

A service event is one at a touchpoint of the stage *service* (`loyalty.journey.stage_map`). It was
bad when its feeling lies below the middle of the scale, or, where no feeling is known, when it
names a complaint. The loss compares customers of the same cell who had a bad and a good event at
the same touchpoint within the active days (Mantel-Haenszel odds ratio over cells and touchpoints,
Robins-Breslow-Greenland interval); without feelings, with the others in the cell. It is an
observed difference, not an experiment.
"""

from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.indicators.complaint_count import WORDS as COMPLAINT
from loyalty.journey import stage_map
from loyalty.rollup import CUSTOMER, age, until
from loyalty.simulation.history import DAYS_A_MONTH, Floats, Grid, Ints, place
from loyalty.study import Range, Study

FEWEST = 30  # customers with and without a bad event, below which nothing is claimed
Z90 = 1.6449


@dataclass(frozen=True)
class Bad:
    """Bad service by cell relative to the average active customer, and the measured ranges."""

    profile: Floats
    ranges: dict[str, Range]


def measure(tables: Tables, study: Study, customers: pd.Series, at: Ints, grid: Grid) -> Bad:
    """What the events say; an even profile and no ranges when they say nothing."""
    nobody = Bad(grid.active.astype(float), {})
    events = _service_events(tables, study, customers)
    if not len(events):
        return nobody
    rows = pd.concat(_at_snapshot(events, at, back, grid) for back in range(len(at)))
    bad = rows[rows["bad"]].drop_duplicates(["back", "customer"])
    active = np.array([(at == cell).sum() for cell in range(grid.size)]) * grid.active
    share = len(bad) / max(active.sum(), 1)
    if len(bad) < FEWEST:
        return nobody
    met = np.bincount(bad["cell"], minlength=grid.size) / np.maximum(active, 1)
    return Bad(met / share, _ranges(rows, bad, at, grid))


def _service_events(tables: Tables, study: Study, customers: pd.Series) -> pd.DataFrame:
    """Service events known at the as-of day: customer (row), age, touchpoint, bad."""
    if "events" not in tables:
        return pd.DataFrame()
    events = until(tables, study.as_of)["events"].filter(~nw.col("time").is_null())
    names = engine.collect(events.select("touchpoint").unique())["touchpoint"].dropna()
    stages = stage_map.assign(names, study)
    at_service = nw.col("touchpoint").is_in([name for name in stages if stages[name] == "service"])
    known = "feeling" in events.collect_schema().names()
    feeling = nw.col("feeling") if known else nw.lit(None).cast(nw.Float64)
    columns = [nw.col("touchpoint"), age(study.as_of).alias("age"), feeling.alias("feeling")]
    table = engine.arrow(events.filter(at_service).select(CUSTOMER, *columns))
    found = table.select(["touchpoint", "age", "feeling"]).to_pandas()
    found = found.assign(bad=_is_bad(found), customer=place(table[CUSTOMER], customers))
    return found[found["bad"].notna() & (found["customer"] >= 0)].astype({"bad": bool})


def _is_bad(found: pd.DataFrame) -> pd.Series:
    feeling = found["feeling"]
    if feeling.notna().any():
        middle = (feeling.min() + feeling.max()) / 2
        return (feeling < middle).where(feeling.notna())
    complaint = found["touchpoint"].str.lower().str.contains("|".join(COMPLAINT))
    return complaint.where(complaint)


def _at_snapshot(events: pd.DataFrame, at: Ints, back: int, grid: Grid) -> pd.DataFrame:
    """Active customers with a service event in the active days before a month's end."""
    since = events["age"] - int(back * DAYS_A_MONTH)
    recent = events[(since >= 0) & (since <= grid.active_days)]
    found = recent.groupby(["customer", "touchpoint"], sort=True)["bad"].any().reset_index()
    cell = at[back][found["customer"]]
    after = at[back - 1][found["customer"]] if back else np.full(len(found), -1)
    found = found.assign(back=back, cell=cell, stayed=(after >= 0) & grid.active[after])
    return found[(cell >= 0) & grid.active[cell]]


def _ranges(rows: pd.DataFrame, bad: pd.DataFrame, at: Ints, grid: Grid) -> dict[str, Range]:
    active = [int(grid.active[one[one >= 0]].sum()) for one in at]
    by_month = np.array([(bad["back"] == back).sum() for back in range(len(at))]) / np.maximum(
        active, 1
    )
    centre, half = 100 * by_month.mean(), 100 * Z90 * by_month.std()
    failed = Range(low=round(max(centre - half, 0), 2), high=round(min(centre + half, 100), 2))
    odds = _odds_ratio(_strata(rows[rows["back"] > 0], at, grid))
    if odds is None:
        return {"failed": failed}
    low, high = (round(float(np.clip(100 * (1 - end), 0, 99)), 1) for end in (odds[1], odds[0]))
    return {"failed": failed, "loss": Range(low=low, high=high)}


def _strata(rows: pd.DataFrame, at: Ints, grid: Grid) -> Floats:
    """Tables of (bad stayed, bad left, good stayed, good left), one per cell and touchpoint."""
    groups = rows.groupby(["cell", "touchpoint", "bad", "stayed"], sort=True).size()
    wide = groups.unstack(["bad", "stayed"], fill_value=0)
    columns = [(True, True), (True, False), (False, True), (False, False)]
    strata = wide.reindex(columns=pd.MultiIndex.from_tuples(columns), fill_value=0)
    if not rows["bad"].all():
        return strata.to_numpy(float)
    return _against_everybody(strata.groupby("cell").sum(), at, grid)


def _against_everybody(strata: pd.DataFrame, at: Ints, grid: Grid) -> Floats:
    """The good columns from all customers of the cell when good events are unknown."""
    table = strata.to_numpy(float)
    before, after = at[1:].ravel(), at[:-1].ravel()
    stays = (after >= 0) & grid.active[after]
    for row, cell in enumerate(strata.index):
        here = before == cell
        table[row, 2] = max((here & stays).sum() - table[row, 0], 0)
        table[row, 3] = max((here & ~stays).sum() - table[row, 1], 0)
    return table


def _odds_ratio(strata: Floats) -> tuple[float, float] | None:
    """90 % interval of the Mantel-Haenszel odds ratio; None with too few customers."""
    a, b, c, d = strata.T
    total = np.maximum(strata.sum(axis=1), 1)
    right, left = a * d / total, b * c / total
    if min((a + b).sum(), (c + d).sum()) < FEWEST or not right.sum() or not left.sum():
        return None
    centre = np.log(right.sum() / left.sum())
    half = Z90 * np.sqrt(_variance(a, b, c, d, total, right, left))
    return float(np.exp(centre - half)), float(np.exp(centre + half))


def _variance(
    a: Floats, b: Floats, c: Floats, d: Floats, total: Floats, right: Floats, left: Floats
) -> float:
    """Robins, Breslow & Greenland (1986) variance of the logarithm of the odds ratio."""
    p, q = (a + d) / total, (b + c) / total
    r, s = right.sum(), left.sum()
    return float(
        (p * right).sum() / (2 * r**2)
        + (p * left + q * right).sum() / (2 * r * s)
        + (q * left).sum() / (2 * s**2)
    )
