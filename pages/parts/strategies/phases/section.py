"""Phases: prepare, try it on a few, roll it out; and stop where the pilot does not pay."""

import streamlit as st

from loyalty.decision import phases
from loyalty.decision.phases import Piloted
from loyalty.simulation.model import BASE
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages.parts.strategies import check, scenario_bar
from pages.parts.strategies.phases import choices, pictures, sentence


def show() -> None:
    """What phases and the stop rule bring, the choices, and the pictures."""
    check.badge()
    head = st.container()
    scenario_bar.show()
    letter = simulated.current()
    scenario = simulated.scenarios()[letter]
    if scenario.actions == BASE.actions:
        with head:
            sentence.nothing()
        return
    choices.show(letter, scenario)
    if scenario.phases is None:
        with head:
            sentence.at_once(letter, scenario)
        return
    pictures.reach(letter, scenario)
    found = _piloted(scenario)
    at_once = simulated.picture(scenario.model_copy(update={"phases": None})).gain[-1]
    with head:
        sentence.answer(letter, scenario, found, at_once)
    pictures.rule(letter, scenario, found)
    pictures.table(scenario, found, at_once)


def _piloted(scenario: Scenario) -> Piloted:
    """The pilot of the scenario; the same for every limit of the stop rule."""
    free = scenario.phases.model_copy(update={"stop_below": None})
    plain = scenario.model_copy(update={"phases": free, "name": ""})
    study, cells = session.study(), simulated.cells()

    def build() -> Piloted:
        with st.spinner(sentence.spinning()):
            return phases.piloted(plain, study, cells)

    return session.cached("piloted", build, *simulated.parts(), plain)
