"""What `loyalty.decision` finds for the scenario looked at, counted once per choice."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from loyalty.decision import BreakEven, Lever, Trial, break_even, levers, trial, value_of_learning
from loyalty.decision.levers import GENERAL
from loyalty.decision.trial import Need, need
from loyalty.strategies import BY_KEY
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _


@dataclass(frozen=True)
class Found:
    """Break-evens, values of learning and the test of one scenario.

    The test is of the assumption most worth learning; `need` is what tells that if no test does.
    """

    ways: list[BreakEven]
    learning: pd.DataFrame
    test: Trial | None
    need: Need | None = None


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
    first = worth_most(ways, learning)
    if first is None:
        return Found(ways, learning, trial(scenario, study, cells))
    test = trial(scenario, study, cells, first.lever, first.value)
    told = need(scenario, study, cells, first.lever) if test is None else None
    return Found(ways, learning, test, told)


def worth_most(ways: list[BreakEven], learning: pd.DataFrame) -> BreakEven | None:
    """The assumption most worth learning; None where none is worth anything."""
    if learning.empty or learning["value"].iloc[0] <= 0:
        return None
    first = learning.iloc[0]
    place = first["action"], first["assumption"]
    return next(one for one in ways if (one.lever.action, one.lever.key) == place)
