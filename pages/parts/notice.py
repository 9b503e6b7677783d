"""The line at the top of a page that says why something was refused."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts.safe import escape


def show() -> None:
    """Show the pending refusal once."""
    refusal = session.pop_notice()
    if refusal:
        st.warning(escape(refusal.sentence(_)), icon=":material/info:")
