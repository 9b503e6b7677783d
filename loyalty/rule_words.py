"""The rule check, its repairs and the reasons of a customer in words, in the language of `_`.

Names that users typed stand in them as they are: a page escapes the whole sentence.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from loyalty import labels
from loyalty.language import Translate, day, listed, mark, number
from loyalty.segmentation import Change, Finding, Repair, edits, thresholds
from loyalty.segments import THRESHOLDS
from loyalty.study import Condition, Study

FINDINGS = {
    "contrary": mark("“{segment}” can never be reached: its conditions exclude each other."),
    "covered": mark(
        "“{segment}” can never be reached: “{other}” takes all of its customers first."
    ),
    "together": mark(
        "“{segment}” can never be reached: {others} together take all of its customers first."
    ),
    "empty": mark("Nobody is in “{segment}” now."),
    "small": mark("“{segment}” has {count} customers, fewer than the {minimum} wanted."),
    "unassigned": mark("{count} customers are in no segment."),
    "overlap": mark("{count} customers meet “{segment}” but are in “{other}”, which comes first."),
}
REPAIRS = {
    "move": mark("Move “{segment}” up, before “{other}”"),
    "remove": mark("Remove “{segment}”"),
    "add": mark("Add “{segment}” as the last rule, for everybody left"),
    "threshold": mark("Set “{threshold}” to {value}: “{segment}” then has {count} customers"),
    "limit": mark("Change {before} into {after}: “{segment}” then has {count} customers"),
}


def finding(
    one: Finding,
    study: Study,
    _: Translate = str,
    language: str = "en",
    minimum: int | None = None,
) -> str:
    """A finding of the rule check as a sentence."""
    kind: str = one.kind
    if kind == "unreachable":
        kind = ("contrary", "covered", "together")[min(2, len(one.others))]
    names = [labels.segment(key, _) for key in one.others]
    return _(FINDINGS[kind]).format(
        segment=labels.segment(one.segment, _),
        other=names[-1] if names else "",
        others=listed((f"“{name}”" for name in names), _),
        count=number(one.count, language),
        minimum=number(study.minimum_size if minimum is None else minimum, language),
    )


def repair(one: Repair, study: Study, _: Translate = str, language: str = "en") -> str:
    """What a repair of the study does, for its button."""
    words: dict[str, str] = {}
    if one.kind == "move":
        words = {"other": labels.segment(one.other, _)}
    elif one.kind == "threshold":
        label = _(THRESHOLDS[one.other].label) if one.other in THRESHOLDS else one.other
        value = number(thresholds(one.study)[one.other], language, 2)
        words = {"threshold": label, "value": value}
    elif one.kind == "limit":
        before, after = (
            labels.test(edits.test_at(each, one.segment, one.path), each, _, language)
            for each in (study, one.study)
        )
        words = {"before": before, "after": after}
    segment, count = labels.segment(one.segment, _), number(one.size, language)
    return _(REPAIRS[one.kind]).format(segment=segment, count=count, **words)


def reason(
    test: Condition | None,
    inside: Sequence[str],
    study: Study,
    _: Translate = str,
    language: str = "en",
) -> str:
    """A condition of `loyalty.segmentation.reasons` with the groups around it."""
    if test is None:
        return _("everybody left")
    text = labels.condition(test, study, _, language)
    for match in reversed(inside):
        text = _(labels.MATCHES[match]).format(conditions=text)
    return text


def change(one: Change, _: Translate = str, language: str = "en") -> str:
    """A change that leads to another segment: Orders: 3 → 5 (+2)."""
    template = mark("{column}: {now} → {to} ({difference})")
    if one.difference is None:
        template = mark("{column}: {now} → {to}")
    sign = "+" if (one.difference or 0) > 0 else "−"
    return _(template).format(
        column=labels.column(one.column, _),
        now=_value(one.now, _, language),
        to=_value(one.to, _, language),
        difference=sign + number(abs(one.difference or 0), language, 2),
    )


def _value(value: Any, _: Translate, language: str) -> str:
    if value is None:
        return _(mark("not known"))
    if isinstance(value, datetime.date):
        return day(value, language)
    return value if isinstance(value, str) else number(value, language, 2)
