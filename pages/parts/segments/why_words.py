"""A customer's values, the limits of rules, and what would have to change, in words."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from loyalty import features, labels
from loyalty.indicators import BY_KEY
from loyalty.language import listed, mark
from loyalty.segmentation import Change
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.segments import units

DIGITS = 2
ONE = {
    "days": mark("1 day"),
    "orders": mark("1 order"),
    "categories": mark("1 category"),
    "channels": mark("1 channel"),
    "events": mark("1 event"),
    "complaints": mark("1 complaint"),
    "customers": mark("1 customer"),
    "minutes": mark("1 minute"),
}
FACTS = {
    "recency_days": mark("last order {value} ago"),
    "tenure_days": mark("first order {value} ago"),
    "order_count": mark("{value}"),
    "spend": mark("{value} spent"),
}
MORE = {
    "recency_days": mark("{value} more without an order"),
    "tenure_days": mark("{value} more since the first order"),
    "order_count": mark("{value} more"),
    "spend": mark("{value} more spend"),
}
LESS = {
    "recency_days": mark("a last order {value} later"),
    "tenure_days": mark("a first order {value} later"),
    "order_count": mark("{value} fewer"),
    "spend": mark("{value} less spend"),
}
HIGHER, LOWER = mark("{column} {value} higher"), mark("{column} {value} lower")
AGES = ("recency_days", "tenure_days")
LAST = "date.last_order"


def value(column: str, found: Any) -> str:
    """A value with its unit."""
    if found is None:
        return _("not known")
    if isinstance(found, date):
        return words.day(found)
    if isinstance(found, str):
        return labels.segment(found, _) if column == features.STATE else found
    if unit(column) in ONE and found == 1:
        return _(ONE[unit(column)])
    return measured(words.number(found, DIGITS), column)


def measured(number: str, column: str) -> str:
    """A written number with what it counts, or its currency."""
    counts = unit(column)
    if counts in ONE and number != "–":
        return f"{number} {_(counts)}"
    return f"{words.currency()} {number}" if counts == "money" and words.currency() else number


def unit(column: str) -> str:
    """The unit in English: one of `ONE`, "money", or another."""
    if column == "last_gap_days":
        return "days"
    found = BY_KEY[column].unit if column in BY_KEY else ""
    return "money" if found in units.MONEY else found


def limit(op: str, found: Any) -> str:
    """What a condition compares with, as in "≤ 180"."""
    if isinstance(found, tuple):
        texts = " / ".join(found)
        return texts if op == "in" else _("not {values}").format(values=texts)
    text = words.day(found) if isinstance(found, date) else words.number(found, DIGITS)
    return f"{labels.SIGNS.get(op, op)}\N{NO-BREAK SPACE}{text}"


def fact(column: str, found: Any) -> str:
    """A value as part of a sentence: last order 140 days ago."""
    said = value(column, found)
    if column in FACTS and found is not None:
        return _(FACTS[column]).format(value=said)
    return _("{column}: {value}").format(column=labels.column(column, _), value=said)


def change(one: Change) -> str:
    """What would have to change: 2 orders more."""
    name = labels.column(one.column, _)
    if one.column == LAST:
        return _("a new order")
    if one.difference is None or isinstance(one.to, date):
        return _("{column}: {value}").format(column=name, value=value(one.column, one.to))
    said = value(one.column, abs(one.difference))
    if one.difference > 0:
        return _(MORE.get(one.column, HIGHER)).format(column=name, value=said)
    return _(LESS.get(one.column, LOWER)).format(column=name, value=said)


def changes(found: Sequence[Change]) -> str:
    """All that would have to change: orders, silence after them, then the rest."""
    ordered = [one for one in found if one.ordered]
    rest = [one for one in found if not one.ordered]
    silence = max((one.to for one in ordered), default=0)
    parts = [change(one) for one in rest]
    if ordered and not any(one.column in ("order_count", LAST) for one in rest):
        first = any(one.now is None for one in ordered)
        parts.insert(0, _("a first order") if first else _("a new order"))
    if silence:
        parts.append(_("then {value} without an order").format(value=value(AGES[0], silence)))
    return listed(parts, _)


def is_order(one: Change) -> bool:
    """Whether an order brings the change about."""
    grows = one.column in ("order_count", "spend", LAST) and (one.difference or 0) > 0
    return one.ordered or grows


def way(one: Change) -> str:
    """How the change can come about."""
    if one.ordered and one.to:
        silence = _("by ordering, then {value} without an order")
        return f":material/schedule: {silence.format(value=value(one.column, one.to))}"
    if is_order(one):
        ordering = _("by ordering")
        return f":material/shopping_bag: {ordering}"
    if one.column not in AGES or one.difference is None:
        changing = _("if this changes")
        return f":material/edit: {changing}"
    day = words.day(session.study().as_of + timedelta(days=one.difference))
    said = _("by itself, on {day}")
    if one.column == "recency_days":
        said = _("without an order until {day}")
    return f":material/schedule: {said.format(day=day)}"
