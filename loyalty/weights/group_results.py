"""What weights by group come to: who is in each group, its index by its own and by common weights.

The scale is the same for all and every set of weights sums to 1, so 0 and 100 mean the same in
each group. But the mix of indicators differs: groups are compared fairly by common weights only,
so both are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty import features
from loyalty.study import Study
from loyalty.weights.groups import text

LEAST, MOST = 2, 12
FEW = 10


@dataclass(frozen=True)
class Members:
    """Values of the group column as `Study.group_weights` names them, and who has which.

    Attributes:
        values: g texts in display order: those present, those with a set, every life-cycle state.
        codes: (n,) each customer's position in `values`; g where there is no value.
    """

    values: tuple[str, ...]
    codes: np.ndarray


def columns(customers: pd.DataFrame) -> list[str]:
    """Columns weights may differ by: attributes with 2 to 12 values here, and the life cycle."""
    named = [str(name) for name in customers if features.can_group(str(name))]
    fit = [name for name in named if LEAST <= customers[name].nunique() <= MOST]
    ordered = "order_count" in customers and bool(customers["order_count"].gt(0).any())
    return [*fit, features.STATE] if ordered else fit


def members(customers: pd.DataFrame, study: Study) -> Members:
    """Who is in which group of `study.group_by`; nobody where these data lack the column."""
    column = features.frame(customers, study, features.grouping(study))[study.group_by]
    found, values = pd.factorize(column, sort=True)
    names = [text(value) for value in values]
    if isinstance(column.dtype, pd.CategoricalDtype) and study.group_by == features.STATE:
        order = [text(value) for value in column.cat.categories]
    else:
        order = [*names, *(value for value in study.group_weights if value not in names)]
    places = np.array([*(order.index(name) for name in names), len(order)], dtype=np.intp)
    return Members(tuple(order), places[found])


def by_group(
    found: Members,
    own: tuple[np.ndarray, np.ndarray],
    common: tuple[np.ndarray, np.ndarray],
    levels: int,
) -> pd.DataFrame:
    """Each group's mean index, by its own weights and by common ones.

    Args:
        found: of n customers. own, common: index (n,) and level code (n,) by either weights;
            `levels` is the code of no level.

    Returns:
        value (missing for customers without one, left out when there are none), customers,
        with_level, own and common (mean index over those with a level by these weights; NaN
        without any), changing (customers whose level, or lack of one, is not the same), few.
    """
    size = len(found.values) + 1
    count = np.bincount(found.codes, minlength=size)
    rows = pd.DataFrame(
        {
            "value": [*found.values, None],
            "customers": count,
            "with_level": np.bincount(found.codes[own[1] < levels], minlength=size),
            "own": _means(found.codes, *own, levels, size),
            "common": _means(found.codes, *common, levels, size),
            "changing": np.bincount(found.codes[own[1] != common[1]], minlength=size),
            "few": count < FEW,
        }
    )
    return rows if count[-1] else rows.iloc[:-1]


def level_shares(found: Members, codes: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
    """Columns value, level, customers, share (of the group): one row a group and level.

    Groups without customers are left out.
    """
    size, width = len(found.values) + 1, len(names)
    count = np.bincount(found.codes * width + codes, minlength=size * width).reshape(size, width)
    values = np.array([*found.values, None], dtype=object)
    present = np.flatnonzero(count.sum(axis=1))
    total = count[present].sum(axis=1, keepdims=True)
    return pd.DataFrame(
        {
            "value": np.repeat(values[present], width),
            "level": list(names) * len(present),
            "customers": count[present].ravel(),
            "share": (count[present] / total).ravel(),
        }
    )


def _means(
    groups: np.ndarray, index: np.ndarray, codes: np.ndarray, levels: int, size: int
) -> np.ndarray:
    known = codes < levels
    count = np.bincount(groups[known], minlength=size)
    total = np.bincount(groups[known], index[known], minlength=size)
    return total / np.where(count > 0, count, np.nan)
