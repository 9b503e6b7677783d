"""The latest answer on how the customer rates us against competitors (Dick and Basu 1994)."""

import narwhals as nw

from loyalty.indicators.base import Indicator, latest
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """The latest answer on how the customer rates us against competitors."""
    return latest("relative_attitude")


INDICATOR = Indicator(
    key="relative_attitude",
    label=mark("Relative attitude"),
    unit=mark("points, 1 to 7"),
    meaning=mark(
        "The customer's latest answer on how we compare with competitors: 1 much worse, 4 the same,"
        " 7 much better (Dick and Basu 1994)."
    ),
    family="emotion",
    better="high",
    source="answers",
    question="relative_attitude",
    aggregate=aggregate,
)
