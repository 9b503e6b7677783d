"""Share of elapsed 90-day windows after the first order that hold an order."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark

WINDOW = 90


def aggregate() -> nw.Expr:
    """Share of elapsed 90-day windows after the first order that hold an order."""
    since_first = nw.col("first_age") - nw.col("order_age")
    elapsed = nw.col("first_age") // WINDOW
    window = (since_first + WINDOW - 1) // WINDOW
    held = nw.when((window >= 1) & (window <= elapsed)).then(window).n_unique()
    # n_unique counts the missing value as one; the first order itself is always such a row.
    return nw.when(elapsed.max() > 0).then((held - 1) / elapsed.max())


INDICATOR = Indicator(
    key="repurchase_rate",
    label=mark("Repurchase rate"),
    unit=mark("share of 90-day windows"),
    meaning=mark(
        "Of the full 90-day windows since the first order (days 1-90, 91-180, ...), the share with"
        " an order; missing before the first window has passed."
    ),
    family="purchase",
    better="high",
    source="orders",
    digits=2,
    aggregate=aggregate,
)
