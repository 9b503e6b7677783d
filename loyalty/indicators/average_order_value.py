"""Mean amount of an order."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Mean amount of an order."""
    return (
        nw.when(nw.col("is_order")).then(nw.col("amount")).sum().cast(nw.Float64)
        / nw.when(nw.col("is_order")).then(nw.lit(1)).sum()
    )


INDICATOR = Indicator(
    key="average_order_value",
    label=mark("Average order value"),
    unit=mark("money per order"),
    meaning=mark("Mean amount of an order; returns are not orders and do not enter."),
    family="purchase",
    better="high",
    source="orders",
    aggregate=aggregate,
)
