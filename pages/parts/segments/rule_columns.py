"""The columns a rule can name: by kind, those that have values in these data."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from loyalty import features, rfm, segmentation, visits
from loyalty.attributes import GAP
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.journey.answered import scale_of
from loyalty.language import mark
from loyalty.segmentation import edits
from loyalty.segments import THRESHOLDS, life_cycle
from loyalty.study import Condition, Rule
from pages import _results as results
from pages import _session as session

KINDS = {
    "indicator": mark("Indicator"),
    "score": mark("Score"),
    "answer": mark("Survey answer"),
    "attribute": mark("Attribute"),
    "touchpoint": mark("Touchpoint visits"),
    "felt": mark("Feeling at a touchpoint"),
    "date": mark("Date"),
    "rfm": mark("Rating"),
    "cluster": mark("Cluster"),
    "life_cycle": mark("Life cycle"),
}
NUMBERS = (">=", ">", "<=", "<", "==", "!=", "missing")
TEXTS = ("in", "not in", "missing")
FIXED = {"score": 50.0, "rfm": 3.0, "cluster": 1.0, "touchpoint": 1.0}


def by_kind() -> dict[str, list[str]]:
    """Columns with values, by kind; kinds without any are left out."""
    has = {name for name, count in results.with_value().items() if count}
    scored = {BY_KEY[key].family for key in results.scores().keys}
    rated = has >= {"recency_days", "order_count", "spend"}
    families = [f"score.{family}" for family in FAMILIES if family in scored]
    visited = _touchpoints()
    found = {
        "indicator": [name for name in (*BY_KEY, GAP) if name in has],
        "score": [features.INDEX, *families] if families else [],
        "answer": sorted(name for name in has if name.startswith("answer.")),
        "attribute": sorted(name for name in has if name.startswith("attribute.")),
        "touchpoint": [f"{visits.VISITS}{name}" for name in visited["touchpoint"]],
        "felt": [f"{visits.FELT}{name}" for name in visited.dropna()["touchpoint"]],
        "date": [one for one in ("date.joined", *features.AGES) if _source(one) in has],
        "rfm": list(rfm.COLUMNS) if rated else [],
        "cluster": [features.CLUSTER] if session.study().clusters else [],
        "life_cycle": [features.STATE] if "recency_days" in has else [],
    }
    return {kind: names for kind, names in found.items() if names}


def _touchpoints() -> pd.DataFrame:
    """The touchpoints of the events whose names a rule can hold, with their ends of feeling."""
    day = session.study().as_of
    found = session.cached("touchpoints", lambda: visits.known(session.tables(), day), day)
    return found[found["touchpoint"].map(len) <= edits.LONGEST - len(visits.VISITS)]


def unused(rules: tuple[Rule, ...]) -> str:
    """The first column that these rules do not name."""
    used = {one.column for one in segmentation.conditions(rules)}
    columns = [name for names in by_kind().values() for name in names]
    return next((name for name in columns if name not in used), "order_count")


def kind_of(column: str) -> str:
    """The kind of a column: a key of `KINDS`."""
    kind = column.partition(".")[0]
    return kind if kind in KINDS else "indicator"


def is_day(column: str) -> bool:
    """Whether the values are days."""
    return kind_of(column) == "date"


def is_text(column: str) -> bool:
    """Whether the values are texts."""
    values = results.base().customers.get(column)
    texts = values is not None and isinstance(values.dtype, pd.CategoricalDtype)
    return column == features.STATE or texts


def texts(column: str) -> list[str]:
    """The texts of a column, the most frequent first; keys of the states of the life cycle."""
    if column == features.STATE:
        return [group.key for group in life_cycle.GROUPS]
    values = results.base().customers[column]
    return session.cached(
        "texts", lambda: values.value_counts().index.tolist(), session.study().as_of, column
    )


def spread(column: str) -> tuple[float, float, float] | None:
    """Lowest, middle and highest number of a column of the data (ages for days of orders)."""
    values = results.base().customers.get(_source(column))

    def build() -> tuple[float, float, float] | None:
        if values is None or not pd.api.types.is_numeric_dtype(values) or values.isna().all():
            return None
        low, middle, high = np.nanpercentile(values.to_numpy(dtype=float), (0, 50, 100))
        return float(low), float(middle), float(high)

    return session.cached("spread", build, session.study().as_of, _source(column))


def starter(column: str) -> Condition:
    """The condition a column begins with: half of the customers, or the most frequent text."""
    if is_text(column):
        return edits.condition(column, "in", texts(column)[:1])
    if is_day(column):
        return edits.condition(column, ">=", _middle_day(column))
    if kind_of(column) in FIXED:
        return edits.condition(column, ">=", FIXED[kind_of(column)])
    if kind_of(column) == "felt":
        return edits.condition(column, "<", _neutral())
    known = spread(column)
    return edits.condition(column, ">=", float(f"{known[1]:.2g}") if known else 0.0)


def _neutral() -> float:
    """The middle of the scale of the feelings in the events."""
    ends = _touchpoints()[["least", "most"]].to_numpy(dtype=float)
    return sum(scale_of(ends.ravel())) / 2


def operators(column: str) -> tuple[str, ...]:
    """How values of a column can be compared."""
    return TEXTS if is_text(column) else NUMBERS


def named(column: str) -> list[str]:
    """The thresholds of the study that speak of this column."""
    return [
        key
        for key in segmentation.thresholds(session.study())
        if key in THRESHOLDS and THRESHOLDS[key].column == column
    ]


def _source(column: str) -> str:
    return features.AGES.get(column, column)


def _middle_day(column: str) -> date:
    as_of = session.study().as_of
    if column in features.AGES:
        known = spread(column)
        return as_of - timedelta(days=int(known[1])) if known else as_of
    days = results.base().customers[column].dropna()
    return days.quantile(0.5, interpolation="nearest").date() if len(days) else as_of
