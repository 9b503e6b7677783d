"""RFM by independent quintiles, and the grid of groups that all rated RFM schemes share.

The grid divides every pair of a recency rating (1-5) and a value rating (the mean of frequency and
monetary: 1, 1.5, ... 5). Its lines are ours; the names and areas are those of usual practice.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from loyalty import rfm
from loyalty.language import mark
from loyalty.segments import rfm_named
from loyalty.segments.base import Scheme, Segment
from loyalty.study import Condition, Study

NEEDS = ("recency_days", "order_count", "spend")
NAMED = {one.key: one for one in rfm_named.GROUPS}


def _rated(
    recency: float, value: float | None = None, below: float | None = None
) -> tuple[Condition, ...]:
    """Conditions: recency at least so much, value at least so much or below a number."""
    held = [Condition(column=rfm.RECENCY, op=">=", threshold=recency)]
    if value is not None:
        held.append(Condition(column=rfm.VALUE, op=">=", threshold=value))
    if below is not None:
        held.append(Condition(column=rfm.VALUE, op="<", threshold=below))
    return tuple(held)


# In priority order: what a group says holds after the earlier ones have taken theirs.
AREAS = {
    "champions": (
        mark("Rated 4 or 5 for recency and at least 4 for value: recent, often and much."),
        _rated(4, 4),
    ),
    "loyal": (
        mark("Rated at least 3 for recency and for value, but not a champion."),
        _rated(3, 3),
    ),
    "potential_loyal": (
        mark("Rated at least 3 for recency, 2 or 2.5 for value."),
        _rated(3, 2),
    ),
    "new": (
        mark("Rated 5 for recency, below 2 for value: here lately, little so far."),
        _rated(5, below=2),
    ),
    "promising": (
        mark("Rated 3 or 4 for recency, below 2 for value."),
        _rated(3, below=2),
    ),
    "cannot_lose": (
        mark("Rated 1 or 2 for recency, yet at least 4 for value: were among the best."),
        _rated(1, 4),
    ),
    "at_risk": (
        mark("Rated 1 or 2 for recency, 3 or 3.5 for value."),
        _rated(1, 3),
    ),
    "hibernating": (
        mark("Rated 2 for recency, below 3 for value."),
        _rated(2, below=3),
    ),
    "lost": (
        mark("Rated 1 for recency, below 3 for value."),
        _rated(1, below=3),
    ),
    "no_orders": (
        mark("Without an order that was kept or a known spend, so without a rating."),
        (),
    ),
}


def grid(prefix: str, labels: Mapping[str, str]) -> tuple[Segment, ...]:
    """The groups of the grid under a scheme's own keys and labels, in the order of `AREAS`."""
    return tuple(
        replace(
            NAMED[key], key=f"{prefix}_{key}", label=labels[key], meaning=meaning, conditions=held
        )
        for key, (meaning, held) in AREAS.items()
    )


def cuts(
    scheme: str, find: Callable[[pd.DataFrame], dict[str, tuple[float, ...]]]
) -> Callable[[pd.DataFrame, Study], dict[str, Any]]:
    """What a rated scheme learns: its cuts, but those the study brings of this scheme."""

    def learn(customers: pd.DataFrame, study: Study) -> dict[str, Any]:
        brings = study.cuts if study.scheme == scheme else {}
        return {"cuts": brings if rfm.complete(brings) else find(customers) | brings}

    return learn


SCHEME = Scheme(
    key="rfm_quintiles",
    label=mark("RFM by quintiles"),
    meaning=mark("Who is in the best fifth by recency, by frequency and by spend?"),
    source=mark(
        "Usual practice (independent bins, as in IBM SPSS): each rating by itself, equal values "
        "rated alike. With many ties, such as one order each, a rating may hold nobody."
    ),
    groups=grid(
        "rfmq",
        {
            "champions": mark("Champions (quintiles)"),
            "loyal": mark("Loyal (quintiles)"),
            "potential_loyal": mark("Potential loyalists (quintiles)"),
            "new": mark("New (quintiles)"),
            "promising": mark("Promising (quintiles)"),
            "cannot_lose": mark("Cannot lose them (quintiles)"),
            "at_risk": mark("At risk (quintiles)"),
            "hibernating": mark("Hibernating (quintiles)"),
            "lost": mark("Lost (quintiles)"),
            "no_orders": mark("No orders (quintiles)"),
        },
    ),
    needs=NEEDS,
    learn=cuts("rfm_quintiles", rfm.independent),
)
