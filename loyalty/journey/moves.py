"""Moves from one touchpoint to the next, as a transition table."""

import narwhals as nw
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.journey.moments import ORDERED, moments
from loyalty.journey.units import hours, shares
from loyalty.rollup import CUSTOMER
from loyalty.study import Study

START = "(start)"
END = "(end)"


def transitions(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per source and target: moves, share of all moves out of source, median_hours.

    One uncut journey per customer, from `START` to `END` (no hours there), self-moves included;
    with orders only, the touchpoints are order 1, order 2 ... Hours are rounded to 0.0001.
    """
    counted = engine.collect(_counted(moments(tables, study)))
    table = pd.concat([_inner(counted), _ends(counted)], ignore_index=True)
    table = table.sort_values(["source", "target"], ignore_index=True)
    table["share"] = shares(table["moves"], table.groupby("source")["moves"].transform("sum"))
    return table[["source", "target", "moves", "share", "median_hours"]]


def _counted(rows: nw.LazyFrame) -> nw.LazyFrame:
    """Per pair of previous (null at the start) and own touchpoint: moves, journeys that end."""
    journey = {"order_by": list(ORDERED)}
    placed = rows.with_columns(
        source=nw.col("touchpoint").shift(1).over(CUSTOMER, **journey),
        before=nw.col("time").shift(1).over(CUSTOMER, **journey),
        after=nw.col("time").shift(-1).over(CUSTOMER, **journey),
    )
    gap = (nw.col("time") - nw.col("before")).dt.total_microseconds()
    last = nw.col("after").is_null().cast(nw.Int64)
    return (
        placed.with_columns(gap=gap, last=last)
        .rename({"touchpoint": "target"})
        .group_by("source", "target")
        .agg(moves=nw.len(), ends=nw.col("last").sum(), gap=nw.col("gap").median())
    )


def _inner(counted: pd.DataFrame) -> pd.DataFrame:
    return counted.assign(
        source=counted["source"].fillna(START), median_hours=hours(counted["gap"])
    )[["source", "target", "moves", "median_hours"]]


def _ends(counted: pd.DataFrame) -> pd.DataFrame:
    ends = counted.groupby("target", as_index=False)["ends"].sum()
    ends = ends[ends["ends"] > 0].rename(columns={"target": "source", "ends": "moves"})
    return ends.assign(target=END, median_hours=float("nan"), moves=ends["moves"].astype("int64"))
