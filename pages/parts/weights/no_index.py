"""The designed state while no weight reaches the data: what is missing and how to go on."""

import streamlit as st

from loyalty import weights
from loyalty.weights import groups
from pages import _results as results
from pages import _session as session
from pages._session import _


def without() -> bool:
    """Whether no customer can have an index, by any set of weights."""
    return not any(groups.sets(session.study(), results.scores().keys).values())


def title() -> str:
    """The page's answer in this state."""
    return _("There is no loyalty index: no weight reaches the data.")


def show() -> None:
    """Whether the weights or the data are to blame, and what helps."""
    if not weights.base(session.study()):
        st.info(
            _(
                "All weights are zero: there is no index. Raise a weight, choose a ready-made set,"
                " or undo."
            ),
            icon=":material/info:",
        )
        return
    st.info(_("No indicator with a weight has data here, so there is no index."))
    st.page_link("data.py", label=_("Add a table"), icon=":material/table:")
