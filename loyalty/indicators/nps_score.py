"""The latest 0-10 answer to the recommendation question."""

import narwhals as nw

from loyalty.indicators.base import Indicator, latest
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """The latest 0-10 answer to the recommendation question."""
    return latest("nps")


INDICATOR = Indicator(
    key="nps_score",
    label=mark("Willingness to recommend (NPS answer)"),
    unit=mark("points, 0 to 10"),
    meaning=mark("The customer's latest answer from 0 to 10; 9-10 promoter, 0-6 detractor."),
    family="recommendation",
    better="high",
    source="answers",
    question="nps",
    aggregate=aggregate,
)
