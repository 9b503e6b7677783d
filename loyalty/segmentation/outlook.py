"""Where a customer goes next: with one more order today, and with none from now on.

Told only of rules whose columns follow from an order or from silence by themselves. A score, a
cluster, or a share of orders rests on more than that.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty import features
from loyalty.segmentation.rules import codes, columns, segment_names
from loyalty.study import Study

HORIZON = 3650  # days
UNFORESEEN = (
    "category_count", "channel_count", "cluster", "discount_share", "repeat_interval_days",
    "repurchase_rate", "return_share",
)  # fmt: skip


@dataclass(frozen=True)
class Next:
    """A segment, and after how many days the customer is in it."""

    segment: str
    days: int


def foreseeable(study: Study) -> bool:
    """Whether the columns of all rules follow from an order or from silence."""
    named = columns(study)
    return not any(name in UNFORESEEN or name.startswith("score.") for name in named)


def after_order(customer: pd.DataFrame, study: Study, amount: float) -> str:
    """The segment after one more order of this amount today, for rules that are `foreseeable`.

    Args:
        customer: one row of `loyalty.analysis.Base.customers`.
        study: its rules and frozen choices.
        amount: of the order.
    """
    made = {name: value for name, value in _ordered(customer, amount).items() if name in customer}
    (place,) = codes(features.frame(customer.assign(**made), study), study)
    return segment_names(study)[place]


def after_silence(customer: pd.DataFrame, study: Study, horizon: int = HORIZON) -> Next | None:
    """The first other segment without anything new, for rules that are `foreseeable`.

    None when the customer stays for as many days as the horizon.
    """
    days = np.arange(horizon + 1, dtype=float)
    dates = features.frame(customer, study, tuple(features.AGES))
    later = dates.loc[dates.index.repeat(len(days))].reset_index(drop=True)
    aged = {name: later[name] + days for name in features.AGES.values() if name in later}
    found = codes(features.frame(later.assign(**aged), study), study)
    moved = np.flatnonzero(found != found[0])
    if not len(moved):
        return None
    return Next(segment_names(study)[found[moved[0]]], int(moved[0]))


def _ordered(customer: pd.DataFrame, amount: float) -> dict[str, float]:
    """The columns that an order today changes."""

    def now(name: str, otherwise: float = np.nan) -> float:
        value = customer[name].iloc[0] if name in customer else np.nan
        return otherwise if pd.isna(value) else float(value)

    count, age = now("order_count", 0.0), now("recency_days")
    before = now("average_order_value", 0.0) * count
    return {
        "recency_days": 0.0,
        "tenure_days": now("tenure_days", 0.0),
        "order_count": count + 1,
        "spend": now("spend", 0.0) + amount,
        "average_order_value": (before + amount) / (count + 1),
        "last_gap_days": age if age > 0 else now("last_gap_days"),
    }
