"""Segment: still active and order often."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="loyal",
    label=mark("Loyal"),
    meaning=mark("Still active and order often."),
    action=mark("Offer a next level or a service they do not use yet; ask for feedback."),
    conditions=(
        Condition(column="recency_days", op="<=", threshold="active_days"),
        Condition(column="order_count", op=">=", threshold="frequent_orders"),
    ),
)
