"""What can still become of a customer: the past does not change, and an order brings more with it.

Without another order, days go by, and returns may lower the spend. With one, there is an order
more and the last one is of today, until days go by again. Columns are otherwise taken as
independent, so that a way may be left that nobody can go; one that is ruled out cannot be gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from loyalty.segmentation.axes import Axis
from loyalty.segmentation.boxes import Box, Space

ORDERS = "order_count"
AGES = ("recency_days", "tenure_days")
GROWING = (
    "tenure_days", "category_count", "channel_count", "interaction_count", "referral_count",
    "complaint_count", "usage_days", "usage_minutes",
)  # fmt: skip
FIXED = ("date.first_order", "date.joined")
OF_ORDERS = (
    "average_order_value", "date.first_order", "date.last_order", "last_gap_days", ORDERS,
    "recency_days", "repeat_interval_days", "tenure_days",
)  # fmt: skip
RISING = ("recency_days", *GROWING)  # without another order
FALLING = ("spend", "rfm.recency")


@dataclass(frozen=True)
class Way:
    """What may become of a customer.

    Attributes:
        box: where the customer can be. start: the customer at its start, after the order if one
            is made. ordered: whether one is.
    """

    box: Box
    start: pd.DataFrame
    ordered: bool = False


def ways(space: Space, customer: pd.DataFrame) -> tuple[Way, Way]:
    """Without another order, and with one or more.

    Args:
        space: of the rules. customer: a frame of one row.
    """
    recency, tenure = AGES
    fresh = {recency: 0.0} if recency in customer else {}
    if tenure in customer and customer[tenure].isna().all():
        fresh[tenure] = 0.0
    return (
        Way(_box(space, customer, _without), customer),
        Way(_box(space, customer, _with), customer.assign(**fresh), ordered=True),
    )


def _box(space: Space, customer: pd.DataFrame, atoms: Callable[[Axis, Any], int]) -> Box:
    return tuple(atoms(axis, customer[axis.column].iloc[0]) for axis in space.axes.values())


def _without(axis: Axis, value: Any) -> int:
    name, at = axis.column, axis.atom(value)
    if pd.isna(value):
        return at if name in OF_ORDERS else axis.full
    if name in RISING:
        return axis.known & -at
    if name in FALLING:
        return axis.known & (2 * at - 1)
    return at if name in (*OF_ORDERS, *FIXED) else axis.full


def _with(axis: Axis, value: Any) -> int:
    name, at = axis.column, axis.atom(value)
    if pd.isna(value):
        return axis.known if name in OF_ORDERS else axis.full
    if name == ORDERS:
        return axis.known & -axis.atom(value + 1)
    if name in (*GROWING, "date.last_order"):
        return axis.known & -at
    return at if name in FIXED else axis.full
