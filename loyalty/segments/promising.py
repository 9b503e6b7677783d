"""Segment: one order, not quite new, still within the usual time to come back."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="promising",
    label=mark("Promising"),
    meaning=mark("One order, not quite new, still within the usual time to come back."),
    action=mark("Remind them with useful content before the usual time is over."),
    conditions=(Condition(column="recency_days", op="<=", threshold="active_days"),),
)
