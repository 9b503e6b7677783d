"""The sidebar: which work is open, undo, redo, save, and the language."""

import streamlit as st

from loyalty.language import LANGUAGES
from pages import _session as session
from pages._session import _
from pages.parts import work


def show() -> None:
    """Draw the sidebar."""
    with st.sidebar:
        work.show()
        _language()


def _language() -> None:
    st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.get,
        key=session.bind("language_choice", session.language()),
        on_change=lambda: session.set_language(session.chosen("language_choice")),
        required=True,
        label_visibility="collapsed",
    )
