"""What a segment scheme is, and how to add one.

1. Write ``loyalty/segments/my_scheme.py`` with ``SCHEME = Scheme(key="my_scheme", ...)``.
2. Add one line to ``CATALOGUE`` in ``loyalty/segments/__init__.py``: its place on the page.
3. Add a case with a literal table to ``tests/segments/``; a test fails while a group can never be
   reached.

Order of groups is priority: the first whose conditions all hold takes the customer, and a last one
without conditions takes everybody left. Conditions name a column of the customer frame (see
`loyalty.features`) and a threshold of the scheme (a slider) or a fixed number. A condition on a
missing value does not hold.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from loyalty.study import Study, Test

SCALES = ((1.0, 5.0), (1.0, 7.0), (0.0, 10.0), (0.0, 100.0))


@dataclass(frozen=True)
class Segment:
    """A named group: what it means, who is in, what to do about it, and its one colour."""

    key: str
    label: str
    meaning: str
    action: str
    colour: str
    conditions: tuple[Test, ...] = ()


@dataclass(frozen=True)
class Threshold:
    """A number that segment rules share, on a slider.

    `learn` proposes it from the customers, the days between repeat orders and the active days.
    """

    key: str
    label: str
    meaning: str
    column: str
    learn: Callable[[pd.DataFrame, pd.Series, int], float]
    digits: int = 0


@dataclass(frozen=True)
class Scheme:
    """A way to divide the customers.

    Attributes:
        key, label, meaning: its code, name, and what it asks. source: where it comes from.
        groups: in priority order; none where `learn` gives the rules.
        thresholds: the sliders it shows. needs: columns it cannot do without.
        learn: further study fields from (customers, study), such as cuts.
    """

    key: str
    label: str
    meaning: str
    source: str
    groups: tuple[Segment, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    needs: tuple[str, ...] = ()
    learn: Callable[[pd.DataFrame, Study], dict[str, Any]] = lambda _customers, _study: {}


def of_buyers(customers: pd.DataFrame, column: str, percentile: float) -> float:
    """A percentile of a column over customers with an order; 0 without any."""
    values = customers.loc[customers["order_count"] > 0, column].dropna()
    return float(np.percentile(values, percentile)) if len(values) else 0.0


def answer_scale(answers: np.ndarray) -> tuple[float, float]:
    """The middle of the scale these answers are on, and its step.

    The scale is the narrowest usual one that holds every answer, else from the lowest to the
    highest; the step is the least difference between two answers. NaN is no answer; without any
    answer, the middle and step of 1 to 7.
    """
    known = np.unique(answers[~np.isnan(answers)])
    low, high = (known[0], known[-1]) if len(known) else SCALES[1]
    usual = [one for one in SCALES if one[0] <= low and high <= one[1]]
    low, high = usual[0] if usual else (low, high)
    step = np.diff(known).min() if len(known) > 1 else 1.0
    return float((low + high) / 2), float(step)
