"""What the customer paid, less what was returned."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """What the customer paid, less what was returned."""
    return nw.col("amount").sum()


INDICATOR = Indicator(
    key="spend",
    label=mark("Spend"),
    unit=mark("money"),
    meaning=mark("Sum of all amounts, returns subtracted; can be negative."),
    family="purchase",
    better="high",
    source="orders",
    empty=0.0,
    aggregate=aggregate,
)
