"""Mean answer to the customer effort question."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Mean answer to the customer effort question."""
    return nw.when(nw.col("item") == "ces").then(nw.col("score")).mean().round(9)


INDICATOR = Indicator(
    key="effort_score",
    label=mark("Effort (CES)"),
    unit=mark("mean score"),
    meaning=mark("Mean of the customer's CES answers; CES is customer effort, so fewer is better."),
    family="emotion",
    better="low",
    source="answers",
    question="ces",
    digits=2,
    aggregate=aggregate,
)
