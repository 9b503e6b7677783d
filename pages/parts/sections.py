"""The sections of a page: one is open at a time, the link remembers which."""

from collections.abc import Mapping

import streamlit as st

from pages import _session as session
from pages._session import _


def choose(page: str, names: Mapping[str, str]) -> str:
    """The key of the open section of `page`; `names` gives what people read, the first is open."""
    key = f"section_{page}"
    shown = session.section(page, tuple(names))
    st.segmented_control(
        _("Section"),
        list(names),
        format_func=names.get,
        key=session.bind(key, shown),
        on_change=lambda: session.open_section(page, session.chosen(key)),
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )
    return shown
