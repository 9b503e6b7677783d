"""Share of the customer's orders that were bought at a discount."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Share of the customer's orders that were bought at a discount."""
    discounted = nw.col("discounted").cast(nw.Float64)
    return nw.when(nw.col("is_order")).then(discounted).mean()


INDICATOR = Indicator(
    key="discount_share",
    label=mark("Discount share"),
    unit=mark("share of orders"),
    meaning=mark(
        "Orders with a discount divided by all orders whose discount is known; in data that never"
        " write a discount of zero, a blank means none. Fewer is better."
    ),
    family="purchase",
    better="low",
    source="orders",
    needs=("discount",),
    digits=2,
    aggregate=aggregate,
)
