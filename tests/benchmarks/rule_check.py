"""The rule tools on a million customers with the named groups: rule check and size curves.

The bare side gives everybody a segment once: what one value of a threshold costs without a curve.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from loyalty import segmentation
from loyalty.study import Study
from tests.benchmarks.clock import repeated
from tests.benchmarks.harness import Measure

CUSTOMERS = 1_000_000
REPETITIONS = 15


def nothing(_folder: Path) -> None:
    """The data are made in memory."""


def customers() -> pd.DataFrame:
    """Orders, days and spend; a fourth has no order."""
    rng = np.random.default_rng(7)
    orders = rng.negative_binomial(1, 0.25, CUSTOMERS).astype(float)
    recency = np.where(orders > 0, np.floor(rng.exponential(120, CUSTOMERS)), np.nan)
    tenure = recency + np.floor(rng.exponential(200, CUSTOMERS)) * (orders > 1)
    spend = np.round(orders * rng.lognormal(3, 1, CUSTOMERS), 2)
    return pd.DataFrame(
        {"recency_days": recency, "order_count": orders, "spend": spend, "tenure_days": tenure}
    )


def study(people: pd.DataFrame) -> Study:
    """The eleven named groups with learned thresholds."""
    gaps = pd.Series([20.0, 30, 40])
    learned = segmentation.learn_thresholds(people, gaps, 90)
    rules = segmentation.default_rules()
    return Study(as_of=date(2026, 6, 30), thresholds=learned, segments=rules)


def ours(_folder: Path) -> Iterator[float]:
    """The whole check; repairs are worked out when asked for."""
    people = customers()
    chosen = study(people)
    yield from repeated(lambda: segmentation.check(people, chosen), REPETITIONS)


def spend_curve(_folder: Path) -> Iterator[float]:
    """Sizes of all segments at each of some 60,000 amounts, as a picture shows them."""
    yield from _curve("high_spend", "big_spenders")


def days_curve(_folder: Path) -> Iterator[float]:
    """The same for the threshold that most rules share."""
    yield from _curve("active_days", "promising")


def solved(_folder: Path) -> Iterator[float]:
    """A segment a third smaller, from a curve that is there."""
    people = customers()
    curve = segmentation.size_curve(people, study(people), "high_spend")
    wanted = curve.size("big_spenders") * 2 / 3
    yield from repeated(lambda: segmentation.solve(curve, "big_spenders", wanted), REPETITIONS)


def raw(_folder: Path) -> Iterator[float]:
    """Everybody's segment once."""
    people = customers()
    chosen = study(people)
    yield from repeated(lambda: segmentation.codes(people, chosen), REPETITIONS)


def _curve(name: str, segment: str) -> Iterator[float]:
    people = customers()
    chosen = study(people)

    def work() -> None:
        segmentation.thin(segmentation.size_curve(people, chosen, name), segment)

    yield from repeated(work, REPETITIONS)


MEASURES = (
    Measure(
        "1 million customers, 11 rules: rule check", "rule_check", "nothing", "ours", "raw",
        seconds=0.3,
    ),
    Measure(
        "1 million customers: size curve of an amount, against one assignment", "rule_check",
        "nothing", "spend_curve", "raw", seconds=0.3,
    ),
    Measure(
        "the same of the active days", "rule_check", "nothing", "days_curve", "raw", seconds=0.3,
    ),
    Measure(
        "a third smaller, from the size curve", "rule_check", "nothing", "solved", seconds=0.02,
    ),
)  # fmt: skip
