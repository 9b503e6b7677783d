"""Segment: known, but without an order that was kept."""

from loyalty.language import mark
from loyalty.segments.base import Segment

SEGMENT = Segment(
    key="no_orders",
    label=mark("No orders"),
    meaning=mark("Known, but without an order that was kept."),
    action=mark("Find out whether they returned everything or never bought."),
)
