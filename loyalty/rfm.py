"""RFM ratings from 1 to 5 by frozen cuts.

A rating counts the cuts a value lies beyond: equal values always get the same rating, and a value
equal to a cut gets the lower one, so ties never flatter. `cuts` are four rising numbers for each
rating; nested cuts of a rating stand under ``rfm.frequency.5``: those of customers with recency 5.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

RECENCY, FREQUENCY, MONETARY = "rfm.recency", "rfm.frequency", "rfm.monetary"
VALUE = "rfm.value"
SOURCES = {RECENCY: "recency_days", FREQUENCY: "order_count", MONETARY: "spend"}
COLUMNS = (*SOURCES, VALUE)
FIFTHS = (20, 40, 60, 80)
BEST = len(FIFTHS) + 1

Cuts = Mapping[str, Sequence[float]]


def ratings(customers: pd.DataFrame, cuts: Cuts) -> dict[str, np.ndarray]:
    """(n,) ratings by column; NaN for customers without an order and without cuts."""
    found = {RECENCY: rate(customers, RECENCY, cuts.get(RECENCY))}
    for column in (FREQUENCY, MONETARY):
        found[column] = _nested(customers, column, cuts, found[RECENCY])
    return found | {VALUE: (found[FREQUENCY] + found[MONETARY]) / 2}


def rate(customers: pd.DataFrame, column: str, cuts: Sequence[float] | None) -> np.ndarray:
    """(n,) ratings 1-5 of one column; few days since the last order are good."""
    if cuts is None:
        return np.full(len(customers), np.nan)
    values = customers[SOURCES[column]].to_numpy()
    beyond = np.searchsorted(np.asarray(cuts, dtype=float), values, side="left").astype(float)
    rated = BEST - beyond if column == RECENCY else 1 + beyond
    return np.where(bought(customers), rated, np.nan)


def bought(customers: pd.DataFrame) -> np.ndarray:
    """(n,) True for customers with an order."""
    return customers["recency_days"].notna().to_numpy()


def fifths(values: np.ndarray) -> tuple[float, ...]:
    """The four cuts between fifths of the values; none without values."""
    known = values[~np.isnan(values)]
    return tuple(float(cut) for cut in np.percentile(known, FIFTHS)) if len(known) else ()


def independent(customers: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Cuts of each rating by itself, over customers with an order."""
    buyers = customers[bought(customers)]
    return {column: fifths(buyers[source].to_numpy()) for column, source in SOURCES.items()}


def nested(customers: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Cuts of recency, then of frequency and monetary within each rating of recency."""
    buyers = customers[bought(customers)]
    cuts = {RECENCY: fifths(buyers["recency_days"].to_numpy())}
    recency = rate(buyers, RECENCY, cuts[RECENCY])
    for column in (FREQUENCY, MONETARY):
        values = buyers[SOURCES[column]].to_numpy()
        for rating in range(1, BEST + 1):
            cuts[f"{column}.{rating}"] = fifths(values[recency == rating])
    return {column: found for column, found in cuts.items() if found}


def _nested(customers: pd.DataFrame, column: str, cuts: Cuts, recency: np.ndarray) -> np.ndarray:
    if column in cuts:
        return rate(customers, column, cuts[column])
    found = np.full(len(customers), np.nan)
    for rating in range(1, BEST + 1):
        rated = rate(customers, column, cuts.get(f"{column}.{rating}"))
        np.copyto(found, rated, where=recency == rating)
    return found
