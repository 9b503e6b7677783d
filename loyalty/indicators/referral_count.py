"""How many customers name this customer as the one who referred them."""

import narwhals as nw

from loyalty.indicators.base import Indicator
from loyalty.language import mark


def aggregate() -> nw.Expr:
    """How many customers name this customer as the one who referred them."""
    return nw.len()


INDICATOR = Indicator(
    key="referral_count",
    label=mark("Referrals"),
    unit=mark("customers"),
    meaning=mark("Number of customers this customer brought, by the “referred by” column."),
    family="recommendation",
    better="high",
    source="referrals",
    needs=("referred_by",),
    empty=0.0,
    aggregate=aggregate,
)
