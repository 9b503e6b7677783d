"""Whom a scenario is for: segments, life-cycle states and value bands, with their customers."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import labels
from loyalty.language import mark
from loyalty.simulation.division import NO_SEGMENT, OTHERS
from loyalty.strategies import BY_KEY
from loyalty.study import Audience, Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

STATES = {
    "new": mark("New"),
    "active": mark("Active"),
    "loyal": mark("Loyal"),
    "cooling": mark("Cooling"),
    "lost": mark("Lost"),
}
BANDS = {"high": mark("High value"), "middle": mark("Middle value"), "mass": mark("Mass")}
COLUMNS = {"segments": "segment", "life_cycle": "life_cycle", "value": "value_band"}


def show(letter: str, scenario: Scenario) -> None:
    """The button with the number of customers; its choices open below."""
    chosen = of(scenario)
    found = simulated.cells().table
    inside = found[within(chosen, found)]
    told = _("{customers} of {all}").format(
        customers=words.number(inside["customers"].sum()),
        all=words.number(found["customers"].sum()),
    )
    with st.popover(told, key="audience", icon=":material/groups:", width="stretch", wrap=True):
        _kinds(letter, chosen, found)
        st.caption(_active(inside))
        st.button(
            _("The usual audience of the strategy"),
            key="audience_usual",
            icon=":material/restart_alt:",
            type="tertiary",
            disabled=scenario.audience is None,
            on_click=lambda: simulated.change(letter, audience=None),
        )


def of(scenario: Scenario) -> Audience:
    """The audience of the scenario's first action: chosen, else the usual one of its strategy."""
    return scenario.audience or BY_KEY[scenario.strategy].audience


def within(audience: Audience, table: pd.DataFrame) -> np.ndarray:
    """Whether each cell is in the audience."""
    inside = np.ones(len(table), dtype=bool)
    for kind, column in COLUMNS.items():
        if wanted := getattr(audience, kind):
            inside &= table[column].isin(wanted).to_numpy()
    return inside


def told(scenario: Scenario) -> str:
    """The audience in words; everybody where nothing narrows it."""
    chosen = of(scenario)
    names: dict[str, Callable[[str], str]] = {
        "segments": lambda key: labels.segment(key, _),
        "life_cycle": lambda key: _(STATES[key]),
        "value": lambda key: _(BANDS[key]),
    }
    kinds = [
        " / ".join(name(key) for key in getattr(chosen, kind))
        for kind, name in names.items()
        if getattr(chosen, kind)
    ]
    return " · ".join(kinds) or _("everybody")


def _kinds(letter: str, chosen: Audience, table: pd.DataFrame) -> None:
    st.caption(_("Only customers in one of each kind chosen; a kind without a choice is all."))
    shown = [key for key in simulated.cells().segments if key not in (OTHERS, NO_SEGMENT)]
    shown += [key for key in chosen.segments if key not in shown]
    _kind("segments", _("Segments"), shown, lambda key: labels.segment(key, _), letter, table)
    _kind("life_cycle", _("Life cycle"), list(STATES), lambda key: _(STATES[key]), letter, table)
    _kind("value", _("Value"), list(BANDS), lambda key: _(BANDS[key]), letter, table)


def _kind(
    kind: str,
    label: str,
    keys: list[str],
    name: Callable[[str], str],
    letter: str,
    table: pd.DataFrame,
) -> None:
    sizes = table.groupby(COLUMNS[kind])["customers"].sum()
    slot = f"audience_{kind}"
    chosen = getattr(of(simulated.scenarios()[letter]), kind)
    st.pills(
        label,
        keys,
        selection_mode="multi",
        format_func=lambda key: f"{escape(name(key))} · {words.number(sizes.get(key, 0))}",
        key=session.bind(slot, list(chosen)),
        on_change=lambda: _choose(letter, kind, session.chosen(slot)),
        wrap=True,
    )


def _choose(letter: str, kind: str, keys: list[str]) -> None:
    scenario = simulated.scenarios()[letter]
    chosen = Audience.model_validate(of(scenario).model_dump() | {kind: tuple(keys)})
    usual = chosen == BY_KEY[scenario.strategy].audience
    simulated.change(letter, audience=None if usual else chosen.model_dump())


def _active(inside: pd.DataFrame) -> str:
    return _("{active} of them are active. The strategy itself may reach fewer.").format(
        active=words.number(inside.loc[inside["active"], "customers"].sum())
    )
