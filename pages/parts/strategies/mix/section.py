"""Mix and budget: several strategies together, and the best split of the money over them."""

import streamlit as st

from pages import _simulation as simulated
from pages._session import _
from pages.parts.strategies import budget, check, scenario_bar
from pages.parts.strategies.mix import beside, best, members, rules


def show() -> None:
    """The mix beside its strategies, its choices, and the best split of a budget over them."""
    check.badge()
    head = st.container()
    scenario_bar.show()
    letter = simulated.current()
    scenario = simulated.scenarios()[letter]
    members.show(letter, scenario)
    rules.show(letter, scenario)
    with head, st.spinner(_("Simulating the mix and each of its strategies …")):
        found = beside.found(scenario)
        beside.answer(scenario, found)
        budget.cut(scenario)
    beside.pictures(letter, scenario, found)
    best.show(letter, scenario)
