"""How many minutes the customer used the product."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """How many minutes the customer used the product."""
    return nw.col("duration").sum().round(6)


INDICATOR = Indicator(
    key="usage_minutes",
    label=mark("Time of use"),
    unit=mark("minutes"),
    meaning=mark(
        "Sum of the durations of the events of use, in minutes; a blank duration adds nothing."
    ),
    family="usage",
    better="high",
    source="usage",
    needs=("duration",),
    empty=0.0,
    aggregate=aggregate,
)
