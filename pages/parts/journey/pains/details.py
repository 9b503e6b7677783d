"""What lies behind one touchpoint: figures, comments, customers."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey.measures import touchpoint_rows
from pages import _session as session
from pages._session import _
from pages.parts.journey import results
from pages.parts.journey.touchpoint import comments, customers, make_segment, tiles
from pages.parts.safe import escape

WHO = "pain_who"


def show(touchpoint: str, found: pd.DataFrame) -> None:
    """The touchpoint's details, and the way to another one."""
    st.subheader(
        _("Behind it: {touchpoint}").format(touchpoint=escape(journey.shown(touchpoint, _)))
    )
    _choice(touchpoint, list(found["touchpoint"]))
    rows = touchpoint_rows(results.table())
    tiles.show(rows[rows["touchpoint"] == touchpoint].iloc[0])
    comments.show(touchpoint)
    _customers(touchpoint)


def _choice(touchpoint: str, known: list[str]) -> None:
    """Another touchpoint, the worst first; its own key for each language, whose names it sends."""
    key = f"pain_touchpoint_{session.language()}"
    st.selectbox(
        _("Touchpoint"),
        known,
        format_func=lambda name: journey.shown(name, _),
        key=session.bind(key, touchpoint),
        on_change=lambda: session.link("touchpoint", session.chosen(key)),
        width=320,
    )


def _customers(touchpoint: str) -> None:
    st.markdown(_("**Who they are**"))
    names = {"all": _("All who came"), "bad": _("Who felt bad here")}
    who = st.segmented_control(
        _("Customers"),
        list(names),
        format_func=names.get,
        key=WHO,
        default="all",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    customers.show(touchpoint, bad_only=who == "bad")
    make_segment.button(touchpoint, bad_only=who == "bad", key="pain_segment")
