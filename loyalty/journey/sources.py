"""What enters a journey, as lazy rows: events, orders that no event records, scored answers.

With events, an order enters when the customer has no event of a purchase on its day or the day
before or after (a checkout before midnight is booked the next morning): an event whose name speaks
of an order, or one whose name says nothing we know that the study puts into the stage purchase (a
campaign put there records none). Orders are numbered by all orders of
the customer; returns and cancelled orders are none.
"""

import re

import narwhals as nw

from loyalty import engine
from loyalty.engine import Tables
from loyalty.journey.stage_words import plain, stage_of
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.questions import item_expression, valid_expression
from loyalty.rollup import CUSTOMER, until
from loyalty.study import Study

COLUMNS = (CUSTOMER, "time", "position", "touchpoint", "channel", "feeling")
AFTER_EVENTS = 2**40  # orders come after events of the same moment
LAST_ORDER, LAST_BESIDE_EVENTS = 10, 2
BUYING = re.compile(
    r"purchase|\bbuy|bought|\border|check ?out|payment|\bpay|\bpaid\b|transaction|\bsales?\b"
    r"|购买|下单|订单|支付|付款|结账|结算|成交"
)


def moments(tables: Tables, study: Study) -> nw.LazyFrame:
    """One row per moment with `COLUMNS`; Refused when there are neither events nor orders.

    With orders only, the touchpoints are "order 1" to "order 9" and "order 10+", so that moves
    within the open last group are self-moves; beside events they are "order 1" and "order 2+".
    """
    if not beside(tables, study):
        return all_moments(tables, study)
    known = until(tables, study.as_of)
    rows = _events(known["events"])
    return nw.concat([rows, _unrecorded(known["orders"], rows, study)])


def beside(tables: Tables, study: Study) -> bool:
    """Whether orders that no event records enter beside the events."""
    return "events" in tables and "orders" in tables and study.journey.orders != "none"


def all_moments(tables: Tables, study: Study) -> nw.LazyFrame:
    """`moments` with all orders, also those that an event records: equal for every stage map."""
    known = until(tables, study.as_of)
    if "events" in known:
        rows = _events(known["events"])
        if not beside(tables, study):
            return rows
        return nw.concat([rows, numbered(known["orders"], LAST_BESIDE_EVENTS)])
    if "orders" in known:
        return numbered(known["orders"], LAST_ORDER)
    raise Refused(mark("A journey needs touchpoint events or orders; these data have neither."))


def answers(tables: Tables, study: Study) -> nw.LazyFrame | None:
    """customer_id, time, item, score of the answers that may attach to a touchpoint, or None."""
    known = until(tables, study.as_of)
    if "answers" not in known or not study.journey.answers:
        return None
    rows = known["answers"]
    if "time" not in rows.collect_schema().names():
        return None
    scored = rows.with_columns(item=item_expression()).filter(valid_expression())
    wanted = scored.filter(nw.col("item").is_in(list(study.journey.answers)))
    return wanted.drop_nulls([CUSTOMER, "time"]).select(CUSTOMER, "time", "item", "score")


def buying(names: list[str], study: Study) -> list[str]:
    """Touchpoints that record an order."""
    placed = [name for name, stage in study.stages.items() if stage == "purchase"]
    chosen = {name for name in placed if stage_of(name) is None}
    return [name for name in names if name in chosen or BUYING.search(plain(name))]


def told_buying(study: Study) -> list[str]:
    """Touchpoints that record an order because the study says so and their names do not."""
    chosen = sorted(name for name, stage in study.stages.items() if stage == "purchase")
    return [name for name in chosen if not BUYING.search(plain(name))]


def numbered(orders: nw.LazyFrame, last: int) -> nw.LazyFrame:
    """Orders as moments named by their number per customer; from `last` on they share a name."""
    placed = orders.filter(~nw.col("is_return")).drop_nulls([CUSTOMER, "time"])
    number = nw.col("order_id").cum_count().over(CUSTOMER, order_by=["time", "order_id"])
    label = nw.concat_str([nw.lit("order "), nw.col("number").cast(nw.String)])
    return (
        _with(placed, "channel", nw.String)
        .with_columns(number=number)
        .with_columns(
            position=nw.col("number").cast(nw.Int64) + AFTER_EVENTS,
            touchpoint=nw.when(nw.col("number") >= last)
            .then(nw.lit(f"order {last}+"))
            .otherwise(label),
            feeling=nw.lit(None).cast(nw.Float64),
        )
        .select(*COLUMNS)
    )


def _events(events: nw.LazyFrame) -> nw.LazyFrame:
    rows = _with(_with(events, "feeling", nw.Float64), "channel", nw.String)
    return rows.drop_nulls([CUSTOMER, "time", "touchpoint"]).select(*COLUMNS)


def _unrecorded(orders: nw.LazyFrame, events: nw.LazyFrame, study: Study) -> nw.LazyFrame:
    rows = numbered(orders, LAST_BESIDE_EVENTS)
    found = buying(_names(events), study)
    if not found:
        return rows
    day = nw.col("time").dt.truncate("1d")
    bought = events.filter(nw.col("touchpoint").is_in(found)).select(CUSTOMER, day=day)
    near = nw.concat(
        [bought.with_columns(day=nw.col("day").dt.offset_by(by)) for by in ("-1d", "0d", "1d")]
    ).unique()
    return rows.with_columns(day=day).join(near, on=[CUSTOMER, "day"], how="anti").select(*COLUMNS)


def _names(rows: nw.LazyFrame) -> list[str]:
    return sorted(engine.collect(rows.select("touchpoint").unique())["touchpoint"])


def _with(rows: nw.LazyFrame, column: str, kind: type[nw.Float64 | nw.String]) -> nw.LazyFrame:
    """The rows, with an empty column where the data have none of this name."""
    if column in rows.collect_schema().names():
        return rows
    return rows.with_columns(nw.lit(None).cast(kind).alias(column))
