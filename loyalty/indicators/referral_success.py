"""Share of the customers referred by this one who ordered."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """Share of the customers referred by this one who ordered."""
    return nw.col("ordered").cast(nw.Float64).mean()


INDICATOR = Indicator(
    key="referral_success",
    label=mark("Referral success"),
    unit=mark("share of referred customers"),
    meaning=mark(
        "Of the customers this customer referred, the share with an order; missing without"
        " referrals."
    ),
    family="recommendation",
    better="high",
    source="referrals",
    needs=("referred_by",),
    beside=("orders",),
    digits=2,
    aggregate=aggregate,
)
