"""Events and orders as one row per moment of a journey: who, when, where, how it felt."""

import narwhals as nw

from loyalty import engine
from loyalty.engine import Tables
from loyalty.journey.stage_map import assign
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.rollup import CUSTOMER, until
from loyalty.study import Study

ORDERED = ("time", "position")
COLUMNS = (CUSTOMER, *ORDERED, "touchpoint", "feeling")
AFTER_EVENTS = 2**40  # orders come after events of the same moment
LAST_ORDER = 10
ORDER_NAMES = {"order 1": "purchase", "order 2+": "repurchase"}  # beside events


def moments(tables: Tables, study: Study) -> nw.LazyFrame:
    """customer_id, time, position, touchpoint, feeling: the events, or the orders without events.

    Orders become the touchpoints "order 1" to "order 9" and "order 10+" per customer, so that
    moves within the open last group are self-moves. Returns and cancelled orders are left out.
    """
    known = until(tables, study.as_of)
    if "events" in known:
        return _events(known["events"])
    if "orders" in known:
        return numbered(known["orders"], LAST_ORDER)
    raise Refused(mark("A journey needs touchpoint events or orders; these data have neither."))


def staged_moments(tables: Tables, study: Study) -> nw.LazyFrame:
    """`moments`; orders fill the stages purchase and repurchase that no event belongs to."""
    rows = moments(tables, study)
    if "events" not in tables or "orders" not in tables:
        return rows
    taken = set(assign(names(rows), study).values())
    orders = numbered(until(tables, study.as_of)["orders"], 2)
    for name, stage in ORDER_NAMES.items():
        if stage not in taken:
            rows = nw.concat([rows, orders.filter(nw.col("touchpoint") == name)])
    return rows


def numbered(orders: nw.LazyFrame, last: int) -> nw.LazyFrame:
    """Orders as moments named by their number per customer; from `last` on they share a name."""
    placed = orders.filter(~nw.col("is_return")).drop_nulls([CUSTOMER, "time"])
    number = nw.col("order_id").cum_count().over(CUSTOMER, order_by=["time", "order_id"])
    label = nw.concat_str([nw.lit("order "), nw.col("number").cast(nw.String)])
    return (
        placed.with_columns(number=number)
        .with_columns(
            position=nw.col("number").cast(nw.Int64) + AFTER_EVENTS,
            touchpoint=nw.when(nw.col("number") >= last)
            .then(nw.lit(f"order {last}+"))
            .otherwise(label),
            feeling=nw.lit(None).cast(nw.Float64),
        )
        .select(*COLUMNS)
    )


def names(rows: nw.LazyFrame) -> list[str]:
    """The touchpoints that occur, sorted."""
    return sorted(engine.collect(rows.select("touchpoint").unique())["touchpoint"])


def _events(events: nw.LazyFrame) -> nw.LazyFrame:
    if "feeling" not in events.collect_schema().names():
        events = events.with_columns(feeling=nw.lit(None).cast(nw.Float64))
    return events.drop_nulls([CUSTOMER, "time", "touchpoint"]).select(*COLUMNS)
