"""Why a customer is in a segment: rule by rule, each condition with the customer's value."""

from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from loyalty import labels
from loyalty.language import listed, mark
from loyalty.study import Condition, Test
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.segments import sizes, why_words

Reason = dict[str, Any]  # a row of `loyalty.segmentation.reasons`

INSIDE = {
    "all": mark("all of: {condition}"),
    "any": mark("any of: {condition}"),
    "none": mark("none of: {condition}"),
}


def sentence(reasons: list[Reason], place: int) -> str:
    """The facts for which the rule at a place takes the customer."""
    rules = session.study().segments
    if place == len(rules):
        return _("no rule holds")
    if not rules[place].conditions:
        return _("no earlier rule holds, and this one takes everybody left")
    own = {row["path"]: row for row in reasons if row["place"] == place}
    facts = [_fact(test, own, path) for path, test in enumerate(rules[place].conditions)]
    return escape(listed(facts, _))


def before(reasons: list[Reason], place: int) -> str:
    """Why the rule just before did not take the customer; "" for the first rule."""
    missed = [row for row in reasons if row["place"] == place - 1 and not _passed(row)]
    if not missed:
        return ""
    facts = listed((_told(row, not number) for number, row in enumerate(missed)), _)
    return _("The rule before, “{segment}”, does not take the customer: {facts}.").format(
        segment=escape(labels.segment(missed[0]["segment"], _)), facts=escape(facts)
    )


def _fact(test: Test, own: dict[tuple[int, ...], Reason], path: int) -> str:
    if isinstance(test, Condition):
        return _told(own[(path,)], not path)
    return labels.test(test, session.study(), _, session.language())


def _told(row: Reason, first: bool) -> str:
    """Last order 140 days ago (rule: ≤ 180)."""
    if row["op"] == "missing":
        return why_words.fact(row["column"], row["value"])
    template = _("{fact} (rule: {limit})") if first else _("{fact} ({limit})")
    return template.format(
        fact=why_words.fact(row["column"], row["value"]),
        limit=why_words.limit(row["op"], row["limit"]),
    )


def table(reasons: list[Reason], place: int) -> None:
    """Every rule in its order with its conditions: passed, failed or not known."""
    if not reasons:
        sizes.no_rules()
        return
    shown = [
        _row(row, place, not number)
        for _rule, rows in groupby(reasons, key=lambda row: row["place"])
        for number, row in enumerate(rows)
    ]
    st.table(
        pd.DataFrame(shown),
        border="horizontal",
        hide_index=True,
        alt=_("Rules in their order, each condition with this customer's value"),
    )
    st.caption(
        _(
            "The first rule that holds takes a customer. A condition on a value that is not known"
            " neither passes nor fails, so its rule does not take anybody by it."
        )
    )


def _row(row: Reason, place: int, first: bool) -> dict[str, str]:
    name = f"{row['place'] + 1}\\. {escape(labels.segment(row['segment'], _))}"
    return {
        _("Rule"): (f"**{name}**" if row["place"] == place else name) if first else "",
        _("Condition"): escape(_condition(row)),
        _("This customer"): escape(_value(row)),
        _("Result"): _result(row),
        _("So"): _verdict(row, place) if first else "",
    }


def _condition(row: Reason) -> str:
    if row["test"] is None:
        return _("everybody left")
    text = labels.test(row["test"], session.study(), _, session.language())
    for match in reversed(row["inside"]):
        text = _(INSIDE[match]).format(condition=text)
    return text


def _value(row: Reason) -> str:
    return why_words.value(row["column"], row["value"]) if row["test"] else "–"


def _result(row: Reason) -> str:
    icons = {
        True: (":green[:material/check_circle:]", _("passed")),
        False: (":red[:material/cancel:]", _("failed")),
        None: (":gray[:material/help:]", _("not known")),
    }
    return " ".join(icons[_passed(row)])


def _passed(row: Reason) -> bool | None:
    """Within "none of" a condition passes that does not hold; None when it is not known."""
    if row["outcome"] is None:
        return None
    return bool(row["outcome"] == (row["inside"].count("none") % 2 == 0))


def _verdict(row: Reason, place: int) -> str:
    """What the rule does with the customer."""
    if row["place"] == place:
        taken = _("taken here")
        return f"**:material/flag: {taken}**"
    if row["place"] > place:
        texts = {
            True: _("would also meet it"),
            False: _("would not meet it"),
            None: _("not known whether"),
        }
        return texts[row["met"]]
    return _("not known: passes on") if row["met"] is None else _("does not hold: passes on")
