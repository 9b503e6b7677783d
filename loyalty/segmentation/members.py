"""The list of customers with the reason and the day, for export."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from loyalty import labels
from loyalty.language import Translate, day, listed, mark
from loyalty.segmentation.rules import codes
from loyalty.study import Condition, Study, Test

WITH_VALUE = mark("{condition} ({value})")
NO_RULE = mark("no rule holds")


def segment_list(
    results: pd.DataFrame,
    changes: pd.DataFrame,
    reasons: np.ndarray,
    as_of: date,
    name: Callable[[str], str] = str,
) -> pd.DataFrame:
    """customer_id, segment, previous, changed_on, reason, day: one row per customer of `results`.

    Args:
        results: with customer_id and segment (categorical).
        changes: see `loyalty.replay.per_customer`; customers who are not in it have no previous
            segment and no day of change.
        reasons: one text per row of `results`, see `reason_texts`.
        as_of: the day the segments hold for. name: what a segment key is called.
    """
    then = changes.set_index("customer_id").reindex(results["customer_id"])
    return pd.DataFrame(
        {
            "customer_id": results["customer_id"].array,
            "segment": _named(results["segment"], name),
            "previous": _named(then["previous"], name),
            "changed_on": then["changed_on"].array,
            "reason": reasons,
            "day": pd.Timestamp(as_of),
        }
    )


def reason_texts(
    customers: pd.DataFrame,
    study: Study,
    rows: np.ndarray,
    _: Translate = str,
    language: str = "en",
) -> np.ndarray:
    """Why each customer is in the segment: its rule's conditions with the customer's values.

    "Recency ≤ 30 (12), Spend ≥ 500 (812.5)". Earlier rules that did not take the customer are not
    told: see `loyalty.segmentation.reasons` for one customer.

    Args:
        customers: with every column the rules name (see `loyalty.features`).
        rows: positions of the customers asked for.

    Returns:
        As many texts.
    """
    asked = customers.iloc[rows]
    found = codes(asked, study)
    texts = np.full(len(asked), _(NO_RULE), dtype=object)
    for position, rule in enumerate(study.segments):
        here = found == position
        if here.any():
            parts = [_told(test, asked[here], study, _, language) for test in rule.conditions]
            texts[here] = _joined(parts, _) if parts else labels.rule(rule, study, _, language)
    return texts


def _told(
    test: Test, customers: pd.DataFrame, study: Study, _: Translate, language: str
) -> list[str]:
    """One text per customer; "none of" tells no values, since they may be unknown."""
    if isinstance(test, Condition):
        condition = labels.condition(test, study, _, language)
        if test.op == "missing":
            return [condition] * len(customers)
        values = _values(customers[test.column], language)
        return [_(WITH_VALUE).format(condition=condition, value=value) for value in values]
    if test.match == "none":
        return [labels.test(test, study, _, language)] * len(customers)
    inner = [_told(one, customers, study, _, language) for one in test.conditions]
    template = _(labels.MATCHES[test.match])
    return [template.format(conditions=text) for text in _joined(inner, _)]


def _joined(parts: list[list[str]], _: Translate) -> list[str]:
    return [listed(texts, _) for texts in zip(*parts, strict=True)]


def _values(column: pd.Series, language: str) -> np.ndarray:
    """Values as people read them, each different one written once; a dash where missing."""
    places, different = pd.factorize(column)
    if pd.api.types.is_datetime64_any_dtype(column):
        texts = [day(value.date(), language) for value in different]
    elif pd.api.types.is_numeric_dtype(column):
        texts = [_number(value) for value in different]
    else:
        texts = [str(value) for value in different]
    return np.array([*texts, "–"], dtype=object)[places]


def _number(value: float) -> str:
    """As `loyalty.language.number` with two digits in either language, at a tenth of the time."""
    text = f"{round(value, 2):,.2f}"
    return text.rstrip("0").rstrip(".")


def _named(segments: pd.Series, name: Callable[[str], str]) -> np.ndarray:
    """Names of segments, missing where there is none."""
    names = np.array([*map(name, segments.cat.categories), None], dtype=object)
    return names[segments.cat.codes.to_numpy()]
