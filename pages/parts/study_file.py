"""Apply a study from a file: the choices of another day, another person, another machine."""

import streamlit as st

from pages import _report as files
from pages import _session as session
from pages._session import _

KEY = "study_file"


def show() -> None:
    """An uploader, and a button that applies the file."""
    st.subheader(_("Apply a study"))
    st.caption(
        _(
            "Upload a study file to use its choices on these data. It is checked first; undo in"
            " the sidebar takes it back in one step."
        )
    )
    uploaded = st.file_uploader(
        _("Study file (JSON)"),
        type=["json"],
        key=KEY,
        max_upload_size=1,
        label_visibility="collapsed",
    )
    st.button(
        _("Apply this study"),
        icon=":material/input:",
        disabled=uploaded is None,
        on_click=_apply,
    )


def _apply() -> None:
    uploaded = session.chosen(KEY)
    if uploaded and session.attempt(lambda: files.adopt(uploaded.getvalue())):
        st.toast(_("The study is applied: its choices are now the draft."), icon=":material/check:")
