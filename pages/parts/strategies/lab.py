"""Compare: up to four scenarios against doing nothing, every metric at once."""

import streamlit as st

from pages import _simulation as simulated
from pages.parts.strategies import (
    answer,
    assumption_table,
    budget,
    check,
    decision,
    editor,
    fans,
    horizons,
    mover,
    scenario_bar,
    shelf,
)


def show() -> None:
    """The answer, choices beside their pictures, the figures, and what it all rests on.

    The answer needs all draws of all scenarios: until they are there, the large picture shows the
    first draws, and everything else stays as it was.
    """
    check.badge()
    head = st.container()
    choices, pictures = st.columns([3, 5], gap="medium")
    with choices:
        _choices()
    with pictures:
        fans.controls()
        large = st.empty()
        fans.first(large)
    with head:
        answer.show()
        answer.doubt()
    with pictures:
        fans.show(large)
    answer.details()
    budget.cut(simulated.scenarios()[simulated.current()])
    better = st.container()
    decision.show()
    later = st.container()
    answer.outlook()
    answer.basis()
    assumption_table.show()
    with later:
        horizons.show()
    shelf.show()
    with better:
        answer.better()


def _choices() -> None:
    """Which scenario, what it does, and one of its assumptions under the hand."""
    scenario_bar.narrow()
    editor.show()
    mover.show()
    answer.horizon()
