"""The budget of a scenario, and how far it carries it."""

import streamlit as st

from loyalty.decision import mixes
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words


def show(letter: str, scenario: Scenario) -> None:
    """What all months may cost."""
    st.number_input(
        words.in_currency(_("Budget of all months")),
        min_value=0.0,
        step=1000.0,
        value=None,
        format="%.0f",
        placeholder=_("no limit"),
        key=session.bind("mix_budget", scenario.budget),
        on_change=lambda: simulated.change(letter, budget=session.chosen("mix_budget")),
        help=_("Where it does not pay for all, the reach of every strategy is cut alike."),
    )


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
    limit, cost = words.amount(scenario.budget), words.amount(found.cost)
    if found.share >= 1:
        said = _("The budget of {budget} is enough: at full reach it costs {cost}.")
        st.success(said.format(budget=limit, cost=cost), icon=":material/savings:")
        return
    if found.share == 0:
        said = _("The budget of {budget} does not even pay the fixed costs: nothing is done.")
        st.error(said.format(budget=limit), icon=":material/savings:")
        return
    said = _(
        "The budget of {budget} **cuts the reach by {cut}**: at full reach it would cost {cost}."
    )
    text = said.format(budget=limit, cost=cost, cut=words.percent(1 - found.share))
    st.warning(text, icon=":material/savings:")
