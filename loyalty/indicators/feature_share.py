"""Share of the known features that the customer used."""

import narwhals as nw

from loyalty.indicators.base import Indicator, distinct
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Share of the known features that the customer used."""
    return distinct(nw.col("feature")) / nw.col("features").max()


INDICATOR = Indicator(
    key="feature_share",
    label=mark("Features used"),
    unit=mark("share of features"),
    meaning=mark(
        "Number of different features the customer used, divided by the number that anybody used"
        " in these data."
    ),
    family="usage",
    better="high",
    source="usage",
    needs=("feature",),
    empty=0.0,
    digits=2,
    aggregate=aggregate,
)
