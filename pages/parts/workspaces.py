"""This browser's workspaces: open, rename, copy, delete, and make a new one."""

import streamlit as st

from loyalty.store import Info
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape


def show() -> None:
    """The list, newest first, and the field for a new workspace."""
    st.subheader(_("Your workspaces"))
    listed = session.attempt(lambda: session.store().list(session.owner())) or []
    if not listed:
        st.caption(
            _("None yet. A sample or a file of your own opens one; only this browser lists it.")
        )
    for info in listed:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            _line(info)
    _new()


def _line(info: Info) -> None:
    name = info.name or _("Damaged workspace")
    with st.container(width="stretch", gap=None):
        st.markdown(f"**{escape(name)}**")
        st.caption(_about(info))
    if info.usable and info.id != st.session_state.get("workspace"):
        st.button(
            _("Open"), key=f"open_{info.id}", on_click=session.open_workspace, args=(info.id,)
        )
    if info.usable:
        _manage(info)
    _delete(info)


def _about(info: Info) -> str:
    if not info.usable or not info.changed:
        return _("Its catalogue cannot be read.")
    parts = [
        escape(_(info.source)) if info.source else _("no data yet"),
        *([_("synthetic data")] if info.synthetic else []),
        _("changed {time}").format(time=words.moment(info.changed)),
    ]
    return " · ".join(parts)


def _manage(info: Info) -> None:
    box = st.popover(_("Rename or copy"), key=f"manage_{info.id}", on_change="rerun")
    if not box.open:
        return
    name, act = f"name_{info.id}", {"args": (info.id,)}
    with box:
        st.text_input(_("Name"), info.name, max_chars=100, key=name)
        with st.container(horizontal=True):
            st.button(_("Rename"), key=f"rename_{info.id}", on_click=_rename, **act)
            st.button(_("Copy under this name"), key=f"copy_{info.id}", on_click=_copy, **act)
        st.caption(_("Undo keeps the tables of earlier imports; forget them to free room."))
        st.button(_("Forget earlier imports"), key=f"forget_{info.id}", on_click=_forget, **act)


def _delete(info: Info) -> None:
    box = st.popover(_("Delete"), key=f"delete_{info.id}", on_change="rerun")
    if box.open:
        with box:
            st.write(_("Delete this workspace with its data? This cannot be undone."))
            st.button(
                _("Delete for good"),
                key=f"confirm_{info.id}",
                type="primary",
                on_click=session.delete_workspace,
                args=(info.id,),
            )


def _new() -> None:
    form = st.form("new_workspace", clear_on_submit=True, border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Name of a new workspace"), max_chars=100, key="new_name")
        st.form_submit_button(_("New workspace"), on_click=_create)


def _create() -> None:
    made = session.attempt(
        lambda: session.store().create(session.owner(), session.chosen("new_name"))
    )
    if made:
        session.open_workspace(made)


def _rename(id: str) -> None:
    name = session.chosen(f"name_{id}")
    session.attempt(lambda: session.store().rename(id, session.owner(), name))


def _copy(id: str) -> None:
    name = session.chosen(f"name_{id}")
    session.attempt(lambda: session.store().duplicate(id, session.owner(), name))


def _forget(id: str) -> None:
    session.attempt(lambda: session.store().open(id).forget_earlier_data())
