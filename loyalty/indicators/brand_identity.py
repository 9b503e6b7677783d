"""The latest answer on identifying with the brand."""

import narwhals as nw

from loyalty.indicators.base import Indicator, latest
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """The latest answer on identifying with the brand."""
    return latest("brand_identity")


INDICATOR = Indicator(
    key="brand_identity",
    label=mark("Brand identity"),
    unit=mark("score"),
    meaning=mark(
        "The customer's latest answer on how far they identify with the brand, on the scale of the"
        " survey."
    ),
    family="emotion",
    better="high",
    source="answers",
    question="brand_identity",
    aggregate=aggregate,
)
