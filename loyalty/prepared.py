"""The rows that indicators read, lazy until the engine runs them.

Sources and the columns their indicators may use:

orders     amount, is_order (bool), age (whole days before `as_of`), order_age (age, only of
           orders), first_age (order_age of the customer's first order), channel, discount,
           discounted (bool, null where unknown)
lines      category, product, amount, is_return
events     touchpoint (as in the data), kind (its lower case), feeling, duration, feature
usage      the events of use (see `loyalty.usage`): day, duration, feature, features (their number)
answers    item (question code), score, is_latest (the customer's last answer to that item)
referrals  one row per referred customer, under the customer who referred; ordered (bool)
"""

from collections.abc import Callable
from datetime import date, datetime, time

import narwhals as nw

from loyalty import engine
from loyalty.engine import Tables
from loyalty.questions import item_expression, valid_expression
from loyalty.usage import usage, with_features

CUSTOMER = "customer_id"


def age(as_of: date) -> nw.Expr:
    """Whole days between a row's day and `as_of`, by calendar days."""
    today = nw.lit(datetime.combine(as_of, time()))
    return (today - nw.col("time").dt.truncate("1d")).dt.total_minutes() // 1440


def _orders(tables: Tables, as_of: date) -> nw.LazyFrame:
    rows = tables["orders"].with_columns(is_order=~nw.col("is_return"), age=age(as_of))
    order_age = nw.when(nw.col("is_order")).then(nw.col("age"))
    rows = rows.with_columns(order_age=order_age).with_columns(
        first_age=nw.col("order_age").max().over(CUSTOMER)
    )
    return _discounted(rows, tables["orders"])


def _discounted(rows: nw.LazyFrame, orders: nw.LazyFrame) -> nw.LazyFrame:
    """Where no order writes a discount of zero, a blank one means none; else it is unknown."""
    if "discount" not in orders.collect_schema().names():
        return rows
    lowest = orders.filter(~nw.col("is_return")).select(nw.col("discount").min())
    blank_is_none = (engine.collect(lowest)["discount"].dropna() > 0).any()
    discounted = nw.col("discount") > 0
    return rows.with_columns(
        discounted=discounted.fill_null(value=False) if blank_is_none else discounted
    )


def _lines(tables: Tables, _as_of: date) -> nw.LazyFrame:
    return tables["lines"]


def _events(tables: Tables, _as_of: date) -> nw.LazyFrame:
    return tables["events"].with_columns(kind=nw.col("touchpoint").str.to_lowercase())


def _usage(tables: Tables, _as_of: date) -> nw.LazyFrame:
    return with_features(usage(tables["events"]))


def _answers(tables: Tables, _as_of: date) -> nw.LazyFrame:
    rows = tables["answers"].with_columns(item=item_expression()).filter(valid_expression())
    order = [name for name in ("time", "position") if name in rows.collect_schema().names()]
    following = nw.col("score").shift(-1).over(CUSTOMER, "item", order_by=order)
    return rows.with_columns(is_latest=following.is_null())


def _referrals(tables: Tables, _as_of: date) -> nw.LazyFrame:
    rows = tables["customers"].filter(~nw.col("referred_by").is_null())
    named = rows.select(nw.col("referred_by").alias(CUSTOMER), nw.col(CUSTOMER).alias("referred"))
    if "orders" not in tables:
        return named
    bought = tables["orders"].filter(~nw.col("is_return"))
    buyers = bought.select(nw.col(CUSTOMER).alias("referred")).unique()
    both = named.join(buyers.with_columns(ordered=nw.lit(value=True)), on="referred", how="left")
    return both.with_columns(nw.col("ordered").fill_null(value=False))


PREPARE: dict[str, Callable[[Tables, date], nw.LazyFrame]] = {
    "orders": _orders,
    "lines": _lines,
    "events": _events,
    "usage": _usage,
    "answers": _answers,
    "referrals": _referrals,
}
