"""Recency by frequency: how many customers are in each cell on two days, by the same cuts.

Up is more recent and right is more often: top right are the best, bottom right the loyal who fall
silent, top left the new, bottom left the lost. To the right is growth; down is leaving.
"""

import numpy as np
import pandas as pd

from loyalty import rfm
from loyalty.rfm import BEST, FREQUENCY, RECENCY
from loyalty.study import Study


def grid_cuts(customers: pd.DataFrame, study: Study) -> dict[str, tuple[float, ...]]:
    """The cuts of both axes: the study's where one set holds for all, else the fifths of these.

    Of two days take the later one's customers, and the same cuts for both. Empty without buyers.
    """
    if RECENCY in study.cuts and FREQUENCY in study.cuts:
        found = dict(study.cuts)
    else:
        found = rfm.independent(customers)
    return {column: found[column] for column in (RECENCY, FREQUENCY) if column in found}


def rf_grid(then: pd.DataFrame, now: pd.DataFrame, cuts: rfm.Cuts) -> pd.DataFrame:
    """The 25 cells: recency and frequency (ratings 1-5), then, now (customers), shares, change.

    Customers without an order are in no cell. Shares are of all in the cells on that day (NaN
    without any), `change` is the share now less the share then.
    """
    counts = [_counts(customers, cuts) for customers in (then, now)]
    shares = [count / count.sum() if count.any() else np.full(BEST**2, np.nan) for count in counts]
    ratings = np.arange(1, BEST + 1)
    return pd.DataFrame(
        {
            "recency": np.repeat(ratings, BEST),
            "frequency": np.tile(ratings, BEST),
            "then": counts[0],
            "now": counts[1],
            "then_share": shares[0],
            "now_share": shares[1],
            "change": shares[1] - shares[0],
        }
    )


def _counts(customers: pd.DataFrame, cuts: rfm.Cuts) -> np.ndarray:
    axes = {column: cuts[column] for column in (RECENCY, FREQUENCY) if column in cuts}
    rated = rfm.ratings(customers, axes)
    cells = (rated[RECENCY] - 1) * BEST + rated[FREQUENCY] - 1
    return np.bincount(cells[~np.isnan(cells)].astype(np.int64), minlength=BEST**2)
