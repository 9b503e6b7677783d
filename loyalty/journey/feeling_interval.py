"""Intervals of mean feelings as they are told: none from a few scores, none beyond the scale."""

import numpy as np
import pandas as pd

from loyalty.journey.answered import scale_of

FEWEST = 5  # scores: the t-interval of fewer is often wider than the scale
ENDS = ["feeling_low", "feeling_high"]


def scale(table: pd.DataFrame) -> tuple[float, float]:
    """The ends of the scale that holds all feelings of a map."""
    return scale_of(table[["feeling_least", "feeling_most"]].to_numpy(dtype=float).ravel())


def told(table: pd.DataFrame, ends: tuple[float, float]) -> pd.DataFrame:
    """The stages and touchpoints of a map, feeling_low and feeling_high as they are told.

    Args:
        ends: of the scale of feelings.
    """
    enough = table["scored"].to_numpy() >= FEWEST
    within = {name: np.clip(table[name].to_numpy(dtype=float), *ends) for name in ENDS}
    return table.assign(**{name: np.where(enough, within[name], np.nan) for name in ENDS})
