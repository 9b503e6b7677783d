"""Segments: tune the rules, see at once who is where and who moves."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import empty, sections
from pages.parts.segments import cohorts, compare, movement, profile, rules, sizes, tune, why

if not (session.study() and session.dataset()):
    empty.show(_("Which segments do the customers fall into?"))
    st.stop()


SECTIONS = {
    "tune": (_("Sizes and thresholds"), tune.show),
    "rules": (_("Rules"), rules.show),
    "movement": (_("Movement"), movement.show),
    "cohorts": (_("Cohorts and value"), cohorts.show),
    "why": (_("Why here?"), why.show),
    "profile": (_("Profiles"), profile.show),
    "compare": (_("Compare"), compare.show),
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
