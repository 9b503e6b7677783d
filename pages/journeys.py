"""Journeys: where customers come from, how it feels, where they are lost."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import empty, sections
from pages.parts.journey import (
    compare,
    group_choice,
    matters,
    next_steps,
    orders_only,
    picture,
    repeat_purchases,
    results,
    stage_table,
)

if not (session.study() and session.dataset() and (results.has("events") or results.has("orders"))):
    empty.show(_("What does the customers' journey look like?"))
    st.stop()


def the_map() -> None:
    """The map, and the stage of each touchpoint."""
    picture.show()
    stage_table.show()


def paths() -> None:
    """Where customers go next, and from purchase to purchase."""
    next_steps.show()
    if results.has("orders"):
        repeat_purchases.section()


SECTIONS = {
    "map": (_("Map"), the_map),
    "paths": (_("Paths"), paths),
    "matters": (_("What matters"), matters.show),
    "compare": (_("Compare"), compare.show),
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
