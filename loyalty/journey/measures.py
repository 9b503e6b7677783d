"""Per stage and touchpoint: customers, events, feeling, conversion to the next stage.

Columns: stage, touchpoint; customers and events; scored events, their mean feeling on the raw
scale (read to 0.0001) with its t-interval and the lowest and highest one; next_stage; reached =
customers who later come to the next stage; conversion = reached / customers with its Wilson
interval; median_hours from a customer's first event here to the first later one there.

The next stage is the next one of the list that has events at all, so that a stage nobody records
does not look like a loss. A missing feeling stays missing. Orders fill the stages purchase and
repurchase when no recorded touchpoint belongs to them.
"""

from datetime import datetime
from itertools import pairwise

import narwhals as nw
import numpy as np
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.intervals import student, wilson
from loyalty.journey.moments import ORDERED, names, staged_moments
from loyalty.journey.stage_map import LABELS, STAGES, UNASSIGNED, assign
from loyalty.journey.units import FEELING_DIGITS, SHARE_DIGITS, hours, shares
from loyalty.rollup import CUSTOMER
from loyalty.study import Study

NEVER = datetime(9999, 1, 1)
SCALE = 10**FEELING_DIGITS
LARGEST_SCORE = 1e9  # anything beyond is no feeling score
COLUMNS = [
    "stage", "touchpoint", "customers", "events", "scored", "feeling", "feeling_low",
    "feeling_high", "feeling_least", "feeling_most", "next_stage", "reached", "conversion",
    "conversion_low", "conversion_high", "median_hours",
]  # fmt: skip


def journey_map(tables: Tables, study: Study) -> pd.DataFrame:
    """Stage rows (touchpoint missing, no stage left out), then touchpoint rows, in stage order."""
    rows = staged_moments(tables, study)
    chosen = assign(names(rows), study)
    following = next_stages(chosen)
    visits = _visits(_reaching(_staged(rows, chosen), following))
    found = engine.collect(_summary(visits))
    return _finish(_with_empty_stages(found), following)


def stages(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per stage; "unassigned" last and only when a touchpoint is."""
    return stage_rows(journey_map(tables, study))


def touchpoints(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per stage and touchpoint, in stage order, then by name."""
    return touchpoint_rows(journey_map(tables, study))


def stage_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The stage rows of a journey map, without the empty column touchpoint."""
    return table[table["touchpoint"].isna()].drop(columns="touchpoint").reset_index(drop=True)


def touchpoint_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The touchpoint rows of a journey map."""
    return table[table["touchpoint"].notna()].reset_index(drop=True)


def next_stages(chosen: dict[str, str]) -> dict[str, str]:
    """Stage -> the next one that has a touchpoint."""
    return dict(pairwise(stage for stage in STAGES if stage in set(chosen.values())))


def _staged(rows: nw.LazyFrame, chosen: dict[str, str]) -> nw.LazyFrame:
    stage = nw.lit(UNASSIGNED)
    for key in STAGES:
        members = [name for name, one in chosen.items() if one == key]
        if members:
            stage = nw.when(nw.col("touchpoint").is_in(members)).then(nw.lit(key)).otherwise(stage)
    return rows.with_columns(stage=stage)


def _reaching(rows: nw.LazyFrame, following: dict[str, str]) -> nw.LazyFrame:
    """Adds `reached`: the time of the customer's next event in the next stage, or `NEVER`."""
    journey = {"order_by": list(ORDERED)}
    reached = nw.lit(NEVER)
    for stage, target in following.items():
        there = nw.when(nw.col("stage") == target).then(nw.col("time")).otherwise(nw.lit(NEVER))
        first = there.cum_min(reverse=True).over(CUSTOMER, **journey)
        reached = nw.when(nw.col("stage") == stage).then(first).otherwise(reached)
    return rows.with_columns(reached=reached)


def _visits(rows: nw.LazyFrame) -> nw.LazyFrame:
    """One row per customer and stage (touchpoint null), and per customer and touchpoint.

    The least `reached` is that of the first event there.
    """
    valid = nw.col("feeling").is_finite() & (nw.col("feeling").abs() <= LARGEST_SCORE)
    score = nw.when(valid).then((nw.col("feeling") * SCALE).round().cast(nw.Int64))
    wide = nw.col("score").cast(nw.Int128)
    return engine.group_by_levels(
        rows.with_columns(score=score).with_columns(square=wide * wide),
        [CUSTOMER, "stage"],
        within="touchpoint",
        events=("count", "time"),
        scored=("count", "score"),
        total=("sum", "score"),
        squares=("sum", "square"),
        least=("min", "score"),
        most=("max", "score"),
        first=("min", "time"),
        reached=("min", "reached"),
    )


def _summary(visits: nw.LazyFrame) -> nw.LazyFrame:
    wait = (nw.col("reached") - nw.col("first")).dt.total_microseconds()
    sums = {name: nw.col(name).sum() for name in ("events", "scored", "total", "squares")}
    return (
        visits.with_columns(wait=nw.when(nw.col("reached") < nw.lit(NEVER)).then(wait))
        .group_by("stage", "touchpoint")
        .agg(
            customers=nw.len(),
            **sums,
            least=nw.col("least").min(),
            most=nw.col("most").max(),
            reached=nw.col("wait").count(),
            wait=nw.col("wait").median(),
        )
    )


def _with_empty_stages(found: pd.DataFrame) -> pd.DataFrame:
    missing = [stage for stage in STAGES if stage not in set(found["stage"])]
    empty = pd.DataFrame({"stage": pd.Series(missing, dtype=found["stage"].dtype)})
    return pd.concat([found, empty], ignore_index=True)


def _finish(found: pd.DataFrame, following: dict[str, str]) -> pd.DataFrame:
    counts = ["customers", "events", "scored", "reached"]
    found[counts] = found[counts].fillna(0).astype("int64")
    table = found.assign(**_feelings(found), next_stage=found["stage"].map(following))
    table["median_hours"] = hours(found["wait"])
    table = table.assign(**_conversion(table))
    place = table["stage"].map({stage: number for number, stage in enumerate(LABELS)})
    table = table.assign(level=table["touchpoint"].notna(), place=place)
    return table.sort_values(["level", "place", "touchpoint"], ignore_index=True)[COLUMNS]


def _feelings(found: pd.DataFrame) -> dict[str, np.ndarray]:
    """Mean, interval and ends from exact sums of whole 1/10000 points."""
    pairs = [_moments(*row) for row in found[["scored", "total", "squares"]].to_numpy(object)]
    mean, variance = np.array(pairs, dtype="float64").reshape(-1, 2).T
    low, high = student(mean, variance, found["scored"])
    ends = (found[["least", "most"]].astype("float64") / SCALE).to_numpy().T
    names = ("feeling", "feeling_low", "feeling_high", "feeling_least", "feeling_most")
    values = (mean, low, high, *ends)
    return {key: np.round(value, FEELING_DIGITS) for key, value in zip(names, values, strict=True)}


def _moments(n: int, total: object, squares: object) -> tuple[float, float]:
    """Mean and sample variance in feeling points, exact until the last division."""
    if n == 0:
        return float("nan"), float("nan")
    whole, square = int(str(total)), int(str(squares))
    spread = (n * square - whole**2) / (n * (n - 1) * SCALE**2) if n > 1 else float("nan")
    return whole / (n * SCALE), spread


def _conversion(table: pd.DataFrame) -> dict[str, pd.Series]:
    """Share with its interval; missing where there is no next stage or nobody here."""
    known = table["customers"].where(table["next_stage"].notna(), 0)
    low, high = wilson(table["reached"], known)
    share = shares(table["reached"], known)
    return {
        "conversion": share,
        "conversion_low": pd.Series(low, index=table.index).round(SHARE_DIGITS),
        "conversion_high": pd.Series(high, index=table.index).round(SHARE_DIGITS),
    }
