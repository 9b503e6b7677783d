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
