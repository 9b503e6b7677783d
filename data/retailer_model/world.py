"""The calendar of the sample, its random streams and the shape of an event."""

import zlib
from typing import Any

import numpy as np
import pandas as pd

from data.retailer_model.effects import SEED

START = np.datetime64("2023-07-01T00:00:00", "us")
DAYS = 1096  # up to 2026-06-30
OPENS, OPEN_HOURS = 8, 14
EVENT_COLUMNS = (
    "customer", "day", "touchpoint", "channel", "feeling", "cost", "duration", "feature",
    "campaign", "text",
)  # fmt: skip


def stream(part: str) -> np.random.Generator:
    """The random numbers of one part of the model, the same in every run."""
    return np.random.default_rng([SEED, zlib.crc32(part.encode())])


def day_of(date: str) -> float:
    """Days from the start of the record to midnight of an ISO date."""
    return float((np.datetime64(date, "us") - START) / np.timedelta64(1, "D"))


def times(day: pd.Series | np.ndarray) -> np.ndarray:
    """Whole minutes within opening hours for days since the start; keeps their order."""
    whole = np.floor(day)
    minutes = whole * 1440 + OPENS * 60 + np.floor((day - whole) * OPEN_HOURS * 60)
    return START + np.asarray(minutes, dtype="int64") * np.timedelta64(60_000_000, "us")


def coin(rng: np.random.Generator, size: int, share: float) -> np.ndarray:
    """True for exactly `share` of `size` places (to the nearest whole), at random."""
    return rng.permutation(size) < round(size * share)


def soon(rng: np.random.Generator, size: int, mean: float, limit: float = 13.0) -> np.ndarray:
    """Exponential waits in days, cut off at `limit` without a heap there."""
    return -mean * np.log1p(-rng.random(size) * -np.expm1(-limit / mean))


def events(
    customer: pd.Series | np.ndarray, day: Any, touchpoint: str, channel: Any, **more: Any
) -> pd.DataFrame:
    """Rows of the event table, one per customer index."""
    columns = {"day": day, "touchpoint": touchpoint, "channel": channel, **more}
    plain = {name: _plain(value) for name, value in columns.items()}
    return pd.DataFrame({"customer": _plain(customer), **plain})


def _plain(value: Any) -> Any:
    return value.to_numpy() if isinstance(value, pd.Series) else value
