"""Working on the chosen cases: status, owner and remark, with what was noted before."""

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from loyalty.journey.cases.signals import KINDS
from loyalty.journey.cases.states import STATUSES, moment_of
from loyalty.language import listed
from loyalty.problems import Conflict
from loyalty.rollup import CUSTOMER
from loyalty.store.cases import NOTE_LENGTH, OWNER_LENGTH, Entry
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey.cases import history
from pages.parts.safe import escape

KEPT_OUT = "cases_kept_out"


def show(at: int, chosen: pd.DataFrame) -> None:
    """The controls for the chosen cases; nothing without any."""
    if chosen.empty:
        return
    one = len(chosen) == 1
    token = zlib.crc32("".join(chosen["case"]).encode())
    with st.container(border=True, key="case_edit"):
        st.markdown(f"**{escape(_title(chosen))}**")
        if one and isinstance(chosen["comment"].iloc[0], str):
            st.text(chosen["comment"].iloc[0])
        _controls(token, chosen, one)
        st.button(
            _("Note this for {count} cases").format(count=words.number(len(chosen)))
            if not one
            else _("Note this"),
            key=f"case_apply_{token}",
            type="primary",
            icon=":material/check:",
            on_click=_apply,
            args=(token, chosen, at),
        )
        if one:
            history.show(at, chosen.iloc[0])


def _title(chosen: pd.DataFrame) -> str:
    if len(chosen) > 1:
        return _("{count} cases chosen").format(count=words.number(len(chosen)))
    row = chosen.iloc[0]
    kind = KINDS[row["kind"]]
    return listed([str(row[CUSTOMER]), _(kind), words.day(row["opened"])], _)


def _controls(token: int, chosen: pd.DataFrame, one: bool) -> None:
    """Of one case as they are; of several empty, which leaves what each has."""
    row = chosen.iloc[0]
    st.segmented_control(
        _("Status"),
        list(STATUSES),
        format_func=lambda status: _(STATUSES[status]),
        key=f"case_status_{token}",
        default=row["status"] if one else None,
        required=one,
    )
    left, right = st.columns([1, 2])
    empty = "" if one else _("leave as it is")
    left.text_input(
        _("Owner"),
        row["owner"] if one else "",
        key=f"case_owner_{token}",
        max_chars=OWNER_LENGTH,
        placeholder=empty,
    )
    right.text_input(
        _("Remark"),
        row["note"] if one else "",
        key=f"case_note_{token}",
        max_chars=NOTE_LENGTH,
        placeholder=empty,
    )


def _apply(token: int, chosen: pd.DataFrame, at: int) -> None:
    """Callback: note what the controls say, unless somebody else did so meanwhile."""
    status, owner, note = (
        session.chosen(f"case_{name}_{token}") for name in ("status", "owner", "note")
    )
    several = len(chosen) > 1
    wanted = _entries(
        chosen, status, *((text or None) if several else text for text in (owner, note))
    )
    if wanted:
        _write(wanted, at)


def _entries(
    chosen: pd.DataFrame, status: str | None, owner: str | None, note: str | None
) -> list[Entry]:
    """What changes, dated in the time of the data and never before the case was opened."""
    now = moment_of(session.study().as_of, _clock())
    found = []
    for row in chosen.itertuples():
        told = (status or row.status, _new(owner, row.owner), _new(note, row.note))
        if told != (row.status, None, None):
            found.append(Entry(row.case, max(now, row.opened.to_pydatetime()), *told))
    return found


def _new(text: str | None, before: str) -> str | None:
    return None if text is None or text.strip() == before else text


def _clock() -> datetime:
    """The time now where the user is, as data write it: without a zone."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (KeyError, ValueError):
        zone = UTC
    return datetime.now(zone).replace(tzinfo=None)


def _write(wanted: Sequence[Entry], seen: int) -> None:
    def write() -> None:
        try:
            session.workspace().cases.write(wanted, session.owner(), seen=seen)
        except Conflict as error:
            session.bind(KEPT_OUT, (session.workspace().id, tuple(wanted), error))
        else:
            session.bind(KEPT_OUT, None)
            st.toast(_("Noted for {count} cases.").format(count=words.number(len(wanted))))

    session.attempt(write)


def kept_out() -> None:
    """What could not be noted because another tab was first: nothing of it is lost."""
    kept = session.picked(KEPT_OUT)
    if not kept or kept[0] != session.workspace().id:
        return
    _id, wanted, error = kept
    st.warning(escape(error.sentence(_)), icon=":material/merge:")
    _lost(wanted)
    with st.container(horizontal=True):
        st.button(
            _("Note mine nevertheless"),
            key="cases_insist",
            on_click=lambda: _write(wanted, session.workspace().cases.stamp()),
        )
        st.button(
            _("Keep the newest"),
            key="cases_give_way",
            on_click=lambda: session.bind(KEPT_OUT, None),
        )


def _lost(wanted: Sequence[Entry]) -> None:
    first = wanted[0]
    texts = [_(STATUSES[first.status]), first.owner or "", first.note or ""]
    st.text(listed([text for text in texts if text], _))
