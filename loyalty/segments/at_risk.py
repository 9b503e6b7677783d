"""Segment: came back at least once, but have been silent longer than usual."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="at_risk",
    label=mark("At risk"),
    meaning=mark("Came back at least once, but have been silent longer than usual."),
    action=mark("Ask why, solve open complaints, then make a relevant offer."),
    conditions=(
        Condition(column="recency_days", op="<=", threshold="lapsed_days"),
        Condition(column="order_count", op=">=", threshold=2),
    ),
)
