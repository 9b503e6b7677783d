"""Segment: active, few orders, but a high spend."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="big_spenders",
    label=mark("Big spenders"),
    meaning=mark("Active, few orders, but a high spend."),
    action=mark("Give personal service; show what fits what they bought."),
    conditions=(
        Condition(column="recency_days", op="<=", threshold="active_days"),
        Condition(column="spend", op=">=", threshold="high_spend"),
    ),
)
