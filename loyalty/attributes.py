"""What tables know of customers beside the indicators: columns rules and weight groups may name.

attribute.<name>   other columns of the customer table: numbers, and texts that customers share:
    at most `DISTINCT` different ones and, beyond `FEW`, one for every two customers
answer.<code>      the latest score to each survey question, up to `QUESTIONS` of them
date.joined        day of joining
last_gap_days      whole days between the last two days with an order
"""

from datetime import date

import narwhals as nw
import pandas as pd

from loyalty import engine, rollup
from loyalty.engine import Tables
from loyalty.prepared import CUSTOMER, PREPARE
from loyalty.schema import CUSTOMERS

DISTINCT = 1000
FEW = 20
QUESTIONS = 100
GAP = "last_gap_days"


def attributes(tables: Tables, as_of: date) -> pd.DataFrame:
    """One row per customer of whom anything is known, indexed by customer_id."""
    known = rollup.until(tables, as_of)
    parts = [pd.DataFrame(index=pd.Index([], name=CUSTOMER, dtype="str"))]
    if "customers" in known:
        parts.append(_of_table(known["customers"]))
    if "answers" in known:
        parts.append(_of_answers(known, as_of))
    if "orders" in known:
        parts.append(_last_gap(known["orders"]))
    return pd.concat(parts, axis=1)


def _of_table(customers: nw.LazyFrame) -> pd.DataFrame:
    frame = engine.collect(customers).drop_duplicates(CUSTOMER).set_index(CUSTOMER)
    known = set(CUSTOMERS.names)
    columns = {f"attribute.{name}": _plain(frame[name]) for name in frame if name not in known}
    if "joined" in frame:
        columns["date.joined"] = frame["joined"].astype("datetime64[s]")
    return pd.DataFrame(
        {name: values for name, values in columns.items() if values is not None}, index=frame.index
    )


def _plain(values: pd.Series) -> pd.Series | None:
    """A number or category; None for texts that tell single people, such as names."""
    if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
        texts = values.astype("str").where(values.notna()).astype("category")
        most = min(DISTINCT, max(FEW, values.notna().sum() // 2))
        return texts if 0 < len(texts.cat.categories) <= most else None
    return values.astype("float64")


def _of_answers(known: Tables, as_of: date) -> pd.DataFrame:
    rows = PREPARE["answers"](known, as_of).filter(nw.col("is_latest"))
    latest = engine.collect(rows.group_by(CUSTOMER, "item").agg(nw.col("score").max()))
    common = latest["item"].value_counts().sort_index().nlargest(QUESTIONS).index
    wide = latest[latest["item"].isin(common)].pivot(index=CUSTOMER, columns="item", values="score")
    return wide.rename(columns=lambda item: f"answer.{item}").astype("float64")


def _last_gap(orders: nw.LazyFrame) -> pd.DataFrame:
    days = orders.filter(~nw.col("is_return")).select(
        CUSTOMER, nw.col("time").dt.truncate("1d").alias("day")
    )
    last = days.group_by(CUSTOMER).agg(last=nw.col("day").max())
    earlier = days.join(last, on=CUSTOMER).filter(nw.col("day") < nw.col("last"))
    gap = (nw.col("last") - nw.col("day")).dt.total_minutes() // 1440
    found = engine.collect(earlier.group_by(CUSTOMER).agg(gap.min().cast(nw.Float64).alias(GAP)))
    return found.set_index(CUSTOMER)
