"""Compare: up to four scenarios against doing nothing, every metric at once."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loyalty.charts import fan
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.strategies import (
    answer,
    assumption_table,
    check,
    decision,
    editor,
    fans,
    horizons,
    metrics,
    mover,
    scenario_bar,
    shelf,
)


def show() -> None:
    """The answer, the choices, the pictures, and what it all rests on.

    The answer needs all draws of all scenarios: until they are there, a picture of the first draws
    stands in the place of the pictures.
    """
    check.badge()
    head = st.container()
    scenario_bar.show()
    editor.show()
    mover.show()
    pictures = st.empty()
    _first_picture(pictures)
    with head:
        answer.show()
    with pictures.container():
        decision.show()
        fans.show()
    later = st.container()
    answer.outlook()
    answer.basis()
    assumption_table.show()
    with later:
        horizons.show()
    shelf.show()


def _first_picture(place: DeltaGenerator) -> None:
    """The gain in the first few futures, labelled with their number, while all are simulated."""
    letter = simulated.current()
    gains = simulated.first_look(simulated.scenarios()[letter])
    if gains is None or gains.empty:
        return
    with place.container():
        said = _("First picture from {few} of {all} possible futures; the rest is on its way …")
        few, all_of = simulated.FIRST_DRAWS, session.study().draws
        st.caption(said.format(few=words.number(few), all=words.number(all_of)))
        _draw(gains, letter)


def _draw(gains: pd.DataFrame, letter: str) -> None:
    session.chart(
        fan.draw,
        gains.assign(part="strategy", metric=metrics.GAIN),
        "first_picture",
        _("Gain over doing nothing by month, a first picture"),
        title=metrics.axis(metrics.GAIN),
        place=simulated.LETTERS.index(letter),
        zero=True,
    )
