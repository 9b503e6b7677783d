"""How many complaints the customer made."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark

WORDS = ("complain", "投诉")


def aggregate() -> nw.Expr:
    """How many complaints the customer made."""
    found = [nw.col("kind").str.contains(word, literal=True) for word in WORDS]
    return nw.any_horizontal(*found, ignore_nulls=True).cast(nw.Int64).sum()


INDICATOR = Indicator(
    key="complaint_count",
    label=mark("Complaints"),
    unit=mark("complaints"),
    meaning=mark(
        "Number of events whose touchpoint names a complaint (complaint, 投诉); fewer is better."
    ),
    family="relationship",
    better="low",
    source="events",
    empty=0.0,
    aggregate=aggregate,
)
