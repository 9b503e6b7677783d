"""Segments: tune the rules, see at once who is where and who moves."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import empty, sections
from pages.parts.segments import customer_list, sizes, thresholds, who_moves

if not (session.study() and session.dataset()):
    empty.show(_("Which segments do the customers fall into?"))
    st.stop()


def tune() -> None:
    """The thresholds of the scheme, the sizes they give, who moves, and the list."""
    picture, controls = st.columns([3, 2], gap="large")
    with controls:
        thresholds.show()
    with picture:
        sizes.show()
    who_moves.show()
    sizes.meanings()
    customer_list.show()


SECTIONS = {
    "tune": (_("Sizes and thresholds"), tune),
}


@st.fragment
def studio() -> None:
    """The page's answer and its open section, rerun without the frame around them."""
    session.keep_frame_fresh()
    sizes.answer()
    names = {key: name for key, (name, _show) in SECTIONS.items()}
    _name, show = SECTIONS[sections.choose("segments", names)]
    show()


studio()
