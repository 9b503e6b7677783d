"""The rule builder: the segments in their order, each with its counts, and what can be done."""

import numpy as np
import streamlit as st

from loyalty import labels, segmentation
from loyalty.segmentation import edits
from loyalty.study import Rule, Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import (
    builder_conditions,
    builder_words,
    rule_columns,
    rule_edits,
    scheme,
)


def show() -> None:
    """The list of rules on the left, the selected one on the right."""
    _origin()
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _list()
    rule = rule_edits.selected()
    with right:
        if rule:
            builder_words.show(rule)
            builder_conditions.show(rule)


def _origin() -> None:
    study = session.study()
    text = (
        _("These are your own rules. Each customer belongs to the first rule that holds.")
        if study.scheme == "own"
        else _(
            "These are the rules of the scheme “{scheme}”. Change one, and they become your own."
        ).format(scheme=scheme.label(study.scheme))
    )
    st.markdown(text)


def counts() -> tuple[np.ndarray, np.ndarray]:
    """Customers who meet each rule, and those it takes: whom no earlier rule took."""
    study, frame, codes = session.study(), results.frame(), results.segment_codes()

    def build() -> tuple[np.ndarray, np.ndarray]:
        truth = segmentation.Evaluation(frame, segmentation.thresholds(study))
        meets = [int(truth.rule(rule).sum()) for rule in study.segments]
        takes = np.bincount(codes, minlength=len(meets) + 1)
        return np.array(meets, dtype=int), takes

    return session.cached("rule_counts", build, *results.segment_parts(study))


def _list() -> None:
    rules = session.study().segments
    meets, takes = counts()
    total = max(1, int(takes.sum()))
    chosen = rule_edits.selected()
    for place, rule in enumerate(rules):
        with st.container(gap=None):
            _row(place, rule, rule == chosen)
            _caption(int(meets[place]), int(takes[place]), total)
    rest = int(takes[len(rules)])
    st.caption(
        _("In no segment: {count} of {total} customers ({share})").format(
            count=words.number(rest),
            total=words.number(total if takes.sum() else 0),
            share=words.percent(rest / total),
        )
    )
    _buttons()


def _row(place: int, rule: Rule, chosen: bool) -> None:
    last = len(session.study().segments) - 1
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False):
        st.button(
            escape(labels.segment(rule.key, _)),
            key=f"rule_{place}",
            type="primary" if chosen else "secondary",
            on_click=rule_edits.select,
            args=(rule.key,),
            width="stretch",
        )
        for steps, icon, text, end in (
            (-1, "arrow_upward", _("Move up"), 0),
            (1, "arrow_downward", _("Move down"), last),
        ):
            st.button(
                "",
                key=f"rule_{'up' if steps < 0 else 'down'}_{place}",
                icon=f":material/{icon}:",
                help=text,
                disabled=place == end,
                on_click=_move,
                args=(rule.key, steps),
                type="tertiary",
            )


def _caption(meets: int, takes: int, total: int) -> None:
    minimum = session.study().minimum_size
    text = (
        _("{meets} meet it · takes {takes} ({share}), below the minimum of {minimum}")
        if takes < minimum
        else _("{meets} meet it · takes {takes} ({share})")
    )
    st.caption(
        text.format(
            meets=words.number(meets),
            takes=words.number(takes),
            share=words.percent(takes / total, 1),
            minimum=words.number(minimum),
        )
    )


def _buttons() -> None:
    with st.container(horizontal=True, gap="small"):
        st.button(_("Add a segment"), key="rule_add", icon=":material/add:", on_click=_add)
        st.button(
            _("Start from nothing"),
            key="rule_nothing",
            icon=":material/draft:",
            help=_("One rule remains; undo brings the others back."),
            on_click=_start,
            type="tertiary",
        )


def _move(key: str, steps: int) -> None:
    rule_edits.apply(lambda study: edits.move(study, key, steps))


def fresh(rules: tuple[Rule, ...]) -> Rule:
    """A rule to begin with: a free name, and a condition on a column the others do not name."""
    name = rule_edits.free_name(_("Segment {number}"))
    return Rule(key=name, conditions=(rule_columns.starter(rule_columns.unused(rules)),))


def _add() -> None:
    """A further rule after the selected one, but before one that takes everybody left."""
    rules, chosen = session.study().segments, rule_edits.selected()
    rule = fresh(rules)
    place = rules.index(chosen) + bool(chosen.conditions) if chosen else 0
    if rule_edits.apply(lambda study: edits.add(study, rule, place), rule.key):
        rule_edits.open_path((0,))


def _start() -> None:
    rule = fresh(())

    def one(study: Study) -> Study:
        return edits.add(study.model_copy(update={"segments": ()}), rule)

    if rule_edits.apply(one, rule.key):
        rule_edits.open_path((0,))
