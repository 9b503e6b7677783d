"""Segment: active with a repeat order, not yet frequent."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="potential_loyal",
    label=mark("Potential loyalists"),
    meaning=mark("Active with a repeat order, not yet frequent."),
    action=mark("Recommend what goes with their orders; make the next order easy."),
    conditions=(
        Condition(column="recency_days", op="<=", threshold="active_days"),
        Condition(column="order_count", op=">=", threshold=2),
    ),
)
