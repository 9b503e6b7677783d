"""The path from the first to the sixth purchase, from orders alone."""

import narwhals as nw
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.intervals import wilson
from loyalty.journey.cut import DAY
from loyalty.journey.units import SHARE_DIGITS, shares
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.rollup import CUSTOMER, until
from loyalty.study import Study

STEPS = 6
DAY_DIGITS = 2


def purchase_path(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per purchase 1 to 6: who makes it, who goes on to the next, and after how long.

    purchase; customers with at least so many orders; reached = those with one more; conversion =
    reached / customers with its Wilson interval; gap_low, gap_median, gap_high = quartiles of the
    days to the next order. Returns are no orders; equal times go by order id.
    """
    return _finish(engine.collect(_summary(_steps(tables, study))))


def gaps(tables: Tables, study: Study) -> pd.DataFrame:
    """The first six purchases of each customer: customer_id, purchase, gap to the next in us."""
    return engine.collect(_steps(tables, study).select(CUSTOMER, "purchase", "gap"))


def of_gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """`purchase_path` of some of the rows of `gaps`, such as those of a group of customers."""
    by_purchase = rows.groupby("purchase")["gap"]
    found = pd.DataFrame({"customers": by_purchase.size(), "reached": by_purchase.count()})
    for name, share in (("gap_low", 0.25), ("gap_median", 0.5), ("gap_high", 0.75)):
        found[name] = by_purchase.quantile(share)
    return _finish(found.reset_index())


def _finish(found: pd.DataFrame) -> pd.DataFrame:
    path = found.set_index("purchase").reindex(range(1, STEPS + 1)).rename_axis("purchase")
    counts = path[["customers", "reached"]].fillna(0).astype("int64")
    gaps = (path[["gap_low", "gap_median", "gap_high"]] / DAY).round(DAY_DIGITS)
    low, high = wilson(counts["reached"], counts["customers"])
    counts["conversion"] = shares(counts["reached"], counts["customers"])
    counts["conversion_low"] = low.round(SHARE_DIGITS)
    counts["conversion_high"] = high.round(SHARE_DIGITS)
    return counts.join(gaps).reset_index()


def _steps(tables: Tables, study: Study) -> nw.LazyFrame:
    """A row for each of the first six purchases, with the time to the next one."""
    if "orders" not in tables:
        raise Refused(mark("The purchase path needs orders; these data have none."))
    orders = until(tables, study.as_of)["orders"]
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
    return numbered.filter(nw.col("purchase") <= STEPS).with_columns(gap=gap)


def _summary(steps: nw.LazyFrame) -> nw.LazyFrame:
    return steps.group_by("purchase").agg(
        customers=nw.len(),
        reached=nw.col("gap").count(),
        gap_low=nw.col("gap").quantile(0.25, interpolation="linear"),
        gap_median=nw.col("gap").median(),
        gap_high=nw.col("gap").quantile(0.75, interpolation="linear"),
    )
