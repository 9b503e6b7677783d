"""Segment: one order only, silent longer than usual."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="hibernating",
    label=mark("Hibernating"),
    meaning=mark("One order only, silent longer than usual."),
    action=mark("A low-cost reminder at most; learn why the second order did not come."),
    conditions=(Condition(column="recency_days", op="<=", threshold="lapsed_days"),),
)
