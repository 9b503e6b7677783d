"""Days since the first order."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Days since the first order."""
    return nw.col("order_age").max()


INDICATOR = Indicator(
    key="tenure_days",
    label=mark("Tenure"),
    unit=mark("days"),
    meaning=mark("Whole days from the first order to the date of the study."),
    family="relationship",
    better="high",
    source="orders",
    aggregate=aggregate,
)
