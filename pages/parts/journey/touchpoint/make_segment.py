"""Make a segment of the customers of a touchpoint: one click, one rule, undone by undo."""

import streamlit as st

from loyalty import journey, labels
from loyalty.segmentation import edits, of_touchpoint
from loyalty.segments import SCHEMES
from loyalty.study import Condition, Rule
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import segment_source
from pages.parts.safe import escape
from pages.parts.segments import builder, rule_edits

NAME = 150  # letters of a touchpoint in the name of a segment


def button(touchpoint: str, bad_only: bool = False, key: str = "") -> None:
    """Put the customers of a touchpoint first among the rules, or say that they are there.

    `bad_only`: those who felt worse there than the middle of the scale. `key`: of the widgets.
    """
    key = key or ("segment_bad" if bad_only else "segment_of")
    obstacle = segment_source.obstacle(touchpoint, bad_only)
    if obstacle:
        st.caption(obstacle)
        return
    rule = of_touchpoint.held(session.study(), _conditions(touchpoint, bad_only))
    if rule:
        _told(rule, key)
        return
    st.button(
        _("Make a segment of who felt bad here") if bad_only else _("Make a segment of them"),
        key=key,
        icon=":material/group_add:",
        help=_("Everybody up to the day of the results, whatever group the page shows."),
        on_click=_add,
        args=(touchpoint, bad_only),
    )
    st.caption(_before(touchpoint, bad_only))


def _before(touchpoint: str, bad_only: bool) -> str:
    """What a click does to the other segments."""
    study = session.study()
    if study.scheme == "own":
        text = _(
            "The new segment goes first among your rules and takes all {count} customers it fits,"
            " also out of other segments. Undo takes it back."
        )
    else:
        text = _(
            "The segments become your own rules (instead of “{scheme}”), the new one goes first and"
            " takes all {count} customers it fits, also out of other segments. Undo takes it back."
        )
    return text.format(
        count=words.number(segment_source.matching(touchpoint, bad_only)),
        scheme=_(SCHEMES[study.scheme].label),
    )


def _conditions(touchpoint: str, bad_only: bool) -> tuple[Condition, ...]:
    number = segment_source.order_number(touchpoint)
    if number:
        return of_touchpoint.of_order(number)
    return of_touchpoint.conditions(touchpoint, segment_source.middle() if bad_only else None)


def _add(touchpoint: str, bad_only: bool) -> None:
    """A rule for them before all others, unless there is one."""
    study, wanted = session.study(), _conditions(touchpoint, bad_only)
    if of_touchpoint.held(study, wanted):
        return
    rule = _rule(touchpoint, bad_only, wanted)
    rule_edits.apply(lambda study: edits.add(study, rule, 0, rule_edits.shown_names()), rule.key)


def _rule(touchpoint: str, bad_only: bool, wanted: tuple[Condition, ...]) -> Rule:
    number = segment_source.order_number(touchpoint)
    said = of_touchpoint.BADLY if bad_only else of_touchpoint.THERE
    said = of_touchpoint.ORDERED if number else said
    shown = journey.shown(touchpoint, _)
    parts = {"number": number, "value": words.number(segment_source.middle(), 2)}
    short = shown if len(shown) <= NAME else f"{shown[: NAME - 1]}…"
    return Rule(
        key=_free(_(said.name).format(touchpoint=short, **parts)),
        conditions=wanted,
        description=_(said.description).format(touchpoint=shown, **parts),
        action=_(said.action),
        colour=of_touchpoint.colour(session.study(), bad_only),
    )


def _free(name: str) -> str:
    taken = {one.casefold() for one in rule_edits.shown_names()}
    return rule_edits.free_name("{name} ({number})", name) if name.casefold() in taken else name


def _told(rule: Rule, key: str) -> None:
    """Where the segment stands among the rules, and how many customers it takes."""
    place = edits.position(session.study(), rule.key)
    with st.spinner(_("Counting who is in it …")):
        meets, takes = builder.counts()
    text = (
        _(
            "“{segment}” is a segment now, the first of the rules: it takes {takes} customers"
            " ({share})."
        )
        if not place
        else _(
            "“{segment}” is number {place} of the rules: it takes {takes} of the {meets}"
            " customers it fits."
        )
    )
    st.success(
        text.format(
            segment=escape(labels.segment(rule.key, _)),
            place=place + 1,
            takes=words.number(takes[place]),
            share=words.percent(takes[place] / takes.sum(), 1),
            meets=words.number(meets[place]),
        ),
        icon=":material/group:",
    )
    if st.button(
        _("See it among the rules"),
        key=f"{key}_open",
        icon=":material/arrow_forward:",
        type="tertiary",
        on_click=_open,
        args=(rule.key,),
    ):
        st.switch_page("segments.py")


def _open(key: str) -> None:
    rule_edits.select(key)
    session.open_section("segments", "rules")
