"""Named RFM groups by shared thresholds: the scheme a study begins with."""

import numpy as np
import pandas as pd

from loyalty.language import mark
from loyalty.segments.base import Scheme, Segment, Threshold, of_buyers
from loyalty.study import Condition


def _recent(_customers: pd.DataFrame, gaps: pd.Series, active: int) -> float:
    usual = float(np.median(gaps)) if len(gaps) else active / 3
    return float(np.clip(round(usual), 1, max(1, active - 1)))


def _frequent(customers: pd.DataFrame, _gaps: pd.Series, _active: int) -> float:
    return max(3.0, float(np.ceil(of_buyers(customers, "order_count", 80))))


def _high_spend(customers: pd.DataFrame, _gaps: pd.Series, _active: int) -> float:
    return float(f"{of_buyers(customers, 'spend', 80):.2g}")


THRESHOLDS = (
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

GROUPS = (
    Segment(
        key="champions",
        label=mark("Champions"),
        meaning=mark("Bought recently, buy often and spend a lot."),
        action=mark("Thank them, give early access, ask for referrals; no discounts needed."),
        colour="#0072B2",
        conditions=(
            Condition(column="recency_days", op="<=", threshold="recent_days"),
            Condition(column="order_count", op=">=", threshold="frequent_orders"),
            Condition(column="spend", op=">=", threshold="high_spend"),
        ),
    ),
    Segment(
        key="loyal",
        label=mark("Loyal"),
        meaning=mark("Still active and order often."),
        action=mark("Offer a next level or a service they do not use yet; ask for feedback."),
        colour="#56B4E9",
        conditions=(
            Condition(column="recency_days", op="<=", threshold="active_days"),
            Condition(column="order_count", op=">=", threshold="frequent_orders"),
        ),
    ),
    Segment(
        key="big_spenders",
        label=mark("Big spenders"),
        meaning=mark("Active, few orders, but a high spend."),
        action=mark("Give personal service; show what fits what they bought."),
        colour="#009E73",
        conditions=(
            Condition(column="recency_days", op="<=", threshold="active_days"),
            Condition(column="spend", op=">=", threshold="high_spend"),
        ),
    ),
    Segment(
        key="new",
        label=mark("New"),
        meaning=mark("One order so far, and it is recent."),
        action=mark("Welcome them, help with the first use, invite to a second order."),
        colour="#CC79A7",
        conditions=(
            Condition(column="tenure_days", op="<=", threshold="new_days"),
            Condition(column="order_count", op="<=", threshold=1),
        ),
    ),
    Segment(
        key="potential_loyal",
        label=mark("Potential loyalists"),
        meaning=mark("Active with a repeat order, not yet frequent."),
        action=mark("Recommend what goes with their orders; make the next order easy."),
        colour="#7FBF7B",
        conditions=(
            Condition(column="recency_days", op="<=", threshold="active_days"),
            Condition(column="order_count", op=">=", threshold=2),
        ),
    ),
    Segment(
        key="promising",
        label=mark("Promising"),
        meaning=mark("One order, not quite new, still within the usual time to come back."),
        action=mark("Remind them with useful content before the usual time is over."),
        colour="#F0C4DE",
        conditions=(Condition(column="recency_days", op="<=", threshold="active_days"),),
    ),
    Segment(
        key="cannot_lose",
        label=mark("Cannot lose them"),
        meaning=mark("Ordered often and spent a lot, but have been silent longer than usual."),
        action=mark("Call or write in person; find out what went wrong and repair it."),
        colour="#D55E00",
        conditions=(
            Condition(column="order_count", op=">=", threshold="frequent_orders"),
            Condition(column="spend", op=">=", threshold="high_spend"),
        ),
    ),
    Segment(
        key="at_risk",
        label=mark("At risk"),
        meaning=mark("Came back at least once, but have been silent longer than usual."),
        action=mark("Ask why, solve open complaints, then make a relevant offer."),
        colour="#E69F00",
        conditions=(
            Condition(column="recency_days", op="<=", threshold="lapsed_days"),
            Condition(column="order_count", op=">=", threshold=2),
        ),
    ),
    Segment(
        key="hibernating",
        label=mark("Hibernating"),
        meaning=mark("One order only, silent longer than usual."),
        action=mark("A low-cost reminder at most; learn why the second order did not come."),
        colour="#8C510A",
        conditions=(Condition(column="recency_days", op="<=", threshold="lapsed_days"),),
    ),
    Segment(
        key="lost",
        label=mark("Lost"),
        meaning=mark("Silent for a long time."),
        action=mark("One win-back try if the margin allows; otherwise spend elsewhere."),
        colour="#6E6E6E",
        conditions=(Condition(column="order_count", op=">=", threshold=1),),
    ),
    Segment(
        key="no_orders",
        label=mark("No orders"),
        meaning=mark("Known, but without an order that was kept."),
        action=mark("Find out whether they returned everything or never bought."),
        colour="#B5B5B5",
    ),
)

SCHEME = Scheme(
    key="rfm_named",
    label=mark("Named RFM groups"),
    meaning=mark(
        "How recently, how often and for how much did they buy, by thresholds you can set?"
    ),
    source=mark(
        "Usual practice (recency, frequency, monetary value); thresholds learned from the data."
    ),
    groups=GROUPS,
    thresholds=THRESHOLDS,
    needs=("recency_days", "order_count", "spend"),
)
