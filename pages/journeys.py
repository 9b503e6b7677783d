"""Journeys: where customers come from, how it feels, where they are lost."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import empty, sections
from pages.parts.journey import (
    cards,
    cases,
    compare,
    funnel,
    group_choice,
    handover,
    matters,
    orders_only,
    pains,
    paths,
    picture,
    reading,
    results,
    stage_editor,
    stage_table,
    to_be,
    touchpoint_details,
)

if not (session.study() and session.dataset() and (results.has("events") or results.has("orders"))):
    empty.show(_("What does the customers' journey look like?"))
    st.stop()


def the_map() -> None:
    """The map, what is known of the touchpoint chosen on it, and how it is made."""
    chosen = picture.show()
    if chosen:
        touchpoint_details.show(chosen)
        cards.form(chosen)
    stage_table.show()
    stage_editor.show()
    cards.table()
    reading.show()


SECTIONS = {
    "map": (_("Map"), the_map),
    "paths": (_("Paths"), paths.show),
    "funnel": (_("Funnel"), funnel.show),
    "matters": (_("What matters"), matters.show),
    "pains": (_("Pain points"), pains.show),
    "handovers": (_("Hand-overs"), handover.show),
    "cases": (_("Cases"), cases.show),
    "compare": (_("Compare"), compare.show),
    "tobe": (_("To-be"), to_be.show),
}


@st.fragment
def studio() -> None:
    """The page's answer and its open section, rerun without the frame around them."""
    session.keep_frame_fresh()
    if not group_choice.show():
        return
    picture.answer()
    if not results.has("events"):
        orders_only.show()
    names = {key: name for key, (name, _show) in SECTIONS.items()}
    _name, show = SECTIONS[sections.choose("journeys", names)]
    show()


studio()
