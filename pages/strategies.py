"""Strategies: try what it would bring on the whole customer base, before paying for it."""

import streamlit as st

from loyalty.problems import LoyaltyError
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import empty, sections
from pages.parts.strategies import check, lab
from pages.parts.strategies.mix import section as mix
from pages.parts.strategies.phases import section as phases
from pages.parts.strategies.scenarios import section as kept_scenarios
from pages.parts.strategies.steps import section as steps
from pages.parts.strategies.truth import section as truth

QUESTION = _("What would a strategy bring on your whole customer base?")

if not (session.study() and session.dataset()):
    empty.show(QUESTION)
    st.stop()

SECTIONS = {
    "lab": (_("Compare"), lab.show),
    "scenarios": (_("Scenarios"), kept_scenarios.show),
    "truth": (_("What must be true"), truth.show),
    "mix": (_("Mix and budget"), mix.show),
    "phases": (_("Phases"), phases.show),
    "check": (_("Back-test"), check.show),
    "steps": (_("Steps behind"), steps.show),
}


@st.fragment
def page() -> None:
    """Choices and everything that follows from them: rerun together."""
    session.keep_frame_fresh()
    names = {key: name for key, (name, _show) in SECTIONS.items()}
    _name, show = SECTIONS[sections.choose("strategies", names)]
    show()


try:
    with st.spinner(_("Counting cells and simulating …")):
        simulated.outlook()
except LoyaltyError as error:
    st.title(QUESTION)
    st.warning(error.sentence(_), icon=":material/science_off:")
    st.page_link("data.py", label=_("Bring your own file"), icon=":material/table:")
    st.stop()
page()
