"""Tables -> one row per customer: one group-by per source table, lazy until the engine runs it.

`loyalty.prepared` says which rows and columns the indicators of each source read.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import narwhals as nw
import numpy as np
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.indicators.base import Indicator
from loyalty.language import mark
from loyalty.prepared import CUSTOMER, PREPARE, age
from loyalty.questions import item
from loyalty.usage import usage

TIMES = {"orders": "time", "lines": "time", "events": "time", "answers": "time"} | {
    "customers": "joined"
}


def until(tables: Tables, as_of: date) -> dict[str, nw.LazyFrame]:
    """The tables without rows later than the day `as_of`; rows without a time stay."""
    end = datetime.combine(as_of + timedelta(days=1), time())
    return {
        name: table.filter((nw.col(TIMES[name]) < end) | nw.col(TIMES[name]).is_null())
        if TIMES.get(name) in table.collect_schema().names()
        else table
        for name, table in tables.items()
    }


def last_day(tables: Tables) -> date | None:
    """The day of the last order, event or answer; None without any time."""
    return max(_days(tables, nw.col("time").max()), default=None)


def first_day(tables: Tables) -> date | None:
    """The day of the first order, event or answer; None without any time."""
    return min(_days(tables, nw.col("time").min()), default=None)


def _days(tables: Tables, extreme: nw.Expr) -> list[date]:
    found = [
        engine.collect(tables[name].select(extreme))["time"].iloc[0]
        for name in ("orders", "events", "answers")
        if name in tables and "time" in tables[name].collect_schema().names()
    ]
    return [day.date() for day in found if not pd.isna(day)]


def unavailable(tables: Tables, indicators: Sequence[Indicator]) -> dict[str, str]:
    """Indicators these tables cannot give: key -> the reason, marked for translation."""
    asked = _items(tables["answers"]) if "answers" in tables else set()
    wanted = "events" in tables and any(one.source == "usage" for one in indicators)
    known = {**tables, "usage": usage(tables["events"])} if wanted else tables
    reasons = {one.key: _missing(one, known, asked) for one in indicators}
    return {key: reason for key, reason in reasons.items() if reason}


def customers(tables: Tables, as_of: date, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """One row per customer of any table: customer_id (sorted) and a float column per indicator.

    An unavailable indicator is a column of NaN. Money is summed as DECIMAL by the engine.
    """
    known = until(tables, as_of)
    missing = unavailable(known, indicators)
    usable = [one for one in indicators if one.key not in missing]
    frame = engine.collect(_everyone(known).sort(CUSTOMER)).set_index(CUSTOMER)
    for source in dict.fromkeys(one.source for one in usable):
        group = [one for one in usable if one.source == source]
        rows = engine.collect(_aggregate(known, source, as_of, group))
        frame = frame.join(rows.set_index(CUSTOMER))
    return _fill(frame, indicators, usable).reset_index()


MISSING_TABLE = {
    "orders": mark("needs orders"),
    "lines": mark("needs orders with a category column"),
    "events": mark("needs touchpoint events"),
    "usage": mark("needs touchpoint events"),
    "answers": mark("needs survey answers"),
    "customers": mark("needs a customer table"),
}


def _missing(one: Indicator, tables: Tables, asked: set[str]) -> str:
    source = "customers" if one.source == "referrals" else one.source
    absent = [table for table in (source, *one.beside) if table not in tables]
    if absent:
        return MISSING_TABLE[absent[0]]
    if set(one.needs) - set(tables[source].collect_schema().names()):
        return mark("the data have no column for it")
    if one.question and one.question not in asked:
        return mark("no survey answer to this question")
    if one.source == "usage" and not _tells(tables[source], one.needs):
        return mark("no event of use tells it")
    return ""


def _tells(rows: nw.LazyFrame, needs: Sequence[str]) -> bool:
    """Whether any row has all these values."""
    for name in needs:
        rows = rows.filter(~nw.col(name).is_null())
    return bool(len(engine.collect(rows.select(CUSTOMER).head(1))))


def _items(answers: nw.LazyFrame) -> set[str]:
    questions = engine.collect(answers.select("question").unique())["question"]
    return {item(question) for question in questions.dropna()}


def repeat_gaps(tables: Tables, as_of: date) -> pd.Series:
    """Days between consecutive order days of the same customer, for all customers."""
    days = (
        until(tables, as_of)["orders"]
        .filter(~nw.col("is_return"))
        .select(CUSTOMER, nw.col("time").dt.truncate("1d").alias("day"))
        .unique()
    )
    previous = nw.col("day").shift(1).over(CUSTOMER, order_by="day")
    gaps = days.with_columns(gap=(nw.col("day") - previous).dt.total_minutes() // 1440)
    return engine.collect(gaps.filter(~nw.col("gap").is_null()).select("gap"))["gap"]


def monthly(tables: Tables, as_of: date) -> pd.DataFrame:
    """By month: month, orders, spend (returns subtracted), customers who ordered, new, returning.

    A customer is new in the month of the first order; months without any order are rows of zero.
    """
    month = nw.col("time").dt.truncate("1mo")
    rows = until(tables, as_of)["orders"].with_columns(month=month, is_order=~nw.col("is_return"))
    order_month = nw.when(nw.col("is_order")).then(nw.col("month"))
    rows = rows.with_columns(first=order_month.min().over(CUSTOMER), order_month=order_month)
    buyer = nw.when(nw.col("is_order")).then(nw.col(CUSTOMER))
    newcomer = nw.when(nw.col("order_month") == nw.col("first")).then(nw.col(CUSTOMER))
    found = engine.collect(
        rows.group_by("month").agg(
            orders=nw.col("is_order").cast(nw.Int64).sum(),
            spend=nw.col("amount").sum().cast(nw.Float64),
            customers=_distinct(buyer),
            new=_distinct(newcomer),
        )
    ).set_index("month")
    every = pd.date_range(found.index.min(), found.index.max(), freq="MS", name="month")
    full = found.reindex(every, fill_value=0).reset_index()
    return full.assign(returning=full["customers"] - full["new"])


def _distinct(values: nw.Expr) -> nw.Expr:
    """How many different values there are; a missing one is none of them."""
    return values.n_unique() - values.is_null().any().cast(nw.Int64)


def recent_spend(tables: Tables, as_of: date, days: int) -> float | None:
    """Spend (returns subtracted) of the last `days` days; None when orders began later."""
    rows = until(tables, as_of)["orders"].with_columns(age=age(as_of))
    amount = nw.when(nw.col("age") < days).then(nw.col("amount")).sum()
    found = engine.collect(rows.select(amount=amount, oldest=nw.col("age").max())).iloc[0]
    reaches = not pd.isna(found["oldest"]) and found["oldest"] + 1 >= days
    return float(found["amount"]) if reaches else None


def active_days(gaps: pd.Series) -> int:
    """Silence after which a customer no longer counts as active: 90th percentile of the gaps."""
    return int(np.ceil(np.percentile(gaps, 90))) if len(gaps) else 90


def _everyone(tables: Tables) -> nw.LazyFrame:
    names = [name for name in ("customers", "orders", "events", "answers") if name in tables]
    rows = nw.concat([tables[name].select(CUSTOMER) for name in names])
    return rows.group_by(CUSTOMER).agg(rows=nw.len()).select(CUSTOMER)


def _aggregate(
    tables: Tables, source: str, as_of: date, group: Sequence[Indicator]
) -> nw.LazyFrame:
    rows = PREPARE[source](tables, as_of)
    columns = {one.key: one.aggregate().cast(nw.Float64) for one in group}
    return rows.group_by(CUSTOMER).agg(**columns)


def _fill(
    frame: pd.DataFrame, indicators: Sequence[Indicator], usable: Sequence[Indicator]
) -> pd.DataFrame:
    for one in indicators:
        if one not in usable:
            frame[one.key] = np.nan
        elif one.empty is not None:
            frame[one.key] = frame[one.key].fillna(one.empty)
    return frame[[one.key for one in indicators]].astype("float64")
