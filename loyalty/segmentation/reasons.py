"""Why is this customer here: the conditions passed and failed, rule by rule."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from loyalty.segmentation import edits
from loyalty.segmentation.rules import Evaluation, codes, thresholds
from loyalty.study import Rule, Study, Test

COLUMNS = (
    "segment", "place", "path", "inside", "test", "column", "value", "op", "limit", "outcome",
    "met", "taken_by",
)  # fmt: skip


def reasons(customer: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Every condition of every rule with its outcome for the one customer in the frame.

    Columns: segment, place (of the rule), path (of the condition, () for a rule without), inside
    (the matches of the groups around it), test (the condition or None), column, value, op, limit,
    outcome (True, False or None: not known), met (of the whole rule), taken_by (the earlier segment
    that takes the customer, or "").
    """
    truth = Evaluation(customer, thresholds(study))
    (own,) = codes(customer, study)
    rows = [
        {
            **row,
            "segment": rule.key,
            "place": place,
            "met": _all(_outcome(truth, test) for test in rule.conditions),
            "taken_by": study.segments[own].key if own < place else "",
        }
        for place, rule in enumerate(study.segments)
        for row in _conditions(truth, rule)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _conditions(truth: Evaluation, rule: Rule) -> Iterator[dict[str, Any]]:
    if not rule.conditions:
        yield dict.fromkeys(COLUMNS) | {"path": (), "inside": (), "outcome": True}
    for path, inside, one in edits.leaves(rule.conditions):
        value = truth.customers[one.column].iloc[0]
        yield {
            "path": path,
            "inside": inside,
            "test": one,
            "column": one.column,
            "value": None if pd.isna(value) else value,
            "op": one.op,
            "limit": one.values or one.day or (None if one.op == "missing" else truth.limit(one)),
            "outcome": _outcome(truth, one),
        }


def _outcome(truth: Evaluation, test: Test) -> bool | None:
    if truth.holds(test)[0]:
        return True
    return False if truth.fails(test)[0] else None


def _all(outcomes: Iterator[bool | None]) -> bool | None:
    found = list(outcomes)
    return False if False in found else None if None in found else True
