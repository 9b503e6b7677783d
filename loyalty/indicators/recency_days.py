"""Days since the last order."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Days since the last order."""
    return nw.col("order_age").min()


INDICATOR = Indicator(
    key="recency_days",
    label=mark("Recency"),
    unit=mark("days"),
    meaning=mark("Whole days from the last order to the date of the study; fewer is better."),
    family="purchase",
    better="low",
    source="orders",
    aggregate=aggregate,
)
