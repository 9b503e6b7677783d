"""Names people read for the keys in the data, in the language of `_`."""

from collections.abc import Callable

from loyalty.indicators import BY_KEY as INDICATORS
from loyalty.indicators import FAMILIES
from loyalty.language import Translate, listed, mark, number
from loyalty.scoring import NOT_ENOUGH
from loyalty.segmentation import UNASSIGNED, thresholds
from loyalty.segments import BY_KEY as SEGMENTS
from loyalty.study import Rule, Study

Name = Callable[[str, Translate], str]
SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}

LEVELS = {
    "low": mark("Low"),
    "fair": mark("Fair"),
    "good": mark("Good"),
    "high": mark("High"),
    NOT_ENOUGH: mark("Not enough data"),
}


def segment(key: str, _: Translate = str) -> str:
    """The name of a segment; a segment the user made keeps its own."""
    if key == UNASSIGNED:
        return _(mark("In no segment"))
    return _(SEGMENTS[key].label) if key in SEGMENTS else key


def level(key: str, _: Translate = str) -> str:
    """The name of a loyalty level."""
    return _(LEVELS[key]) if key in LEVELS else key


def indicator(key: str, _: Translate = str) -> str:
    """The name of an indicator."""
    return _(INDICATORS[key].label) if key in INDICATORS else key


def family(key: str, _: Translate = str) -> str:
    """The name of an indicator family."""
    return _(dict(FAMILIES).get(key, key))  # type: ignore[call-overload]


def rule(one: Rule, study: Study, _: Translate = str, language: str = "en") -> str:
    """A segment's rule in symbols people read: Recency ≤ 110, Spend ≥ 2,000."""
    named = thresholds(study)
    parts = []
    for condition in one.conditions:
        limit = condition.threshold
        value = named[limit] if isinstance(limit, str) else limit
        sign = SIGNS.get(condition.op, condition.op)
        parts.append(f"{indicator(condition.column, _)} {sign} {number(value, language, 2)}")
    return listed(parts, _) or _("everybody left")
