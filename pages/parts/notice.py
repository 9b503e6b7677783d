"""The line at the top of a page that says why something was refused, or was restored."""

import datetime

import streamlit as st

from loyalty.language import listed
from loyalty.problems import Conflict
from pages import _session as session
from pages._session import _
from pages.parts import words, work
from pages.parts.safe import escape


def show() -> None:
    """Show a refusal once; a conflict and a restoring until they are answered."""
    refusal = session.pop_notice()
    if refusal:
        told = escape(refusal.sentence(_))
        st.warning(told, icon=":material/info:")
        st.toast(told, icon=":material/info:")  # the line at the top may be out of sight
    conflict = session.conflict()
    if conflict:
        _conflict(conflict)
    seen = session.state()
    if seen and seen.restored:
        _restored(seen.restored)


def _conflict(conflict: Conflict) -> None:
    settings = listed(map(work.setting, conflict.values["settings"]), _)
    st.warning(escape(_(conflict.text).format(settings=settings)), icon=":material/merge:")
    with st.container(horizontal=True):
        st.button(_("Use my value instead"), key="insist", on_click=session.insist)
        st.button(_("Keep the newest value"), key="give_way", on_click=session.give_way)


def _restored(time: datetime.datetime) -> None:
    st.warning(
        _(
            "The catalogue of this workspace was damaged on {day} and has been restored from its "
            "copy. Your data are complete; the last few choices before may be missing."
        ).format(day=words.day(time)),
        icon=":material/settings_backup_restore:",
    )
    st.button(_("I have read this"), key="acknowledge", on_click=session.acknowledge)
