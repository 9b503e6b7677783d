"""Strategies: try what it would bring on the whole customer base, before paying for it."""

import streamlit as st

from loyalty.problems import LoyaltyError
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import assumption_table, empty, scenario_answer, scenario_fans, strategy_gains

QUESTION = _("What would a strategy bring on your whole customer base?")

if not (session.study() and session.dataset()):
    empty.show(QUESTION)
    st.stop()


@st.fragment
def lab() -> None:
    """Choices and everything that follows from them: rerun together."""
    session.keep_frame_fresh()
    scenario_answer.show()
    scenario_answer.outlook()
    scenario_fans.show()
    strategy_gains.show()
    scenario_answer.basis()
    assumption_table.show()


try:
    with st.spinner(_("Counting cells and simulating …")):
        simulated.picture()
except LoyaltyError as error:
    st.title(QUESTION)
    st.warning(error.sentence(_), icon=":material/science_off:")
    st.page_link("data.py", label=_("Bring your own file"), icon=":material/table:")
    st.stop()
lab()
