"""Compare: up to four scenarios against doing nothing, every metric at once."""

import streamlit as st

from pages.parts.strategies import (
    answer,
    assumption_table,
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
    """The answer, the choices, the pictures, and what it all rests on.

    The answer needs all draws of all scenarios: until they are there, the large picture shows the
    first draws, and everything else stays as it was.
    """
    check.badge()
    head = st.container()
    scenario_bar.show()
    editor.show()
    mover.show()
    figures, large = st.container(), st.empty()
    fans.first(large)
    with head:
        answer.show()
        better = st.container()
    with figures:
        decision.show()
    fans.show(large)
    later = st.container()
    answer.outlook()
    answer.basis()
    assumption_table.show()
    with later:
        horizons.show()
    shelf.show()
    with better:
        answer.better()
