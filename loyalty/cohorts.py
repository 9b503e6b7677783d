"""Cohorts: customers who joined in the same month, who of them come back, who has bought again.

A customer joins in the calendar month (or quarter) of the first order. Age counts calendar months
since then, as usual in retention tables: age 0 is the rest of the joining month itself. A share is
given only for months that are over by the day of the study; a month still running is left out, and
so is whoever joined in it. Whoever bought before the data begin counts as joining at their start.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty import engine
from loyalty.engine import Tables
from loyalty.intervals import wilson
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.rollup import CUSTOMER, until

Period = Literal["month", "quarter"]
MONTHS: dict[Period, int] = {"month": 1, "quarter": 3}
SEPARATOR = "\x1f"  # no id holds it: reading removes control characters
SHARES = {"retention": "active", "repurchase": "repurchased"}


def cohorts(
    tables: Tables,
    as_of: date,
    period: Period = "month",
    customers: Sequence[str] | None = None,
) -> pd.DataFrame:
    """One row per cohort and age, both in order; cohorts without customers have no row.

    Args:
        tables: the stored tables; only orders count, returns do not.
        as_of: later rows are ignored.
        period: length of a cohort and of one step of age.
        customers: restricts the cohorts to these ids; None for everybody.

    Returns:
        cohort (first day), age (periods, from 0), size (customers who joined), active (who ordered
        in that period), retention = active / size, repurchased (who have two orders by its end,
        of the joining period too), repurchase = repurchased / size; shares 0-1, each with its
        95 % Wilson interval as _low and _high.

    Raises:
        Refused: there are no orders.
    """
    if "orders" not in tables:
        raise Refused(mark("Cohorts need orders; these data have none."))
    orders = until(tables, as_of)["orders"].filter(~nw.col("is_return"))
    orders = orders.drop_nulls([CUSTOMER, "time"])
    if customers is not None:
        orders = _among(orders, customers)
    after = as_of + timedelta(days=1)
    last = (after.year * 12 + after.month - 1) // MONTHS[period] - 1
    counted = _every_age(engine.collect(_counted(orders, MONTHS[period])), last)
    return _with_shares(counted.assign(cohort=_first_days(counted["cohort"], MONTHS[period])))


def overall(table: pd.DataFrame) -> pd.DataFrame:
    """The cohorts of `cohorts` pooled by age.

    An age rests on the cohorts old enough to be seen at it, so the higher the age, the fewer and
    the earlier the customers: a change from one age to the next is partly a change of cohorts.

    Returns:
        age, cohorts (how many), size, active, repurchased and the shares of `cohorts`.
    """
    counts = ["size", "active", "repurchased"]
    grouped = table.groupby("age")
    pooled = grouped[counts].sum().assign(cohorts=grouped["cohort"].nunique()).reset_index()
    return _with_shares(pooled[["age", "cohorts", *counts]])


def _with_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Add retention and repurchase, of `size`, with their intervals."""
    shares: dict[str, pd.Series | NDArray] = {}
    for share, count in SHARES.items():
        shares[share] = counts[count] / counts["size"]
        shares[f"{share}_low"], shares[f"{share}_high"] = wilson(counts[count], counts["size"])
    return counts.assign(**shares)


def _among(orders: nw.LazyFrame, customers: Sequence[str]) -> nw.LazyFrame:
    """Orders of these customers: a join, because a long list of constants is slow to plan."""
    ids = nw.lit(SEPARATOR.join(customers)).str.split(SEPARATOR)
    chosen = orders.head(1).select(chosen=ids).explode("chosen")
    return orders.join(chosen, how="semi", left_on=CUSTOMER, right_on="chosen")


def _counted(orders: nw.LazyFrame, months: int) -> nw.LazyFrame:
    """Customers per cohort and age who ordered, and whose second order fell there.

    The second order falls into the joining period, or into the next one with an order.
    """
    time = nw.col("time").dt
    number = (time.year().cast(nw.Int64) * 12 + time.month() - 1) // months
    visits = orders.group_by(CUSTOMER, number.alias("number")).agg(orders=nw.len())
    aged = visits.with_columns(cohort=nw.col("number").min().over(CUSTOMER))
    aged = aged.with_columns(age=nw.col("number") - nw.col("cohort"))
    joining, age = nw.col("age") == 0, nw.col("age")
    aged = aged.with_columns(
        next=nw.when(~joining).then(age).min().over(CUSTOMER),
        joined_with=nw.when(joining).then(nw.col("orders")).max().over(CUSTOMER),
    )
    at_once = nw.col("joined_with") > 1
    second = (at_once & joining) | (~at_once & (age == nw.col("next")))
    return aged.group_by("cohort", "age").agg(
        active=nw.len(), second=nw.when(second).then(1).otherwise(0).sum()
    )


def _every_age(found: pd.DataFrame, last: int) -> pd.DataFrame:
    """cohort, age, size, active, repurchased for every age up to the period `last`."""
    joined = np.sort(found.loc[found["cohort"] <= last, "cohort"].unique()).astype("int64")
    ages = last - joined + 1
    age = np.arange(ages.sum()) - np.repeat(ages.cumsum() - ages, ages)
    index = pd.MultiIndex.from_arrays([np.repeat(joined, ages), age], names=["cohort", "age"])
    full = found.set_index(["cohort", "age"]).reindex(index, fill_value=0).astype("int64")
    by_cohort = full.groupby("cohort")
    full = full.assign(
        size=by_cohort["active"].transform("first"), repurchased=by_cohort["second"].cumsum()
    )
    return full[["size", "active", "repurchased"]].reset_index()


def _first_days(numbers: pd.Series, months: int) -> pd.Series:
    years, month = np.divmod(numbers.to_numpy() * months, 12)
    parts = pd.DataFrame({"year": years, "month": month + 1, "day": 1})
    return pd.to_datetime(parts).astype("datetime64[us]")
