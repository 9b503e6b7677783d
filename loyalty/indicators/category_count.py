"""How many categories the customer bought from."""

import narwhals as nw

from loyalty.indicators.base import Indicator, distinct
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """How many categories the customer bought from."""
    return distinct(nw.when(~nw.col("is_return")).then(nw.col("category")))


INDICATOR = Indicator(
    key="category_count",
    label=mark("Categories"),
    unit=mark("categories"),
    meaning=mark("Number of different product categories among the order lines, returns left out."),
    family="purchase",
    better="high",
    source="lines",
    needs=("category",),
    empty=0.0,
    aggregate=aggregate,
)
