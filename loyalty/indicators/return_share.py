"""Share of a customer's orders and returns that are returns."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Share of a customer's orders and returns that are returns."""
    return nw.col("is_return").cast(nw.Float64).mean()


INDICATOR = Indicator(
    key="return_share",
    label=mark("Return share"),
    unit=mark("share of transactions"),
    meaning=mark(
        "Returns and cancellations divided by orders and returns together; fewer is better."
    ),
    family="relationship",
    better="low",
    source="orders",
    digits=2,
    aggregate=aggregate,
)
