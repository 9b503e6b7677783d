"""Segment: silent for a long time."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="lost",
    label=mark("Lost"),
    meaning=mark("Silent for a long time."),
    action=mark("One win-back try if the margin allows; otherwise spend elsewhere."),
    conditions=(Condition(column="order_count", op=">=", threshold=1),),
)
