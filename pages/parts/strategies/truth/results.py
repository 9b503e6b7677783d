"""What `loyalty.decision` finds for the scenario looked at, counted once per choice."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from loyalty.decision import BreakEven, Lever, Trial, break_even, levers, trial, value_of_learning
from loyalty.decision.levers import GENERAL
from loyalty.strategies import BY_KEY
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _


@dataclass(frozen=True)
class Found:
    """Break-evens, values of learning and the test of one scenario."""

    ways: list[BreakEven]
    learning: pd.DataFrame
    test: Trial | None


def found(scenario: Scenario) -> Found:
    """Everything of this section, with progress while it is counted."""
    return session.cached(
        "what_must_be_true", lambda: _count(scenario), *simulated.parts(), scenario
    )


def title(lever: Lever, scenario: Scenario) -> str:
    """The assumption's name; of several actions, with the strategy it belongs to."""
    label = _(lever.chosen.assumption.label)
    if lever.action == GENERAL or len(scenario.actions) == 1:
        return label
    strategy = _(BY_KEY[scenario.actions[lever.action].strategy].label)
    return f"{strategy}: {label}"


def _count(scenario: Scenario) -> Found:
    study, cells = session.study(), simulated.cells()
    said = _("Trying other values of each assumption …")
    total = len(levers(scenario, study, cells))
    bar = st.progress(0.0, said)
    ways = []
    for number, one in enumerate(break_even(scenario, study, cells), start=1):
        ways.append(one)
        bar.progress(number / total, said)
    bar.empty()
    gain = simulated.picture(scenario).gain[-1]
    learning = value_of_learning(scenario, study, cells, gain)
    return Found(ways, learning, trial(scenario, study, cells, short_of(ways, learning)))


def short_of(ways: list[BreakEven], learning: pd.DataFrame) -> float:
    """Where the break-even lies on the way from no effect to the one expected, 0 to 0.9.

    Of the assumption most worth learning; 0 where that is unknown.
    """
    if learning.empty or learning["value"].iloc[0] <= 0:
        return 0.0
    first = learning.iloc[0]
    for one in ways:
        if (one.lever.action, one.lever.key) == (first["action"], first["assumption"]):
            middle = one.lever.middle
            known = one.value is not None and middle
            return min(max(one.value / middle, 0.0), 0.9) if known else 0.0
    return 0.0
