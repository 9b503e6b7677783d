"""Net promoter score by state: what customers of each kind last answered."""

import numpy as np
import pandas as pd

from loyalty.simulation.cells.counting import STRENGTH
from loyalty.simulation.cells.history import Floats, Grid, Ints

FEWEST = 10  # answers, below which nothing is said


def nps(scores: pd.Series, at: Ints, grid: Grid) -> dict[str, Floats]:
    """nps and nps_error (-100...100), shrunk to the average; NaN with fewer than `FEWEST` answers.

    `scores` are 0 to 10, one for each customer, missing where not asked.
    """
    score = pd.to_numeric(scores).to_numpy(float)
    known = (at >= 0) & ~np.isnan(score)
    if known.sum() < FEWEST:
        return {"nps": np.full(grid.size, np.nan), "nps_error": np.full(grid.size, np.nan)}
    vote = 100.0 * (score[known] >= 9) - 100.0 * (score[known] <= 6)
    count, total, square = (
        np.bincount(at[known], values, grid.size) for values in (vote**0, vote, vote**2)
    )
    mean = (total + STRENGTH * vote.mean()) / (count + STRENGTH)
    spread = np.sqrt(max(square.sum() / count.sum() - vote.mean() ** 2, 0.0))
    return {"nps": mean, "nps_error": spread / np.sqrt(count + STRENGTH)}
