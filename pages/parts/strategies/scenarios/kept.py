"""All scenarios of the study: what each brings, and how they are changed; undo takes it back."""

import pandas as pd
import streamlit as st

from loyalty import labels
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.simulation.outcomes import outcomes
from loyalty.simulation.scenario_file import MOST
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _

LONGEST = 200  # letters of a name
FULL = mark("A study keeps at most {most} scenarios here: delete some first.")


def everyone() -> tuple[Scenario, ...]:
    """The scenarios of the study in order, else the two to try; the first four are compared."""
    return session.study().scenarios or simulated.FIRST


def name(scenario: Scenario) -> str:
    """What people read: its own name, else its strategies."""
    return scenario.name or strategies(scenario)


def strategies(scenario: Scenario) -> str:
    """The strategies of a scenario in words."""
    return labels.strategies(scenario.actions, _)


def mark_of(place: int) -> str:
    """The letter of a scenario that is compared, the number of any other."""
    return simulated.LETTERS[place] if place < len(simulated.LETTERS) else str(place + 1)


def found() -> pd.DataFrame:
    """`loyalty.simulation.outcomes` of every scenario.

    Those compared are simulated for the section Compare too; all others are one entry of the cache.
    """
    shown = len(simulated.LETTERS)
    compared = [simulated.picture(one).decision for one in everyone()[:shown]]
    others = [one.model_copy(update={"name": ""}) for one in everyone()[shown:]]
    rows = [row if len(row) else row.reindex([0]) for row in compared]
    if others:
        rows.append(
            session.cached(
                "further_scenarios",
                lambda: outcomes(simulated.cells(), session.study(), others),
                *simulated.parts(),
                others,
            )
        )
    columns = [name for name in rows[0] if name not in ("strategy", "regret")]
    return pd.concat([row[columns].astype(float) for row in rows], ignore_index=True)


def picked() -> int:
    """The place of the scenario that is to be changed; the link remembers it."""
    asked = session.linked("kept")
    place = int(asked) if asked.isascii() and asked.isdigit() else 0
    return place if place < len(everyone()) else 0


def pick(place: int) -> None:
    """Change another scenario from now on."""
    session.link("kept", str(place))


def rename(place: int, text: str) -> None:
    """Give a scenario a name; none lets its strategies stand for it."""
    own = list(everyone())
    own[place] = own[place].model_copy(update={"name": (text or "").strip()[:LONGEST]})
    session.change(scenarios=tuple(own))


def duplicate(place: int) -> None:
    """A copy at the end, picked to be changed."""
    one = everyone()[place]
    called = _("{name} (copy)").format(name=one.name)[:LONGEST] if one.name else ""
    if session.attempt(lambda: add([one.model_copy(update={"name": called})])):
        pick(len(everyone()) - 1)


def delete(place: int) -> None:
    """Take a scenario out of the study; the last one stays."""
    own = list(everyone())
    if len(own) > 1:
        own.pop(place)
        session.change(scenarios=tuple(own))
        pick(min(place, len(own) - 1))


def compare(place: int, as_letter: str) -> None:
    """Put a scenario at a letter of the comparison; the one there takes its place."""
    own, there = list(everyone()), simulated.LETTERS.index(as_letter)
    own[place], own[there] = own[there], own[place]
    session.change(scenarios=tuple(own))
    pick(there)


def add(scenarios: list[Scenario]) -> bool:
    """Append scenarios to the study; Refused when there would be too many."""
    if len(everyone()) + len(scenarios) > MOST:
        raise Refused(FULL, most=MOST)
    session.change(scenarios=(*everyone(), *scenarios))
    st.toast(_("Added to the study; Undo takes it back."), icon=":material/check:")
    return True
