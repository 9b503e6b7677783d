"""Segment: ordered often and spent a lot, but have been silent longer than usual."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="cannot_lose",
    label=mark("Cannot lose them"),
    meaning=mark("Ordered often and spent a lot, but have been silent longer than usual."),
    action=mark("Call or write in person; find out what went wrong and repair it."),
    conditions=(
        Condition(column="order_count", op=">=", threshold="frequent_orders"),
        Condition(column="spend", op=">=", threshold="high_spend"),
    ),
)
