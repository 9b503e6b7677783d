"""Two groups beside each other: what they go through, how it feels, and where they differ."""

from functools import partial

import pandas as pd
import streamlit as st

from loyalty.charts import two_journeys
from loyalty.journey import compare, compare_findings
from loyalty.journey.compare import Comparison
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import compare_differences, compare_table, group, group_choice, results
from pages.parts.journey.group import EVERYBODY, Group
from pages.parts.safe import escape

FIRST, SECOND = "first", "second"

Pair = tuple[Group, Group]
Ranked = dict[str, pd.DataFrame]  # differences by measure


def show() -> None:
    """The answer, the two groups, both journeys, their differences, the numbers on demand."""
    answer = st.container()
    pair = _choose()
    names = (group.name(pair[0]), group.name(pair[1]))
    if pair[0] == pair[1]:
        st.info(_("Both groups are the same. Choose another one on either side."))
        return
    empty = [one for one in pair if not len(results.narrowed(one).time)]
    if empty:
        group_choice.nobody(empty[0])
        return
    with st.spinner(_("Comparing the two groups …")):
        found, ranked = _found(pair)
    said = compare_findings.answer(ranked, names, _)
    answer.subheader(escape(said))
    _overlap(found)
    _picture(found, names, said)
    compare_differences.show(ranked, names)
    compare_table.show(found, names)


def _choose() -> Pair:
    """The two groups, side by side."""
    one, two = _defaults()
    with st.container(horizontal=True, vertical_alignment="center"):
        first = group_choice.button(FIRST, one, _first, ":material/group:")
        second = group_choice.button(SECOND, two, _second, ":material/group:")
    if group.shown() != EVERYBODY:
        within = escape(group.name(group.shown()))
        st.caption(_("Both within what the page shows: {group}.").format(group=within))
    return first, second


def _first(one: Group) -> str:
    return _("First group: {group}").format(group=escape(group.name(one)))


def _second(one: Group) -> str:
    return _("Second group: {group}").format(group=escape(group.name(one)))


def _defaults() -> Pair:
    """The first segment of the study with anybody in it, and the largest of the others."""
    sizes = group.sizes("segment")
    some = [key for key in group.options("segment") if sizes[key]]
    if not some:
        return EVERYBODY, EVERYBODY
    others = sorted(some[1:], key=sizes.get, reverse=True)
    return Group("segment", some[0]), Group("segment", others[0]) if others else EVERYBODY


def _found(pair: Pair) -> tuple[Comparison, Ranked]:
    """The comparison, and its differences by measure."""
    study = session.study()
    marks, days = results.group_parts(*pair), study.journey.complaint_days

    def build() -> tuple[Comparison, Ranked]:
        logs = (results.narrowed(pair[0]), results.narrowed(pair[1]))
        order = compare.following(*logs)
        first, second = (
            session.cached("journey_side", partial(compare.side, log, study, order), *parts)
            for log, parts in zip(logs, ((mark, days, order) for mark in marks), strict=True)
        )
        found = compare.of_sides(logs, (first, second), order)
        return found, compare_findings.by_measure(found.differences)

    return session.cached("journey_comparison", build, *marks, days)


def _overlap(found: Comparison) -> None:
    if found.both:
        st.info(
            _(
                "{count} customers are in both groups. The intervals take the groups as"
                " independent of each other, so they are rather too wide here."
            ).format(count=words.number(found.both)),
            icon=":material/join_inner:",
        )


def _picture(found: Comparison, names: tuple[str, str], said: str) -> None:
    frame = two_journeys.layout(found.table, names, found.customers, _)
    known = two_journeys.settings(frame)
    session.chart(two_journeys.draw, frame, "two_journeys", said, **known)
    parts = [
        _(
            "Bars: share of a group's journeys that come to a stage. Arrows: share of the stage's"
            " customers who later reach the next one, and the median days until then."
        )
    ]
    if known["feelings"]:
        parts.append(_("Curves: mean feeling on its own scale with its 95% interval."))
    else:
        parts.append(_("These journeys tell no feelings, so there is no emotion curve."))
    st.caption(sentences(parts, _))
