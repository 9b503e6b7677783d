"""Journeys: where customers come from, how it feels, where they are lost."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import empty, sections
from pages.parts.journey import group_choice, orders_only, results
from pages.parts.journey.cases import section as cases
from pages.parts.journey.compare import section as compare
from pages.parts.journey.funnel import section as funnel
from pages.parts.journey.handovers import section as handovers
from pages.parts.journey.map import (
    cards,
    picture,
    presentation,
    reading,
    stage_editor,
    stage_table,
)
from pages.parts.journey.matters import section as matters
from pages.parts.journey.pains import section as pains
from pages.parts.journey.paths import section as paths
from pages.parts.journey.to_be import section as to_be

if not (session.study() and session.dataset() and (results.has("events") or results.has("orders"))):
    empty.show(_("What does the customers' journey look like?"))
    presentation.way_back()
    st.stop()


def the_map() -> None:
    """The map, what is known of the touchpoint chosen on it, and how it is made."""
    picture.show()
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
    "handovers": (_("Hand-overs"), handovers.show),
    "cases": (_("Cases"), cases.show),
    "compare": (_("Compare"), compare.show),
    "tobe": (_("To-be"), to_be.show),
}


@st.fragment
def studio() -> None:
    """The page's answer and its open section, rerun without the frame around them."""
    session.keep_frame_fresh()
    if presentation.wanted():
        presentation.show()
        return
    if not group_choice.show():
        return
    picture.answer()
    if not results.has("events"):
        orders_only.show()
    names = {key: name for key, (name, _show) in SECTIONS.items()}
    _name, show = SECTIONS[sections.choose("journeys", names)]
    show()


studio()
