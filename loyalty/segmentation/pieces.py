"""The rules while a threshold lies below, at or above each customer's values.

All that a value v can tell of a threshold is whether it lies below, at or above v. A threshold
compared with k columns thus cuts its line into 2k + 1 pieces for each customer, within each of
which the outcome of every rule is fixed.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf

import numpy as np
import pandas as pd

from loyalty.segmentation.rules import (
    OPERATORS,
    Evaluation,
    columns,
    compare,
    conditions,
    first_held,
    thresholds,
)
from loyalty.segments import life_cycle
from loyalty.study import Condition, Rule, Study

STATE = life_cycle.SCHEME.key
STATES = tuple(Rule(key=one.key, conditions=one.conditions) for one in life_cycle.GROUPS)
FOLLOWED = {one.threshold for one in conditions(STATES)}
PROBE = "_probe"
UNKNOWN = 2


def outcomes(
    customers: pd.DataFrame, study: Study, name: str
) -> tuple[dict[str, np.ndarray], np.ndarray, list[np.ndarray]]:
    """What the named threshold is compared with, and the segments in each of its pieces.

    Returns the (n,) values by column, the (k, n) rising breaks of each customer, infinite where a
    value is missing, and 2k + 1 arrays of segment codes: before, at, after the first break, ...
    Conditions on the life-cycle state follow the threshold where the state does.
    """
    follows = name in FOLLOWED and STATE in columns(study)
    if follows and life_cycle.GAP not in customers:
        customers = customers.assign(**{life_cycle.GAP: np.nan})
    values = _values(customers, [*study.segments, *(STATES if follows else ())], name)
    breaks = _breaks(values, len(customers))
    truth = Evaluation(customers, thresholds(study))
    found = [
        first_held(_Piece(truth, name, sides, follows), study.segments)
        for sides in _sides(values, breaks)
    ]
    return values, breaks, found


def day_numbers(column: pd.Series) -> np.ndarray:
    """(n,) days since 1970 of a column of dates, NaN where missing."""
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(float))


class _Piece(Evaluation):
    """Truth while the threshold lies below (1), at (0) or above (-1) each customer's value."""

    def __init__(
        self, truth: Evaluation, name: str, sides: Mapping[str, np.ndarray], follows: bool
    ):
        super().__init__(truth.customers, truth.named)
        self._masks = truth._masks
        self._name, self._sides, self._follows = name, sides, follows
        self._states: pd.Series | None = None

    def _compared(self, test: Condition, op: str) -> np.ndarray:
        if self._follows and test.column == STATE:
            return compare(self._state(), op, test.values)
        if test.threshold == self._name and test.column in self._sides:
            side = self._sides[test.column]
            return np.asarray(OPERATORS[op](side, 0) & (side != UNKNOWN))
        return super()._compared(test, op)

    def _state(self) -> pd.Series:
        if self._states is None:
            names = pd.Index([rule.key for rule in STATES])
            self._states = pd.Series(pd.Categorical.from_codes(first_held(self, STATES), names))
        return self._states


def _values(customers: pd.DataFrame, rules: Sequence[Rule], name: str) -> dict[str, np.ndarray]:
    """(n,) values of each column that a rule compares with the threshold, NaN where missing."""
    found: dict[str, np.ndarray] = {}
    for one in conditions(tuple(rules)):
        column = customers[one.column]
        if one.threshold != name or one.column in found:
            continue
        if column.dtype.kind == "M" and name == PROBE:
            found[one.column] = day_numbers(column)
        elif pd.api.types.is_numeric_dtype(column):
            found[one.column] = column.to_numpy(dtype=float)
    return found


def _breaks(values: Mapping[str, np.ndarray], customers: int) -> np.ndarray:
    """(k, n) each customer's values in rising order, infinite where missing."""
    known = [np.where(np.isnan(one), inf, one) for one in values.values()]
    return np.sort(np.reshape(known, (len(known), customers)), axis=0)


def _sides(values: Mapping[str, np.ndarray], breaks: np.ndarray) -> Iterator[dict[str, np.ndarray]]:
    """Sides of all values in each of the 2k + 1 pieces: before, at, after the first break, ..."""
    yield {column: _side(one, np.array(-inf)) for column, one in values.items()}
    for place, at in enumerate(breaks):
        here = {column: _side(one, at) for column, one in values.items()}
        yield here
        again = breaks[place + 1] == at if place + 1 < len(breaks) else np.array(False)
        yield {
            column: np.where((side == 0) & ~again, -1, side).astype(np.int8)
            for column, side in here.items()
        }


def _side(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    side = (values > at).astype(np.int8) - (values < at).astype(np.int8)
    side[np.isnan(values)] = UNKNOWN
    return side
