"""The loyalty picture at a glance: the numbers of the first page."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty import segmentation
from loyalty.study import Study

BANDS = 40


@dataclass(frozen=True)
class Glance:
    """Totals of a customer base.

    Attributes:
        customers: everybody known; buyers: with at least one order.
        active: ordered within the study's active days.
        spend: sum of all customers' spend, returns subtracted. orders: sum of their orders.
        scored: customers with a level. index: their mean loyalty index (NaN when none).
        families: mean score 0-100 of each family; weakest: the lowest of at least two, or "".
    """

    customers: int
    buyers: int
    active: int
    spend: float
    orders: int
    scored: int
    index: float
    families: dict[str, float]
    weakest: str


def glance(
    customers: pd.DataFrame,
    index: np.ndarray,
    levels: np.ndarray,
    families: dict[str, float],
    study: Study,
) -> Glance:
    """Count the base; `levels` are level codes, the last of which means not enough data."""
    scored = levels < len(study.levels)
    return Glance(
        customers=len(customers),
        buyers=int((customers["order_count"] > 0).sum()),
        active=int((customers["recency_days"] <= study.active_days).sum()),
        spend=float(round(customers["spend"].sum(), 2)),
        orders=int(customers["order_count"].sum()),
        scored=int(scored.sum()),
        index=float(index[scored].mean()) if scored.any() else float("nan"),
        families=families,
        weakest=min(families, key=lambda family: families[family]) if len(families) > 1 else "",
    )


def histogram(index: np.ndarray, levels: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
    """Scored customers per index band of 2.5 and level: start, end, level, customers."""
    width, unknown = 100 / BANDS, (len(names) - 1) * BANDS
    with np.errstate(invalid="ignore"):
        cell = (index / width).astype(np.int16)
    np.minimum(cell, BANDS - 1, out=cell)
    cell += levels.astype(np.int16) * BANDS
    cell[(levels == len(names) - 1) | np.isnan(index)] = unknown
    count = np.bincount(cell, minlength=unknown + 1)[:unknown]
    rows = np.flatnonzero(count)
    return pd.DataFrame(
        {
            "start": rows % BANDS * width,
            "end": rows % BANDS * width + width,
            "level": np.array(names)[rows // BANDS],
            "customers": count[rows],
        }
    )


def groups(codes: np.ndarray, names: Sequence[str], spend: np.ndarray) -> pd.DataFrame:
    """Sizes of levels or segments: key, place, customers, share, spend, spend_share; empty too."""
    sizes = segmentation.sizes(codes, names, spend)
    return sizes.rename(columns={"segment": "key"}).assign(place=range(len(names)))
