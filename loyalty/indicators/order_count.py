"""How many orders the customer placed."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """How many orders the customer placed."""
    return nw.col("is_order").cast(nw.Int64).sum()


INDICATOR = Indicator(
    key="order_count",
    label=mark("Frequency"),
    unit=mark("orders"),
    meaning=mark("Number of orders; returns and cancellations are not orders."),
    family="purchase",
    better="high",
    source="orders",
    empty=0.0,
    aggregate=aggregate,
)
