"""The to-be journey as a scenario of the Strategies page."""

import streamlit as st

from loyalty.journey.to_be.model import ToBe
from loyalty.strategies.journey_change import KEY
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.to_be import results as to_be_results


def show(found: ToBe) -> None:
    """The button, or why there is nothing to take over; a way to the scenario once it is there."""
    if not session.study().journey.targets:
        return
    scenario = to_be_results.scenario()
    st.button(
        _("Take it to Strategies"),
        key="to_be_hand_over",
        icon=":material/science:",
        type="primary",
        disabled=scenario is None,
        on_click=_hand_over,
        args=(scenario,),
    )
    if scenario is None:
        st.caption(_why_not(found))
        return
    st.caption(_what(scenario))
    _there(scenario)


def _why_not(found: ToBe) -> str:
    if not results.has("orders"):
        return _("The Strategies page simulates orders; these data have none.")
    if not found.chance.any():
        return _("These targets change nobody's coming back, so there is nothing to take over.")
    return _("No customer is active, so a strategy would reach nobody.")


def _what(scenario: Scenario) -> str:
    change, reach = scenario.assumptions["change"], scenario.assumptions["reach"]
    return _(
        "It becomes scenario A: a change of {low} to {high} points in coming back, for {least} to"
        " {most}% of active customers. No cost is entered yet: enter there what it costs."
    ).format(
        low=words.number(change.low, 2),
        high=words.number(change.high, 2),
        least=words.number(reach.low, 1),
        most=words.number(reach.high, 1),
    )


def _there(scenario: Scenario) -> None:
    """Whether one of the two scenarios came from here, and whether it still says the same."""
    own = {name: one for name, one in simulated.scenarios().items() if one.strategy == KEY}
    if not own:
        return
    name, one = next(iter(own.items()))
    same = all(one.assumptions.get(key) == value for key, value in scenario.assumptions.items())
    text = _("Scenario {name} on the Strategies page holds these numbers.")
    if not same:
        text = _("Scenario {name} on the Strategies page holds other numbers than these.")
    st.success(text.format(name=name)) if same else st.info(text.format(name=name))
    st.page_link("strategies.py", label=_("See it on the Strategies page"))


def _hand_over(scenario: Scenario) -> None:
    """Costs that the user entered for the scenario before stay."""
    before = next((one for one in session.study().scenarios if one.strategy == KEY), None)
    kept = before.assumptions if before else {}
    simulated.hand_over(scenario.model_copy(update={"assumptions": kept | scenario.assumptions}))
