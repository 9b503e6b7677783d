"""Intervals of mean feelings as they are told: none from a few scores, none beyond the scale."""

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
    within = table[ENDS].astype(float).clip(*ends).where(table["scored"] >= FEWEST)
    return table.assign(**{name: within[name] for name in ENDS})
