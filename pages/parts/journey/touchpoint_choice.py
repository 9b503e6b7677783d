"""The touchpoint that is looked at on the map: clicked there, or chosen by name."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from loyalty import journey
from loyalty.journey.stage_map import natural
from pages import _session as session
from pages._session import _

CHOSEN, TURN = "journey_touchpoint", "journey_map_turn"


def now(names: Sequence[str]) -> str | None:
    """The touchpoint chosen last, while it is there."""
    name = session.picked(CHOSEN)
    return name if name in names else None


def take(point: dict[str, Any]) -> None:
    """Callback: choose the touchpoint that was clicked; anything else on the map is none."""
    if point.get("touchpoint"):
        session.bind(CHOSEN, point["touchpoint"])


def chart_key() -> str:
    """The key of the map: a new one when another touchpoint was chosen beside it."""
    return f"journey_map_{session.picked(TURN) or 0}"


def show(names: Sequence[str]) -> str | None:
    """Choose by name; what is chosen."""
    names = sorted(names, key=natural)
    key = session.bind(f"touchpoint_{session.language()}", now(names))
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
    return now(names)


def _choose(name: str | None) -> None:
    session.bind(CHOSEN, name)
    session.bind(TURN, (session.picked(TURN) or 0) + 1)
