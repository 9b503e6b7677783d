"""The strategies of a mix: one row each, one more, one fewer."""

import streamlit as st

from loyalty.decision import mixes
from loyalty.simulation.model import BASE
from loyalty.strategies import BY_KEY
from loyalty.study import Action, Scenario
from loyalty.study.scenarios import MOST_ACTIONS
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts.strategies import audience, picker

WIDTHS = [5, 5, 3, 3, 4, 1]


def show(letter: str, scenario: Scenario) -> None:
    """A row for each strategy, the names of the columns above the first."""
    if scenario.actions != BASE.actions:
        _names()
        for place, action in enumerate(scenario.actions):
            _row(letter, place, action)
    _one_more(letter, scenario)


def _names() -> None:
    names = (_("Strategy"), _("Audience"), _("From month"), _("Months it runs"), _("Reach"))
    for column, name in zip(st.columns(WIDTHS), names, strict=False):
        column.caption(name)


def _row(letter: str, place: int, action: Action) -> None:
    columns = st.columns(WIDTHS, vertical_alignment="center")
    strategy = BY_KEY[action.strategy]
    columns[0].markdown(f"**{_(strategy.label)}**", help=_(strategy.meaning))
    with columns[1]:
        audience.show(letter, action, place)
    with columns[2]:
        _start(letter, place, action)
    with columns[3]:
        _lasts(letter, place, action)
    with columns[4]:
        _reach(letter, place, action)
    columns[5].button(
        "",
        key=f"mix_remove_{place}",
        icon=":material/close:",
        type="tertiary",
        help=_("Take {strategy} out of the mix").format(strategy=_(strategy.label)),
        on_click=lambda: _put(letter, mixes.without(simulated.scenarios()[letter], place)),
    )


def _start(letter: str, place: int, action: Action) -> None:
    key = f"mix_start_{place}"
    st.number_input(
        _("From month"),
        min_value=1,
        max_value=max(session.study().months, action.start),
        step=1,
        key=session.bind(key, action.start),
        on_change=lambda: _change(letter, place, start=session.chosen(key) or 1),
        label_visibility="collapsed",
    )


def _lasts(letter: str, place: int, action: Action) -> None:
    key = f"mix_lasts_{place}"
    st.number_input(
        _("Months it runs"),
        min_value=1,
        max_value=120,
        step=1,
        placeholder=_("to the end"),
        key=session.bind(key, action.lasts),
        on_change=lambda: _change(letter, place, lasts=session.chosen(key)),
        label_visibility="collapsed",
    )


def _reach(letter: str, place: int, action: Action) -> None:
    key = f"mix_reach_{place}"
    st.slider(
        _("Reach"),
        min_value=0,
        max_value=100,
        format="%d %%",
        key=session.bind(key, round(action.reach)),
        on_change=lambda: _change(letter, place, reach=session.chosen(key)),
        label_visibility="collapsed",
    )


def _one_more(letter: str, scenario: Scenario) -> None:
    full = len(scenario.actions) >= MOST_ACTIONS
    with st.popover(
        _("Add a strategy"), key="mix_add", icon=":material/add:", type="tertiary", disabled=full
    ):
        for group, keys in picker.grouped().items():
            _group(letter, group, [key for key in keys if key != BASE.strategy])


def _group(letter: str, group: str, keys: list[str]) -> None:
    slot = f"mix_add_{group}"
    if keys:
        st.pills(
            _(picker.GROUPS[group]),
            keys,
            format_func=lambda key: _(BY_KEY[key].label),
            key=session.bind(slot, None),
            on_change=lambda: _add(letter, session.chosen(slot)),
            wrap=True,
        )


def _add(letter: str, strategy: str | None) -> None:
    if strategy in BY_KEY:
        _put(letter, mixes.added(simulated.scenarios()[letter], strategy))


def _change(letter: str, place: int, **choices: object) -> None:
    simulated.change_action(letter, place, **choices)


def _put(letter: str, scenario: Scenario) -> None:
    simulated.store(simulated.scenarios() | {letter: scenario})
