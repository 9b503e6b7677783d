"""Mean answer to the satisfaction question."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Mean answer to the satisfaction question."""
    return nw.when(nw.col("item") == "csat").then(nw.col("score")).mean().round(9)


INDICATOR = Indicator(
    key="satisfaction",
    label=mark("Satisfaction (CSAT)"),
    unit=mark("mean score"),
    meaning=mark("Mean of the customer's CSAT answers, on the scale of the survey."),
    family="emotion",
    better="high",
    source="answers",
    question="csat",
    digits=2,
    aggregate=aggregate,
)
