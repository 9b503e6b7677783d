"""How many touchpoint events the customer has."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """How many touchpoint events the customer has."""
    return nw.len()


INDICATOR = Indicator(
    key="interaction_count",
    label=mark("Interactions"),
    unit=mark("events"),
    meaning=mark("Number of touchpoint events of any kind."),
    family="usage",
    better="high",
    source="events",
    empty=0.0,
    aggregate=aggregate,
)
