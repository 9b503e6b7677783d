"""Price-sensitive against value-sensitive, by what customers pay for.

Told from two orders on, by the share of orders bought at a discount and the average order value.
A discount that everybody gets, or that a customer never saw, tells nothing of the customer.
"""

import pandas as pd

from loyalty.language import mark
from loyalty.segments.base import Scheme, Segment, Threshold, of_buyers
from loyalty.study import Condition

MOSTLY, SELDOM = 0.5, 0.25


def _order_value(customers: pd.DataFrame, _gaps: pd.Series, _active: int) -> float:
    return float(f"{of_buyers(customers, 'average_order_value', 50):.2g}")


THRESHOLDS = (
    Threshold(
        "discount_mostly",
        mark("Mostly at a discount: share of orders at least"),
        mark("Default: every second order."),
        "discount_share",
        lambda _customers, _gaps, _active: MOSTLY,
        digits=2,
    ),
    Threshold(
        "discount_seldom",
        mark("Seldom at a discount: share of orders at most"),
        mark("Default: every fourth order."),
        "discount_share",
        lambda _customers, _gaps, _active: SELDOM,
        digits=2,
    ),
    Threshold(
        "high_order_value",
        mark("High order value: average at least"),
        mark("Default: what half of the buyers reach, rounded."),
        "average_order_value",
        _order_value,
    ),
)

TWICE = Condition(column="order_count", op=">=", threshold=2)

GROUPS = (
    Segment(
        key="price_sensitive",
        label=mark("Price-sensitive"),
        meaning=mark("Buy mostly at a discount."),
        action=mark("Give offers sparingly and compare with customers who get none."),
        colour="#E69F00",
        conditions=(
            TWICE,
            Condition(column="discount_share", op=">=", threshold="discount_mostly"),
        ),
    ),
    Segment(
        key="value_sensitive",
        label=mark("Value-sensitive"),
        meaning=mark("Seldom buy at a discount, and their orders are of high value."),
        action=mark("Offer quality, service and new products; do not teach them to wait."),
        colour="#009E73",
        conditions=(
            TWICE,
            Condition(column="discount_share", op="<=", threshold="discount_seldom"),
            Condition(column="average_order_value", op=">=", threshold="high_order_value"),
        ),
    ),
    Segment(
        key="price_mixed",
        label=mark("Neither clearly"),
        meaning=mark("Some discounts, or few but with orders of lower value."),
        action=mark("Treat them like everybody; a price test tells more than their past."),
        colour="#56B4E9",
        conditions=(TWICE, Condition(column="discount_share", op=">=", threshold=0)),
    ),
    Segment(
        key="price_too_few",
        label=mark("Too little known of discounts"),
        meaning=mark("One order so far, or orders without a known discount."),
        action=mark("Wait for the second order before judging."),
        colour="#CC79A7",
        conditions=(Condition(column="order_count", op=">=", threshold=1),),
    ),
    Segment(
        key="price_no_orders",
        label=mark("No orders (price or value)"),
        meaning=mark("Known, but without an order that was kept."),
        action=mark("Find out whether they returned everything or never bought."),
        colour="#B5B5B5",
    ),
)

SCHEME = Scheme(
    key="price_value",
    label=mark("Price or value"),
    meaning=mark("Do they buy for the price or for what they get?"),
    source=mark(
        "Source document S0 names the two kinds without a rule; the rule is ours. Its claim that "
        "15-20 % respond to price has no source and is not used. Who was offered more discounts "
        "takes more: only a price test proves sensitivity."
    ),
    groups=GROUPS,
    thresholds=THRESHOLDS,
    needs=("discount_share", "order_count", "average_order_value"),
)
