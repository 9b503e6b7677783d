"""Scores made for the tests."""

import numpy as np

from loyalty.scoring import Scores

KEYS = ("recency_days", "order_count", "spend", "satisfaction")


def scores(values, keys=KEYS) -> Scores:
    """Scores of n x k values; NaN is missing."""
    rows = np.array(values, dtype=float).reshape(-1, len(keys)).T.copy()
    gaps = {row: np.isnan(one).astype(float) for row, one in enumerate(rows) if np.isnan(one).any()}
    return Scores(tuple(keys), np.nan_to_num(rows), gaps)


def blobs(centres, each=60, spread=0.03, seed=1):
    """Round groups about the centres: n x d points and the group (0..) of each."""
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(centres)), each)
    rng.shuffle(group)
    points = np.array(centres)[group]
    return points + rng.normal(0, spread, points.shape), group


def with_gaps(values, share, seed=2):
    """The values with a share of them missing."""
    holes = np.random.default_rng(seed).random(values.shape) < share
    return np.where(holes, np.nan, values)
