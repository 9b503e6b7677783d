"""Who moves when the rules change, and how big each segment is."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from loyalty.segmentation.rules import UNASSIGNED, segment_names
from loyalty.study import Study


def moves(
    before: np.ndarray, after: np.ndarray, names: Sequence[str], spend: np.ndarray
) -> pd.DataFrame:
    """Who moves: source, target, customers, spend, one row per pair that has customers.

    `before` and `after` are positions in `names`; rows with source == target are those who stay.
    """
    size = len(names)
    pair = before.astype(np.intp) * size + after
    count = np.bincount(pair, minlength=size * size)
    money = np.bincount(pair, weights=_known(spend), minlength=size * size)
    rows = np.flatnonzero(count)
    return pd.DataFrame(
        {
            "source": np.array(names)[rows // size],
            "target": np.array(names)[rows % size],
            "customers": count[rows],
            "spend": np.round(money[rows], 2),
        }
    )


def sizes(found: np.ndarray, names: Sequence[str], spend: np.ndarray) -> pd.DataFrame:
    """Each segment's customers, spend and their shares, in the order of `names`.

    Shares are of all customers and of all spend (NaN when the total is not positive).
    """
    found = found.astype(np.intp)
    count = np.bincount(found, minlength=len(names))
    money = np.round(np.bincount(found, weights=_known(spend), minlength=len(names)), 2)
    total = money.sum()
    return pd.DataFrame(
        {
            "segment": list(names),
            "customers": count,
            "share": count / max(1, count.sum()),
            "spend": money,
            "spend_share": money / total if total > 0 else np.nan,
        }
    )


def aligned(
    before: Study, after: Study, old: np.ndarray, new: np.ndarray
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Segment codes of two studies as positions in one list of names."""
    old_names, new_names = segment_names(before), segment_names(after)
    if old_names == new_names:
        return new_names, old, new
    gone = [key for key in old_names if key not in new_names]
    names = new_names[:-1] + gone + [UNASSIGNED]
    place_old = np.array([names.index(key) for key in old_names], dtype=np.int16)
    place_new = np.array([names.index(key) for key in new_names], dtype=np.int16)
    return names, place_old[old], place_new[new]


def _known(spend: np.ndarray) -> np.ndarray:
    """Spend with 0 where it is missing: what is not known adds nothing."""
    return np.where(np.isnan(spend), 0.0, spend)
