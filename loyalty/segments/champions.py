"""Segment: bought recently, buy often and spend a lot."""

from loyalty.language import mark
from loyalty.segments.base import Segment
from loyalty.study import Condition

SEGMENT = Segment(
    key="champions",
    label=mark("Champions"),
    meaning=mark("Bought recently, buy often and spend a lot."),
    action=mark("Thank them, give early access, ask for referrals; no discounts needed."),
    conditions=(
        Condition(column="recency_days", op="<=", threshold="recent_days"),
        Condition(column="order_count", op=">=", threshold="frequent_orders"),
        Condition(column="spend", op=">=", threshold="high_spend"),
    ),
)
