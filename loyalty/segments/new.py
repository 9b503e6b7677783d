"""Segment: one order so far, and it is recent."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="new",
    label=mark("New"),
    meaning=mark("One order so far, and it is recent."),
    action=mark("Welcome them, help with the first use, invite to a second order."),
    conditions=(
        Condition(column="tenure_days", op="<=", threshold="new_days"),
        Condition(column="order_count", op="<=", threshold=1),
    ),
)
