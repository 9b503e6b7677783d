"""The summary as it will be shared, on request."""

import streamlit as st

from pages import _report as files
from pages import _session as session
from pages._session import _

HEIGHT = 900


def show() -> None:
    """A switch, and below it the file itself in a frame that runs and loads nothing."""
    st.subheader(_("Preview"))
    if not st.toggle(_("Show the summary here"), key="preview"):
        return
    with st.spinner(_("Writing the summary …")):
        text = session.cached("summary", files.summary(), session.study(), session.language())
    st.iframe(text, height=HEIGHT, alt=_("Preview of the summary"))
