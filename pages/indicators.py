"""Indicators: what the loyalty index rests on, and how much each part weighs."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import empty, sections
from pages.parts.weights import find, indicator_table, level_picture, room, sliders, why_score

if not (session.study() and session.dataset()):
    empty.show(_("What makes a customer loyal here?"))
    st.stop()


def weigh() -> None:
    """The weights, what they do to the levels, and one customer's score taken apart."""
    picture, controls = st.columns([3, 2], gap="large")
    with controls:
        sliders.show()
    with picture:
        level_picture.show()
    indicator_table.show()
    why_score.show()


SECTIONS = {
    "weigh": (_("Weights"), weigh),
    "find": (_("Find weights"), find.show),
    "room": (_("In the room"), room.show),
}


@st.fragment
def studio() -> None:
    """The page's answer and its open section, rerun without the frame around them."""
    session.keep_frame_fresh()
    level_picture.answer()
    names = {key: name for key, (name, _show) in SECTIONS.items()}
    _name, show = SECTIONS[sections.choose("indicators", names)]
    show()


studio()
