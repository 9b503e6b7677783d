"""Which indicators and which customers clusters are learned from."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from loyalty.indicators import BY_KEY
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.scoring import Scores

SAMPLE = 50_000
MOST = 8
KNOWN = 0.8
ALIKE = 0.9
STEPS = 3


def points(scored: Scores, indicators: Sequence[str], size: int, seed: int) -> np.ndarray:
    """Scores of customers that have every one of the d indicators.

    Returns:
        (m, d) scores of all of them, or of `size` drawn without replacement when there are more.
    """
    if not indicators:
        raise Refused(mark("Choose at least one indicator to form clusters by."))
    if not set(indicators) <= set(scored.keys):
        return np.empty((0, len(indicators)))
    rows = [scored.keys.index(key) for key in indicators]
    here = np.flatnonzero(_complete(scored, rows))
    chosen = here if len(here) <= size else _drawn(here, size, seed)
    return np.ascontiguousarray(scored.values[rows][:, chosen].T)


def default_indicators(scored: Scores) -> tuple[str, ...]:
    """Indicators to start with, at most `MOST`, in the order of the catalogue.

    Each is known for `KNOWN` of the customers, has `STEPS` different scores (a yes or no would
    split everybody by itself), and does not repeat an earlier one (|r| <= `ALIKE`); every family
    gives one before any gives a second. Judged on at most `SAMPLE` customers.
    """
    frame = _frame(scored)
    known = frame.notna().mean() >= KNOWN
    useful = [key for key in scored.keys if known[key] and frame[key].nunique() >= STEPS]
    likeness = frame[useful].corr().abs()
    kept: list[str] = []
    for key in useful:
        if not (likeness[key][kept] > ALIKE).any():
            kept.append(key)
    first = sorted(kept, key=lambda key: _place_in_family(key, kept))[:MOST]
    return tuple(key for key in kept if key in first)


def _complete(scored: Scores, rows: Sequence[int]) -> np.ndarray:
    complete = np.ones(scored.values.shape[1], dtype=bool)
    for row in set(rows) & set(scored.missing):
        complete &= scored.missing[row] == 0
    return complete


def _drawn(from_these: np.ndarray, size: int, seed: int) -> np.ndarray:
    return np.sort(np.random.default_rng(seed).choice(from_these, size, replace=False))


def _frame(scored: Scores) -> pd.DataFrame:
    """A sample of the customers, one column per indicator, missing scores as NaN."""
    everybody = np.arange(scored.values.shape[1])
    here = everybody if len(everybody) <= SAMPLE else _drawn(everybody, SAMPLE, seed=1)
    frame = pd.DataFrame(scored.values[:, here].T, columns=list(scored.keys))
    for row, missing in scored.missing.items():
        frame.iloc[missing[here] == 1, row] = np.nan
    return frame


def _place_in_family(key: str, keys: Sequence[str]) -> int:
    family = [one for one in keys if BY_KEY[one].family == BY_KEY[key].family]
    return family.index(key)
