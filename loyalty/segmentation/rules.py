"""Ordered rules -> one segment each.

Truth has three values: a test of a missing value neither holds nor fails, so that "none of"
does not take customers about whom nothing is known. Only `missing` speaks of missing values.
"""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from loyalty.language import mark
from loyalty.study import Condition, Group, Rule, Study, Test

UNASSIGNED = "unassigned"
IN_NO_SEGMENT = mark("In no segment")
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}
OPPOSITE = {
    "<=": ">", ">": "<=", "<": ">=", ">=": "<", "==": "!=", "!=": "==", "in": "not in",
    "not in": "in",
}  # fmt: skip


class Evaluation:
    """The truth of tests for every customer of one frame, each comparison made once."""

    def __init__(self, customers: pd.DataFrame, named: Mapping[str, float]):
        self.customers = customers
        self.named = named
        self._masks: dict[tuple[Any, ...], np.ndarray] = {}

    def holds(self, test: Test) -> np.ndarray:
        """(n,) True where the test holds."""
        if isinstance(test, Condition):
            return self._compared(test, test.op)
        if test.match == "none":
            return self._every(map(self.fails, test.conditions))
        whole = self._every if test.match == "all" else self._some
        return whole(map(self.holds, test.conditions))

    def fails(self, test: Test) -> np.ndarray:
        """(n,) True where the test is known not to hold."""
        if isinstance(test, Condition):
            if test.op == "missing":
                return ~self.holds(test)
            return self._compared(test, OPPOSITE[test.op])
        if test.match == "none":
            return self._some(map(self.holds, test.conditions))
        whole = self._some if test.match == "all" else self._every
        return whole(map(self.fails, test.conditions))

    def rule(self, rule: Rule) -> np.ndarray:
        """(n,) True where every condition of the rule holds, whatever earlier rules take."""
        return self._every(map(self.holds, rule.conditions))

    def limit(self, test: Condition) -> float:
        """The number a condition compares with."""
        value = test.threshold
        return self.named[value] if isinstance(value, str) else float(value or 0.0)

    def _every(self, masks: Iterator[np.ndarray]) -> np.ndarray:
        held = np.ones(len(self.customers), dtype=bool)
        for mask in masks:
            held &= mask
        return held

    def _some(self, masks: Iterator[np.ndarray]) -> np.ndarray:
        held = np.zeros(len(self.customers), dtype=bool)
        for mask in masks:
            held |= mask
        return held

    def _compared(self, test: Condition, op: str) -> np.ndarray:
        limit = test.values or test.day or (None if op == "missing" else self.limit(test))
        key = (test.column, op, limit)
        if key not in self._masks:
            self._masks[key] = compare(self.customers[test.column], op, limit)
        return self._masks[key]


def compare(column: pd.Series, op: str, limit: Any) -> np.ndarray:
    """(n,) True where the column has a value and compares so with `limit`.

    A number tells nothing of a text, nor a day of a number: such a test holds nowhere.
    """
    if op == "missing":
        return column.isna().to_numpy()
    if op in ("in", "not in"):
        inside = column.isin(list(limit)).to_numpy()
        return inside if op == "in" else ~inside & column.notna().to_numpy()
    if pd.api.types.is_datetime64_any_dtype(column) and isinstance(limit, date):
        days = column.to_numpy().astype("datetime64[D]")
        return OPERATORS[op](days, np.datetime64(limit, "D")) & ~np.isnat(days)
    if isinstance(limit, date) or not pd.api.types.is_numeric_dtype(column):
        return np.zeros(len(column), dtype=bool)
    values = column.to_numpy()
    return OPERATORS[op](values, limit) & ~np.isnan(values)


def thresholds(study: Study) -> dict[str, float]:
    """All named thresholds of the study, the active days among them."""
    return dict(study.thresholds) | {"active_days": float(study.active_days)}


def segment_names(study: Study) -> list[str]:
    """Segment keys in priority order, then the key of customers whom no rule takes."""
    return [rule.key for rule in study.segments] + [UNASSIGNED]


def codes(customers: pd.DataFrame, study: Study) -> np.ndarray:
    """Position of each customer's segment; ``len(study.segments)`` when no rule takes them.

    `customers` has every column the rules name: see `loyalty.features`.
    """
    return first_held(Evaluation(customers, thresholds(study)), study.segments)


def first_held(truth: Evaluation, rules: Sequence[Rule]) -> np.ndarray:
    """(n,) position of the first rule that holds; ``len(rules)`` where none does."""
    found = np.full(len(truth.customers), len(rules), dtype=np.int16)
    for position in reversed(range(len(rules))):
        rule = rules[position]
        if rule.conditions:
            _put(found, truth.rule(rule), position)
        else:
            found[:] = position
    return found


def _put(found: np.ndarray, mask: np.ndarray, position: int) -> None:
    """np.putmask for int16, seven times as fast: bits are changed without asking each customer."""
    change = found ^ np.int16(position)
    change &= -mask.view(np.int8)
    found ^= change


def assign(customers: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The customers with their segment, by the first rule that holds."""
    names = pd.Index(segment_names(study))
    found = pd.Categorical.from_codes(codes(customers, study), names)
    return customers.assign(segment=found)


def conditions(rules: tuple[Rule, ...]) -> list[Condition]:
    """Every condition of these rules, those within groups too, in reading order."""
    return [one for rule in rules for test in rule.conditions for one in _leaves(test)]


def columns(study: Study) -> tuple[str, ...]:
    """The columns the study's rules name, each once, in reading order."""
    return tuple(dict.fromkeys(one.column for one in conditions(study.segments)))


def _leaves(test: Test) -> Iterator[Condition]:
    if isinstance(test, Group):
        for inner in test.conditions:
            yield from _leaves(inner)
    else:
        yield test
