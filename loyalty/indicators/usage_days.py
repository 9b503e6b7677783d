"""On how many days the customer used the product."""

import narwhals as nw

from loyalty.indicators.base import Indicator, distinct
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """On how many days the customer used the product."""
    return distinct(nw.col("day"))


INDICATOR = Indicator(
    key="usage_days",
    label=mark("Days of use"),
    unit=mark("days"),
    meaning=mark(
        "Number of different days with an event of use: one that names a feature, or that has a"
        " duration at a touchpoint whose name does not speak of another stage."
    ),
    family="usage",
    better="high",
    source="usage",
    empty=0.0,
    aggregate=aggregate,
)
