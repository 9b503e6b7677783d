"""What a page shows while it has no data: what is missing and where it comes from."""

import streamlit as st

from pages._session import _


def show(question: str) -> None:
    """The page's question, and the way to the first step."""
    st.title(question)
    st.info(
        _("There are no data yet. Open a sample or bring your own file; this page fills itself."),
        icon=":material/upload_file:",
    )
    left, right, _rest = st.columns([1, 1, 3])
    left.page_link("start.py", label=_("Go to the samples"), icon=":material/home:")
    right.page_link("data.py", label=_("Bring your own file"), icon=":material/table:")
