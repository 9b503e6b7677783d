"""One condition being changed: its column, how it compares, and with what."""

import datetime

import streamlit as st

from loyalty import features, labels, segmentation
from loyalty.indicators import BY_KEY
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.segmentation import edits
from loyalty.segmentation.domains import domain
from loyalty.segments import THRESHOLDS
from loyalty.study import Condition, Rule
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.segments import curve, rule_columns, rule_edits, thresholds, units
from pages.parts.segments.rule_edits import Path

SIGNS = labels.SIGNS
EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)
NO_VALUE = mark("Choose at least one value, or remove the condition.")


def show(rule: Rule, path: Path, test: Condition) -> None:
    """The widgets of a condition; each change is a step of the draft."""
    _column(rule, path, test)
    _operator(rule, path, test)
    if test.op == "missing":
        return
    if rule_columns.is_text(test.column):
        _texts(rule, path, test)
        return
    if rule_columns.is_day(test.column):
        _day(rule, path, test)
    else:
        _number(rule, path, test)
    if not isinstance(test.threshold, str):
        curve.show_limit(rule, path, test)


def _put(rule: Rule, path: Path, test: Condition) -> None:
    rule_edits.apply(lambda study: edits.set_test(study, rule.key, path, test), rule.key)


def _column(rule: Rule, path: Path, test: Condition) -> None:
    with st.spinner(_("Looking for columns with values …")):
        kinds = rule_columns.by_kind()
    kind = rule_columns.kind_of(test.column)
    _kind(rule, path, kind, kinds)
    columns = kinds.get(kind, [])
    key = f"limit_column_{session.language()}"
    st.selectbox(
        _("Column"),
        columns if test.column in columns else [test.column, *columns],
        format_func=lambda name: labels.column(name, _),
        key=session.bind(key, test.column),
        on_change=lambda: _put(rule, path, rule_columns.starter(session.chosen(key))),
    )


def _kind(rule: Rule, path: Path, kind: str, kinds: dict[str, list[str]]) -> None:
    names = {key: _(text) for key, text in rule_columns.KINDS.items() if key in {*kinds, kind}}

    def choose() -> None:
        chosen = session.chosen("limit_kind")
        if chosen in kinds:
            _put(rule, path, rule_columns.starter(kinds[chosen][0]))

    st.pills(
        _("Kind"),
        list(names),
        format_func=names.get,
        key=session.bind("limit_kind", kind),
        on_change=choose,
        required=True,
        wrap=True,
    )


def _operator(rule: Rule, path: Path, test: Condition) -> None:
    shown = rule_columns.operators(test.column)
    shown = shown if test.op in shown else (test.op, *shown)
    st.pills(
        _("Compares"),
        list(shown),
        format_func=lambda op: operator(op, rule_columns.is_day(test.column)),
        key=session.bind("limit_operator", test.op),
        on_change=lambda: _put(rule, path, _compared(test, session.chosen("limit_operator"))),
        required=True,
        wrap=True,
    )


def operator(op: str, of_days: bool) -> str:
    """An operator as people read it."""
    named = {"in": _("is"), "not in": _("is not"), "missing": _("is not known")}
    days = {
        ">=": _("on or after"),
        ">": _("after"),
        "<=": _("on or before"),
        "<": _("before"),
    }
    if of_days and op in days:
        return days[op]
    return named.get(op, SIGNS.get(op, op))


def _compared(test: Condition, op: str) -> Condition:
    """The condition with another operator, its limit kept where it has one."""
    if op == "missing":
        return edits.condition(test.column, op)
    had = rule_columns.starter(test.column) if test.op == "missing" else test
    return Condition.model_validate(dict(had) | {"op": op})


def _texts(rule: Rule, path: Path, test: Condition) -> None:
    known = rule_columns.texts(test.column)
    options = [*known, *(one for one in test.values if one not in known)]
    key = "limit_texts"

    def choose() -> None:
        values = session.chosen(key)
        if values:
            _put(rule, path, test.model_copy(update={"values": tuple(values)}))
        else:
            session.say(Refused(NO_VALUE))

    shared = {"key": session.bind(key, list(test.values)), "on_change": choose}
    if test.column == features.STATE:
        name = lambda value: labels.segment(value, _)  # noqa: E731
        st.pills(_("Values"), options, format_func=name, selection_mode="multi", **shared)
    else:
        st.multiselect(_("Values"), options, placeholder=_("Choose values"), **shared)


def _day(rule: Rule, path: Path, test: Condition) -> None:
    key = "limit_day"
    st.date_input(
        _("Day"),
        key=session.bind(key, test.day),
        min_value=EARLIEST,
        max_value=LATEST,
        format="YYYY-MM-DD",
        on_change=lambda: _put(rule, path, test.model_copy(update={"day": session.chosen(key)})),
    )


def _number(rule: Rule, path: Path, test: Condition) -> None:
    shared = rule_columns.named(test.column)
    if isinstance(test.threshold, str) and test.threshold not in shared:
        shared.append(test.threshold)
    if shared:
        _kind_of_limit(rule, path, test, shared)
    if isinstance(test.threshold, str):
        _named(rule, path, test, shared)
    else:
        _plain(rule, path, test)
    _spread(test.column)


def _kind_of_limit(rule: Rule, path: Path, test: Condition, shared: list[str]) -> None:
    names = {"number": _("A number"), "named": _("A threshold on a slider")}
    now = "named" if isinstance(test.threshold, str) else "number"

    def choose() -> None:
        limit = shared[0]
        if session.chosen("limit_shared") == "number":
            limit = segmentation.thresholds(session.study())[test.threshold]
        _put(rule, path, edits.condition(test.column, test.op, limit))

    st.segmented_control(
        _("Compared with"),
        list(names),
        format_func=names.get,
        key=session.bind("limit_shared", now),
        on_change=choose,
        required=True,
    )


def _named(rule: Rule, path: Path, test: Condition, shared: list[str]) -> None:
    values = segmentation.thresholds(session.study())
    key = f"limit_threshold_{session.language()}"

    def name(threshold: str) -> str:
        known = THRESHOLDS.get(threshold)
        text = thresholds.label(known) if known else threshold
        return f"{text}: {words.number(values[threshold], 2)}"

    st.selectbox(
        _("Threshold"),
        shared,
        format_func=name,
        key=session.bind(key, test.threshold),
        on_change=lambda: _put(
            rule, path, edits.condition(test.column, test.op, session.chosen(key))
        ),
    )


def _plain(rule: Rule, path: Path, test: Condition) -> None:
    value = float(test.threshold or 0.0)
    whole = domain(test.column).whole and value.is_integer()
    digits = BY_KEY[test.column].digits if test.column in BY_KEY else 1
    key = "limit_number"

    def choose() -> None:
        number = session.chosen(key)
        if number is not None:
            _put(rule, path, edits.condition(test.column, test.op, float(number)))

    st.number_input(
        units.with_unit(_("Limit"), test.column),
        key=session.bind(key, int(value) if whole else value),
        step=1 if whole else 10.0**-digits,
        on_change=choose,
    )


def _spread(column: str) -> None:
    known = rule_columns.spread(column)
    if known:
        low, middle, high = (words.number(one, 2) for one in known)
        st.caption(
            _("In these data: from {low} to {high}, half of the customers up to {middle}.").format(
                low=low, high=high, middle=middle
            )
        )
