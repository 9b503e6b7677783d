"""The rules of a mix: joint effect, contact limit and budget, and how far the budget carries it."""

import streamlit as st

from loyalty.decision import mixes
from loyalty.simulation.actions import TOGETHER
from loyalty.study import Range, Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words

WIDEST = 100  # per cent of the sum, unless more was entered


def show(letter: str, scenario: Scenario) -> None:
    """One row of choices; the joint effect only where there are several strategies."""
    first, second, third = st.columns([4, 3, 3], gap="medium", vertical_alignment="bottom")
    with first:
        _together(letter, scenario)
    with second:
        _contacts(letter, scenario)
    with third:
        _budget(letter, scenario)


def cut(scenario: Scenario) -> None:
    """By how much the budget cuts the reach."""
    study, cells = session.study(), simulated.cells()
    if scenario.budget is None:
        return
    found = session.cached(
        "mix_cut", lambda: mixes.cut(scenario, study, cells), *simulated.parts(), scenario
    )
    if found is None:
        return
    budget, cost = words.amount(scenario.budget), words.amount(found.cost)
    if found.share >= 1:
        said = _("The budget of {budget} is enough: at full reach it costs {cost}.")
        st.success(said.format(budget=budget, cost=cost), icon=":material/savings:")
        return
    if found.share == 0:
        said = _("The budget of {budget} does not even pay the fixed costs: nobody is reached.")
        st.error(said.format(budget=budget), icon=":material/savings:")
        return
    said = _(
        "The budget of {budget} **cuts the reach by {cut}**: at full reach it would cost {cost}."
    )
    text = said.format(budget=budget, cost=cost, cut=words.percent(1 - found.share))
    st.warning(text, icon=":material/savings:")


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
        help=_(
            "0: independent unless you say otherwise. Below 0 together less than the sum of the"
            " effects, above 0 more. No research says how your strategies add up: a range shows"
            " what it would mean."
        ),
    )


def _join(letter: str, ends: tuple[float, float]) -> None:
    low, high = ends
    simulated.change(letter, together=Range(low=low, high=high).model_dump())


def _contacts(letter: str, scenario: Scenario) -> None:
    st.number_input(
        _("Contacts a month, at most"),
        min_value=0.0,
        max_value=1000.0,
        step=1.0,
        format="%g",
        placeholder=_("no limit"),
        key=session.bind("mix_contacts", scenario.contacts),
        on_change=lambda: simulated.change(letter, contacts=session.chosen("mix_contacts")),
        help=_("Of a customer by all strategies; where it would be more, all of them reach fewer."),
    )


def _budget(letter: str, scenario: Scenario) -> None:
    st.number_input(
        words.in_currency(_("Budget of all months")),
        min_value=0.0,
        step=1000.0,
        format="%.0f",
        placeholder=_("no limit"),
        key=session.bind("mix_budget", scenario.budget),
        on_change=lambda: simulated.change(letter, budget=session.chosen("mix_budget")),
        help=_("Where it does not pay for all, the reach of every strategy is cut alike."),
    )
