"""Scores, index and levels of a million customers with ten indicators, against the bare product."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from loyalty import scoring, weights
from loyalty.indicators import BY_KEY
from loyalty.study import Study
from tests.benchmarks.clock import repeated
from tests.benchmarks.harness import Measure

CUSTOMERS = 1_000_000
KEYS = tuple(BY_KEY)[:10]
REPETITIONS = 15


def nothing(_folder: Path) -> None:
    """The data are made in memory."""


def frame(missing: float = 0.0) -> pd.DataFrame:
    """Ten random indicators; a share of the last is missing."""
    rng = np.random.default_rng(7)
    values = rng.gamma(2.0, 10.0, (len(KEYS), CUSTOMERS))
    values[-1, rng.random(CUSTOMERS) < missing] = np.nan
    return pd.DataFrame(dict(zip(KEYS, values, strict=True)))


def study(customers: pd.DataFrame) -> Study:
    """Equal weights over the ten."""
    chosen = Study(as_of=date(2026, 6, 30), indicators=KEYS, scale=scoring.learn(customers))
    return chosen.change(**weights.PRESETS["equal"].choices())


def levels(scored: scoring.Scores, chosen: Study) -> np.ndarray:
    """What a change of weights costs: index and levels of everybody."""
    value, share = scoring.index(scored, weights.effective(chosen, scored.keys))
    return scoring.level_codes(value, share, chosen.levels)


def ours(folder: Path) -> Iterator[float]:
    """All values known."""
    yield from _ours(0.0)


def ours_with_gaps(folder: Path) -> Iterator[float]:
    """A third of one indicator is missing, so that weights are shared per customer."""
    yield from _ours(0.33)


def from_values(folder: Path) -> Iterator[float]:
    """Scale, index and levels from the customers' values."""
    customers = frame()
    chosen = study(customers)
    yield from repeated(lambda: levels(scoring.scores(customers, chosen.scale), chosen), 7)


def _ours(missing: float) -> Iterator[float]:
    customers = frame(missing)
    chosen = study(customers)
    scored = scoring.scores(customers, chosen.scale)
    yield from repeated(lambda: levels(scored, chosen), REPETITIONS)


def raw(folder: Path) -> Iterator[float]:
    """Customers x indicators times weights, nothing else."""
    values = np.ascontiguousarray(frame().to_numpy())
    vector = np.full(len(KEYS), 0.1)
    yield from repeated(lambda: values @ vector, REPETITIONS)


def raw_turned(folder: Path) -> Iterator[float]:
    """Weights times indicators x customers, the layout in which the product is fastest."""
    values = np.ascontiguousarray(frame().to_numpy().T)
    vector = np.full(len(KEYS), 0.1)
    yield from repeated(lambda: vector @ values, REPETITIONS)


MEASURES = (
    Measure(
        "1 million customers x 10: new weights to levels", "scores", "nothing", "ours", "raw",
        ratio=4.0,
    ),
    Measure(
        "the same, a third of one indicator missing", "scores", "nothing", "ours_with_gaps", "raw",
        ratio=4.0,
    ),
    Measure(
        "the same against the product in our layout", "scores", "nothing", "ours", "raw_turned",
    ),
    Measure("the same from the values, scale included", "scores", "nothing", "from_values", "raw"),
)  # fmt: skip
