"""Odds of two groups compared within strata (Mantel & Haenszel 1959)."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST = 30  # rows in either group, below which nothing is claimed
Z90 = 1.6449


def tables_of(rows: pd.DataFrame) -> Floats:
    """Rows of (bad and again, bad and not, good and again, good and not), one per stratum.

    `rows` has columns stratum, bad and again; strata come in their order.
    """
    groups = rows.groupby(["stratum", "bad", "again"], sort=True).size()
    wide = groups.unstack(["bad", "again"], fill_value=0)
    columns = [(True, True), (True, False), (False, True), (False, False)]
    shaped = wide.reindex(columns=pd.MultiIndex.from_tuples(columns), fill_value=0)
    return shaped.to_numpy(float)


def odds_ratio(tables: Floats) -> tuple[float, float] | None:
    """90 % interval of the odds of "again", bad against good; None with too few rows."""
    a, b, c, d = tables.T
    total = np.maximum(tables.sum(axis=1), 1)
    right, left = a * d / total, b * c / total
    if min((a + b).sum(), (c + d).sum()) < FEWEST or not right.sum() or not left.sum():
        return None
    centre = np.log(right.sum() / left.sum())
    agree, differ = (a + d) / total, (b + c) / total
    half = Z90 * np.sqrt(_variance(agree, differ, right, left))
    return float(np.exp(centre - half)), float(np.exp(centre + half))


def _variance(agree: Floats, differ: Floats, right: Floats, left: Floats) -> float:
    """Variance of the logarithm of the odds ratio (Robins, Breslow & Greenland 1986)."""
    r, s = right.sum(), left.sum()
    both = (agree * left + differ * right).sum() / (2 * r * s)
    return float((agree * right).sum() / (2 * r**2) + both + (differ * left).sum() / (2 * s**2))
