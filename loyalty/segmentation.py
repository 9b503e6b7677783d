"""Ordered rules -> one segment each, and who moves when the rules change."""

import operator
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from loyalty.segments import CATALOGUE, THRESHOLDS
from loyalty.study import Condition, Rule, Study

UNASSIGNED = "unassigned"
OPERATORS = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}


def default_rules() -> tuple[Rule, ...]:
    """The shelf of named groups as rules of a study."""
    return tuple(Rule(key=one.key, conditions=one.conditions) for one in CATALOGUE)


def learn_thresholds(
    customers: pd.DataFrame, gaps: pd.Series, active_days: int
) -> dict[str, float]:
    """Default thresholds from the customers; `active_days` has its own place in the study."""
    return {
        key: threshold.learn(customers, gaps, active_days)
        for key, threshold in THRESHOLDS.items()
        if key != "active_days"
    }


def thresholds(study: Study) -> dict[str, float]:
    """All named thresholds of the study, the active days among them."""
    return dict(study.thresholds) | {"active_days": float(study.active_days)}


def segment_names(study: Study) -> list[str]:
    """Segment keys in priority order, then the key of customers whom no rule takes."""
    return [rule.key for rule in study.segments] + [UNASSIGNED]


def codes(customers: pd.DataFrame, study: Study) -> np.ndarray:
    """Position of each customer's segment; ``len(study.segments)`` when no rule takes them."""
    named = thresholds(study)
    found = np.full(len(customers), len(study.segments), dtype=np.int16)
    masks: dict[tuple[str, str, float], np.ndarray] = {}
    for position in reversed(range(len(study.segments))):
        conditions = study.segments[position].conditions
        if conditions:
            np.putmask(found, _all(customers, conditions, named, masks), position)
        else:
            found[:] = position
    return found


def assign(customers: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The customers with their segment, by the first rule that holds."""
    names = pd.Index(segment_names(study))
    found = pd.Categorical.from_codes(codes(customers, study), names)
    return customers.assign(segment=found)


def _all(
    customers: pd.DataFrame,
    conditions: Sequence[Condition],
    named: Mapping[str, float],
    masks: dict[tuple[str, str, float], np.ndarray],
) -> np.ndarray:
    held = np.ones(len(customers), dtype=bool)
    for condition in conditions:
        value = condition.threshold
        number = named[value] if isinstance(value, str) else float(value)
        key = (condition.column, condition.op, number)
        if key not in masks:
            column = customers[condition.column].to_numpy()
            masks[key] = OPERATORS[condition.op](column, number) & ~np.isnan(column)
        held &= masks[key]
    return held


def moves(
    before: np.ndarray, after: np.ndarray, names: Sequence[str], spend: np.ndarray
) -> pd.DataFrame:
    """Who moves: source, target, customers, spend, one row per pair that has customers.

    `before` and `after` are positions in `names`; rows with source == target are those who stay.
    """
    size = len(names)
    pair = before.astype(np.int32) * size + after
    count = np.bincount(pair, minlength=size * size)
    money = np.bincount(pair, weights=np.nan_to_num(spend), minlength=size * size)
    rows = np.flatnonzero(count)
    return pd.DataFrame(
        {
            "source": np.array(names)[rows // size],
            "target": np.array(names)[rows % size],
            "customers": count[rows],
            "spend": np.round(money[rows], 2),
        }
    )


def sizes(found: np.ndarray, names: Sequence[str], spend: np.ndarray) -> pd.DataFrame:
    """Each segment's customers, spend and their shares, in the order of `names`.

    Shares are of all customers and of all spend (NaN when the total is not positive).
    """
    count = np.bincount(found, minlength=len(names))
    money = np.round(np.bincount(found, weights=np.nan_to_num(spend), minlength=len(names)), 2)
    total = money.sum()
    return pd.DataFrame(
        {
            "segment": list(names),
            "customers": count,
            "share": count / max(1, count.sum()),
            "spend": money,
            "spend_share": money / total if total > 0 else np.nan,
        }
    )


def aligned(
    before: Study, after: Study, old: np.ndarray, new: np.ndarray
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Segment codes of two studies as positions in one list of names."""
    old_names, new_names = segment_names(before), segment_names(after)
    gone = [key for key in old_names if key not in new_names]
    names = new_names[:-1] + gone + [UNASSIGNED]
    place_old = np.array([names.index(key) for key in old_names], dtype=np.int16)
    place_new = np.array([names.index(key) for key in new_names], dtype=np.int16)
    return names, place_old[old], place_new[new]
