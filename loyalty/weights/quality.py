"""How well probabilities foretell an outcome: order, error and calibration, with 95 % intervals.

Area under the ROC curve with the interval of DeLong, DeLong & Clarke-Pearson (1988, Biometrics
44); Brier (1950, Monthly Weather Review 78) score and its skill against the base rate.
"""

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from loyalty.intervals import Z, wilson

FIFTHS = 5


def area(predicted: np.ndarray, happened: np.ndarray) -> tuple[float, float, float]:
    """Area under the ROC curve with its 95 % DeLong interval.

    When every pair stands in the same order DeLong's variance is zero; then the interval is
    Wilson's for as many trials as the rarer outcome has rows.
    """
    yes, no = predicted[happened], predicted[~happened]
    ranks = rankdata(np.concatenate([yes, no]))
    above = (ranks[: len(yes)] - rankdata(yes)) / len(no)
    below = 1 - (ranks[len(yes) :] - rankdata(no)) / len(yes)
    found = float(above.mean())
    variance = above.var(ddof=1) / len(yes) + below.var(ddof=1) / len(no)
    if variance == 0:
        size = min(len(yes), len(no))
        low, high = wilson(found * size, size)
        return found, float(low), float(high)
    half = Z * float(np.sqrt(variance))
    return found, max(0.0, found - half), min(1.0, found + half)


def brier(
    predicted: np.ndarray, happened: np.ndarray, base: float
) -> tuple[float, float, float, float, float]:
    """Brier score, that of the base rate, skill, and its interval (delta method of a ratio)."""
    ours, plain = (predicted - happened) ** 2, (base - happened) ** 2
    ratio = ours.mean() / plain.mean()
    error = np.std(ours - ratio * plain, ddof=1) / np.sqrt(len(ours)) / plain.mean()
    return (
        float(ours.mean()),
        float(plain.mean()),
        float(1 - ratio),
        float(1 - ratio - Z * error),
        float(1 - ratio + Z * error),
    )


def calibration(predicted: np.ndarray, happened: np.ndarray) -> pd.DataFrame:
    """Predicted against observed by fifths of the prediction, with Wilson intervals.

    Columns: fifth (1 lowest), customers, predicted, observed, observed_low, observed_high.
    """
    parts = np.array_split(np.argsort(predicted, kind="stable"), FIFTHS)
    size = np.array([len(part) for part in parts])
    hits = np.array([happened[part].sum() for part in parts])
    low, high = wilson(hits, size)
    return pd.DataFrame(
        {
            "fifth": range(1, FIFTHS + 1),
            "customers": size,
            "predicted": [predicted[part].mean() for part in parts],
            "observed": hits / size,
            "observed_low": low,
            "observed_high": high,
        }
    )
