"""The rules of a mix: joint effect, contact limit and budget."""

import streamlit as st

from loyalty.language import sentences
from loyalty.simulation.actions import TOGETHER
from loyalty.study import Range, Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts.strategies import budget

WIDEST = 100  # per cent of the sum, unless more was entered


def show(letter: str, scenario: Scenario) -> None:
    """One row of choices; the joint effect only where there are several strategies."""
    first, second, third = st.columns([4, 3, 3], gap="medium", vertical_alignment="bottom")
    with first:
        _together(letter, scenario)
    with second:
        _contacts(letter, scenario)
    with third:
        budget.show(letter, scenario)


def _together(letter: str, scenario: Scenario) -> None:
    now, several = scenario.together, len(scenario.actions) > 1
    st.slider(
        _("Joint effect, % of the sum"),
        min_value=float(max(TOGETHER.least, min(-WIDEST, now.low))),
        max_value=float(min(TOGETHER.most, max(WIDEST, now.high))),
        step=5.0,
        format="%.0f %%",
        key=session.bind("mix_together", (float(now.low), float(now.high))),
        on_change=lambda: _join(letter, session.chosen("mix_together")),
        disabled=not several,
        help=sentences([_joint(), _joint_where()], _),
    )


def _joint() -> str:
    return _(
        "0: independent unless you say otherwise. Below 0 together less than the sum of the"
        " effects, above 0 more. No research says how your strategies add up: a range shows"
        " what it would mean."
    )


def _joint_where() -> str:
    return _(
        "It counts only where several strategies change the same, such as who stays or how often"
        " they order, for the same customers in the same month."
    )


def _join(letter: str, ends: tuple[float, float]) -> None:
    low, high = ends
    simulated.change(letter, together=Range(low=low, high=high).model_dump())


def _limited() -> str:
    return _("Of a customer by all strategies; where it would be more, all of them reach fewer.")


def _independent() -> str:
    return _("Whom a strategy contacts is taken to have nothing to do with whom the others do.")


def _contacts(letter: str, scenario: Scenario) -> None:
    st.number_input(
        _("Contacts a month, at most"),
        min_value=0.0,
        max_value=1000.0,
        step=1.0,
        value=None,
        format="%g",
        placeholder=_("no limit"),
        key=session.bind("mix_contacts", scenario.contacts),
        on_change=lambda: simulated.change(letter, contacts=session.chosen("mix_contacts")),
        help=sentences([_limited(), _independent()], _),
    )
