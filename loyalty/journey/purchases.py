"""The path from the first to the sixth purchase, from orders alone."""

import narwhals as nw
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.intervals import wilson
from loyalty.journey.units import SHARE_DIGITS, shares
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.rollup import CUSTOMER, until
from loyalty.study import Study

STEPS = 6
DAY = 86_400_000_000  # microseconds
DAY_DIGITS = 2


def purchase_path(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per purchase 1 to 6: who makes it, who goes on to the next, and after how long.

    purchase; customers with at least so many orders; reached = those with one more; conversion =
    reached / customers with its Wilson interval; gap_low, gap_median, gap_high = quartiles of the
    days to the next order. Returns are no orders; equal times go by order id.
    """
    if "orders" not in tables:
        raise Refused(mark("The purchase path needs orders; these data have none."))
    found = engine.collect(_steps(until(tables, study.as_of)["orders"]))
    path = found.set_index("purchase").reindex(range(1, STEPS + 1)).rename_axis("purchase")
    counts = path[["customers", "reached"]].fillna(0).astype("int64")
    gaps = (path[["gap_low", "gap_median", "gap_high"]] / DAY).round(DAY_DIGITS)
    low, high = wilson(counts["reached"], counts["customers"])
    counts["conversion"] = shares(counts["reached"], counts["customers"])
    counts["conversion_low"] = low.round(SHARE_DIGITS)
    counts["conversion_high"] = high.round(SHARE_DIGITS)
    return counts.join(gaps).reset_index()


def _steps(orders: nw.LazyFrame) -> nw.LazyFrame:
    order = {"order_by": ["time", "order_id"]}
    numbered = (
        orders.filter(~nw.col("is_return"))
        .drop_nulls([CUSTOMER, "time"])
        .with_columns(
            purchase=nw.col("order_id").cum_count().over(CUSTOMER, **order),
            later=nw.col("time").shift(-1).over(CUSTOMER, **order),
        )
    )
    gap = (nw.col("later") - nw.col("time")).dt.total_microseconds()
    return (
        numbered.filter(nw.col("purchase") <= STEPS)
        .with_columns(gap=gap)
        .group_by("purchase")
        .agg(
            customers=nw.len(),
            reached=nw.col("gap").count(),
            gap_low=nw.col("gap").quantile(0.25, interpolation="linear"),
            gap_median=nw.col("gap").median(),
            gap_high=nw.col("gap").quantile(0.75, interpolation="linear"),
        )
    )
