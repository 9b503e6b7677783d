"""The profile of a segment: how big, what it brings, what sets it apart, what to do, its list."""

from typing import Any

import pandas as pd
import streamlit as st

from loyalty import labels, segmentation
from loyalty.indicators import BY_KEY
from loyalty.language import listed, sentences
from loyalty.segmentation.profile import Profile
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.safe import escape
from pages.parts.segments import (
    profile_list,
    profile_pictures,
    profile_results,
    profile_tiles,
    sizes,
)

CHOSEN, SHARED = "profile_segment", "profile_shared"
ON = "on"
TOLD = 3


def show() -> None:
    """The segment, the answer, key figures, what sets it apart, and the list to take away."""
    key, shared = _choose()
    names = segmentation.segment_names(session.study())
    with st.spinner(_("Comparing the segment with everybody …")):
        found = profile_results.found(names.index(key), shared)
    everybody = _holds_everybody(key)
    _answer(key, found, everybody)
    _action(key)
    if not found.size["customers"] > 0:
        return
    profile_tiles.show(found)
    if not everybody:
        profile_pictures.show(key, found)
    profile_tiles.satisfaction(found)
    if results.has("events"):
        st.page_link(
            "journeys.py", label=_("Typical journeys: see Journeys"), icon=":material/route:"
        )
    profile_list.show(found.position, shared)


def _choose() -> tuple[str, bool]:
    """The segment, and whether the view is to be shared."""
    groups = sizes.groups()
    everybody_in = not groups["customers"].iloc[-1]
    options = groups["key"].tolist()[: len(groups) - everybody_in]
    if session.picked(CHOSEN) not in options:
        linked = session.linked(CHOSEN)
        first = _first(groups[groups["key"].isin(options)])
        session.bind(CHOSEN, linked if linked in options else first)
    if session.picked(SHARED) is None:
        session.bind(SHARED, session.linked(SHARED) == ON)
    left, right = st.columns([4, 1.2], vertical_alignment="bottom")
    key = left.pills(
        _("Segment"),
        options,
        format_func=lambda one: escape(labels.segment(one, _)),
        required=True,
        key=CHOSEN,
        on_change=lambda: session.link(CHOSEN, session.chosen(CHOSEN)),
        persist_state="session",
        wrap=True,
    )
    shared = right.toggle(
        _("For sharing"),
        key=SHARED,
        on_change=lambda: session.link(SHARED, ON if session.chosen(SHARED) else ""),
        persist_state="session",
        help=_("Groups of fewer than ten people are left out, and other counts are rounded to 5."),
    )
    return key, shared


def _first(groups: pd.DataFrame) -> str:
    """The segment that brings most, else the largest."""
    by = "spend" if groups["spend_share"].notna().any() else "customers"
    return groups.loc[groups[by].idxmax(), "key"]


def _holds_everybody(key: str) -> bool:
    customers = sizes.groups().set_index("key")["customers"]
    return bool(customers[key] == customers.sum())


def _without_others() -> None:
    """There is nobody to compare with, and the way to rules that divide."""
    reason = _("All customers are in this one segment, so nothing sets it apart from the others.")
    if sizes.nobody_sorted(sizes.groups()):
        reason = _("No rule takes anybody, so there is no segment to compare with the others.")
    st.info(reason)
    st.button(
        _("Change the rules"),
        key="profile_rules",
        icon=":material/rule:",
        on_click=session.open_section,
        args=("segments", "rules"),
    )


def _answer(key: str, found: Profile, everybody: bool) -> None:
    size, name = found.size, escape(labels.segment(key, _))
    if size["customers"] == 0:
        st.subheader(_("Nobody is in “{segment}”.").format(segment=name))
        st.info(_("Its thresholds, under “Sizes and thresholds”, or its rule decide who is in."))
        return
    if pd.isna(size["customers"]):
        st.subheader(_("Fewer than ten customers are in “{segment}”.").format(segment=name))
        st.info(_("A profile of so few would tell single people apart: it is not to be shared."))
        return
    st.subheader(
        _("“{segment}”: {count} customers ({share} of all), {spend} of all spend.").format(
            segment=name,
            count=words.number(size["customers"]),
            share=words.percent(size["share"], 1),
            spend=words.percent(size["spend_share"], 1),
        )
    )
    if everybody:
        _without_others()
    else:
        st.markdown(_apart(found))


def _apart(found: Profile) -> str:
    """In what the segment is most different from everybody."""
    rows = found.indicators
    sure = rows[(rows["low"] > 0) | (rows["high"] < 0)].head(TOLD)
    if sure.empty:
        return _("No average differs from everybody's by more than chance.")
    good = [(row["difference"] > 0) != _low_is_better(row["column"]) for row in _rows(sure)]
    ways = (
        (_("Better than among everybody: {indicators}."), True),
        (_("Worse than among everybody: {indicators}."), False),
    )
    said = [
        text.format(indicators=escape(listed(found, _)))
        for text, wanted in ways
        if (
            found := [
                _way(row)
                for row, is_good in zip(_rows(sure), good, strict=True)
                if is_good == wanted
            ]
        )
    ]
    return sentences(said, _)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")


def _low_is_better(column: str) -> bool:
    return column in BY_KEY and BY_KEY[column].better == "low"


def _way(row: dict[str, Any]) -> str:
    """In which way an average differs: Spend higher, longer since the last order."""
    higher, column = row["difference"] > 0, row["column"]
    if column == "recency_days":
        return _("longer since the last order") if higher else _("more recent last order")
    template = _("{column} higher") if higher else _("{column} lower")
    return template.format(column=labels.column(column, _))


def _action(key: str) -> None:
    study = session.study()
    meaning, action = (of(key, study, _) for of in (labels.meaning, labels.action))
    if meaning:
        st.markdown(f":material/info: {escape(meaning)}")
    if action:
        suggested = _("Suggested action: {action}").format(action=escape(action))
        st.markdown(f":material/lightbulb: {suggested}")
