"""Mean days between one order and the next."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Mean days between one order and the next."""
    repeats = nw.col("is_order").cast(nw.Int64).sum() - 1
    span = nw.col("order_age").max() - nw.col("order_age").min()
    return nw.when(repeats > 0).then(span / repeats)


INDICATOR = Indicator(
    key="repeat_interval_days",
    label=mark("Repeat interval"),
    unit=mark("days"),
    meaning=mark(
        "Days from first to last order divided by the repeat orders; missing with a single order."
    ),
    family="purchase",
    better="low",
    source="orders",
    digits=1,
    aggregate=aggregate,
)
