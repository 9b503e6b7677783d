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
    """Everything a slider changes, rerun without the frame around it."""
    session.keep_frame_fresh()
    segment_sizes.answer()
    picture, controls = st.columns([3, 2], gap="large")
    with controls:
        thresholds.show()
    with picture:
        segment_sizes.show()
    who_moves.show()
    segment_sizes.meanings()
    customer_list.show()


studio()
