"""The touchpoint that is looked at on the map: clicked there, or chosen by name.

The link says which, so that F5 and a new tab show it, where its name is short and `FEWEST`
customers were there.
"""

from typing import Any

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey.stage_map import natural
from pages import _session as session
from pages._session import _
from pages.parts.journey.group import FEWEST

CHOSEN, TURN = "journey_touchpoint", "journey_map_turn"
ASKED, SEEN = "journey_touchpoint_asked", "journey_touchpoint_seen"  # how often
LINK, LONGEST = "touchpoint", 100  # letters of a name in a link


def now(rows: pd.DataFrame) -> str | None:
    """The touchpoint chosen last, else by the link, while it is among the rows of the map."""
    if session.picked(CHOSEN) is None and session.linked(LINK):
        session.bind(CHOSEN, session.linked(LINK))
    name = session.picked(CHOSEN)
    return name if name in set(rows["touchpoint"]) else None


def take(point: dict[str, Any]) -> None:
    """Callback: choose the touchpoint that was clicked; anything else on the map is none."""
    if point.get("touchpoint"):
        session.bind(CHOSEN, point["touchpoint"])
        _ask()


def leave() -> None:
    """Callback: look at no touchpoint."""
    _choose(None)


def asked() -> int:
    """The number of the choice that its details have not been shown for yet; 0 when there is none.

    Choosing asks for the details to come into view, opening a link or another run does not.
    """
    turn = session.picked(ASKED) or 0
    if turn == (session.picked(SEEN) or 0):
        return 0
    session.bind(SEEN, turn)
    return turn


def _ask() -> None:
    session.bind(ASKED, (session.picked(ASKED) or 0) + 1)


def chart_key() -> str:
    """The key of the map: a new one when another touchpoint was chosen beside it."""
    return f"journey_map_{session.picked(TURN) or 0}"


def show(rows: pd.DataFrame) -> str | None:
    """Choose by name; what is chosen."""
    names, chosen = sorted(rows["touchpoint"], key=natural), now(rows)
    _keep_linked(rows, chosen)
    key = session.bind(f"touchpoint_{session.language()}", chosen)
    st.selectbox(
        _("Touchpoint"),
        names,
        index=None,
        key=key,
        format_func=lambda name: journey.shown(name, _),
        placeholder=_("Click a touchpoint on the map or choose it here"),
        on_change=lambda: _choose(session.chosen(key)),
        label_visibility="collapsed",
    )
    return chosen


def _keep_linked(rows: pd.DataFrame, chosen: str | None) -> None:
    there = rows.loc[rows["touchpoint"] == chosen, "customers"].sum()
    wanted = chosen if chosen and len(chosen) <= LONGEST and there >= FEWEST else ""
    if session.linked(LINK) != wanted:
        session.link(LINK, wanted)


def _choose(name: str | None) -> None:
    session.bind(CHOSEN, name)
    session.bind(TURN, (session.picked(TURN) or 0) + 1)
    _ask()
    if name is None:
        session.link(LINK, "")
