"""How many channels the customer ordered through."""

import narwhals as nw

from loyalty.indicators.base import Indicator, distinct
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """How many channels the customer ordered through."""
    return distinct(nw.when(nw.col("is_order")).then(nw.col("channel")))


INDICATOR = Indicator(
    key="channel_count",
    label=mark("Channels"),
    unit=mark("channels"),
    meaning=mark("Number of different channels among the orders."),
    family="usage",
    better="high",
    source="orders",
    needs=("channel",),
    empty=0.0,
    aggregate=aggregate,
)
