"""Whom a scenario is for: segments, life-cycle states and value bands, with their customers."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import labels
from loyalty.labels import BANDS, STATES
from loyalty.simulation.cells.division import NO_SEGMENT, OTHERS
from loyalty.strategies import BY_KEY
from loyalty.study import Action, Audience
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

COLUMNS = {"segments": "segment", "life_cycle": "life_cycle", "value": "value_band"}


def show(letter: str, action: Action, place: int = 0) -> None:
    """The button with the number of customers an action is for; its choices open below.

    `place` is that of the action in the scenario; the first one is the scenario itself.
    """
    chosen = of(action)
    found = simulated.cells().table
    inside = found[within(chosen, found)]
    told = _("{customers} of {all}").format(
        customers=words.number(inside["customers"].sum()),
        all=words.number(found["customers"].sum()),
    )
    if not inside["customers"].sum():
        st.warning(_("Reaches nobody: no customer of today is in this audience."))
    key = slot("audience", place)
    with st.popover(told, key=key, icon=":material/groups:", width="stretch", wrap=True):
        _kinds(letter, place, found)
        st.caption(_active(inside))
        st.button(
            _("The usual audience of the strategy"),
            key=slot("audience_usual", place),
            icon=":material/restart_alt:",
            type="tertiary",
            disabled=action.audience is None,
            on_click=lambda: simulated.change_action(letter, place, audience=None),
        )


def slot(name: str, place: int) -> str:
    """The key of a widget of an action; that of the first one has no number."""
    return f"{name}_{place}" if place else name


def of(action: Action) -> Audience:
    """The audience of an action (of a scenario: its first): chosen, else its strategy's usual."""
    return action.audience or BY_KEY[action.strategy].audience


def within(audience: Audience, table: pd.DataFrame) -> np.ndarray:
    """Whether each cell is in the audience."""
    inside = np.ones(len(table), dtype=bool)
    for kind, column in COLUMNS.items():
        if wanted := getattr(audience, kind):
            inside &= table[column].isin(wanted).to_numpy()
    return inside


def told(action: Action) -> str:
    """The audience in words; everybody where nothing narrows it."""
    return labels.audience(of(action), _)


def _kinds(letter: str, place: int, table: pd.DataFrame) -> None:
    chosen, where = _chosen(letter, place), (letter, place)
    st.caption(_("Only customers in one of each kind chosen; a kind without a choice is all."))
    shown = [key for key in simulated.cells().segments if key not in (OTHERS, NO_SEGMENT)]
    shown += [key for key in chosen.segments if key not in shown]
    _kind("segments", _("Segments"), shown, lambda key: labels.segment(key, _), where, table)
    _kind("life_cycle", _("Life cycle"), list(STATES), lambda key: _(STATES[key]), where, table)
    _kind("value", _("Value"), list(BANDS), lambda key: _(BANDS[key]), where, table)


def _kind(
    kind: str,
    label: str,
    keys: list[str],
    name: Callable[[str], str],
    where: tuple[str, int],
    table: pd.DataFrame,
) -> None:
    sizes = table.groupby(COLUMNS[kind])["customers"].sum()
    key_of_widget = slot(f"audience_{kind}", where[1])
    chosen = getattr(_chosen(*where), kind)
    keys = [key for key in keys if sizes.get(key, 0) or key in chosen]
    st.pills(
        label,
        keys,
        selection_mode="multi",
        format_func=lambda key: f"{escape(name(key))} · {words.number(sizes.get(key, 0))}",
        key=session.bind(key_of_widget, list(chosen)),
        on_change=lambda: _choose(*where, kind, session.chosen(key_of_widget)),
        wrap=True,
    )


def _chosen(letter: str, place: int) -> Audience:
    return of(simulated.scenarios()[letter].actions[place])


def _choose(letter: str, place: int, kind: str, keys: list[str]) -> None:
    action = simulated.scenarios()[letter].actions[place]
    chosen = Audience.model_validate(of(action).model_dump() | {kind: tuple(keys)})
    usual = chosen == BY_KEY[action.strategy].audience
    told = None if usual else chosen.model_dump()
    simulated.change_action(letter, place, audience=told)


def _active(inside: pd.DataFrame) -> str:
    return _("{active} of them are active. The strategy itself may reach fewer.").format(
        active=words.number(inside.loc[inside["active"], "customers"].sum())
    )
