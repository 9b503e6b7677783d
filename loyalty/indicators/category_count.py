"""How many categories the customer bought from."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """How many categories the customer bought from."""
    bought = nw.when(~nw.col("is_return")).then(nw.col("category"))
    return bought.n_unique() - bought.is_null().any().cast(nw.Int64)


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
