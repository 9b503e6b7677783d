"""Segments: tune the rules, see at once who is where and who moves."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import customer_list, empty, segment_sizes, thresholds, who_moves

if not (session.study() and session.dataset()):
    empty.show(_("Which segments do the customers fall into?"))
    st.stop()


@st.fragment
def studio() -> None:
    """Sliders and what they change: rerun together, without the rest of the page."""
    segment_sizes.answer()
    picture, controls = st.columns([3, 2], gap="large")
    with controls:
        thresholds.show()
    with picture:
        segment_sizes.show()
    who_moves.show()


studio()
segment_sizes.meanings()
customer_list.show()
