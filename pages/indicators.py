"""Indicators: what the loyalty index rests on, and how much each part weighs."""

import streamlit as st

from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import empty, sections
from pages.parts.weights import (
    by_group,
    find,
    group_notice,
    how_sure,
    indicator_table,
    level_moves,
    level_picture,
    no_index,
    room,
    sliders,
    starting_points,
    weightings,
    why_score,
)

if not (session.study() and session.dataset()):
    empty.show(_("What makes a customer loyal here?"))
    st.stop()


def weigh() -> None:
    """The weights, what they do to the levels, and one customer's score taken apart."""
    saved = results.saved() or session.study()
    none = no_index.without()
    group_notice.show()
    picture, controls = st.columns([3, 2], gap="large")
    with picture:  # first, so that the browser draws it while the rest is computed
        no_index.show() if none else level_picture.show(saved)
        starting_points.show()
    with controls:
        sliders.show()
    if not none:
        level_moves.show(saved)
    indicator_table.show()
    if not none:
        why_score.show()


SECTIONS = {
    "weigh": (_("Weights"), weigh),
    "find": (_("Find weights"), find.show),
    "room": (_("In the room"), room.show),
    "groups": (_("By group"), by_group.show),
    "sure": (_("How sure"), how_sure.show),
    "compare": (_("Compare"), weightings.show),
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
