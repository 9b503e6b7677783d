"""Indicators: what the loyalty index rests on, and how much each part weighs."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import empty, indicator_table, level_picture, weight_sliders, why_score

if not (session.study() and session.dataset()):
    empty.show(_("What makes a customer loyal here?"))
    st.stop()


@st.fragment
def studio() -> None:
    """Everything a weight changes, rerun without the frame around it."""
    session.keep_frame_fresh()
    level_picture.answer()
    picture, controls = st.columns([3, 2], gap="large")
    with controls:
        weight_sliders.show()
    with picture:
        level_picture.show()
    indicator_table.show()
    why_score.show()


studio()
