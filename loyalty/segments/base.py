"""What a segment is, and how to add one.

1. Write ``loyalty/segments/my_key.py`` with ``SEGMENT = Segment(key="my_key", ...)``.
2. Add one line to ``CATALOGUE`` in ``loyalty/segments/__init__.py``: order is priority, the first
   segment whose conditions all hold takes the customer, and the last one takes everybody left.
3. Give it a colour in ``loyalty/charts/theme.py``; a test fails while it can never be reached.

Conditions name a column of the customer frame and a threshold from `THRESHOLDS` (a slider) or a
fixed number. A condition on a missing value does not hold.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty.language import mark
from loyalty.study import Condition


@dataclass(frozen=True)
class Segment:
    """A named group: what it means, who is in, and what to do about it."""

    key: str
    label: str
    meaning: str
    action: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Threshold:
    """A number that segment rules share, on a slider.

    `learn` proposes it from the customers, the days between repeat orders and the active days.
    """

    key: str
    label: str
    meaning: str
    column: str
    learn: Callable[[pd.DataFrame, pd.Series, int], float]


def _recent(_customers: pd.DataFrame, gaps: pd.Series, active: int) -> float:
    usual = float(np.median(gaps)) if len(gaps) else active / 3
    return float(np.clip(round(usual), 1, max(1, active - 1)))


def _frequent(customers: pd.DataFrame, _gaps: pd.Series, _active: int) -> float:
    return max(3.0, float(np.ceil(_of_buyers(customers, "order_count", 80))))


def _high_spend(customers: pd.DataFrame, _gaps: pd.Series, _active: int) -> float:
    return float(f"{_of_buyers(customers, 'spend', 80):.2g}")


def _of_buyers(customers: pd.DataFrame, column: str, percentile: int) -> float:
    values = customers.loc[customers["order_count"] > 0, column]
    return float(np.percentile(values, percentile)) if len(values) else 0.0


THRESHOLDS = {
    threshold.key: threshold
    for threshold in (
        Threshold(
            "recent_days",
            mark("Recent: last order within"),
            mark("Default: half of all repeat orders come within so many days."),
            "recency_days",
            _recent,
        ),
        Threshold(
            "active_days",
            mark("Active: last order within"),
            mark("Default: nine of ten repeat orders come within so many days."),
            "recency_days",
            lambda _customers, _gaps, active: float(active),
        ),
        Threshold(
            "lapsed_days",
            mark("Lapsed: no order for"),
            mark("Default: twice the active days."),
            "recency_days",
            lambda _customers, _gaps, active: 2.0 * active,
        ),
        Threshold(
            "new_days",
            mark("New: first order within"),
            mark("Default: the same days as recent."),
            "tenure_days",
            _recent,
        ),
        Threshold(
            "frequent_orders",
            mark("Frequent: orders at least"),
            mark("Default: what the top fifth of buyers reach, at least 3."),
            "order_count",
            _frequent,
        ),
        Threshold(
            "high_spend",
            mark("High spend: at least"),
            mark("Default: what the top fifth of buyers reach, rounded."),
            "spend",
            _high_spend,
        ),
    )
}
