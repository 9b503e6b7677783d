"""The compared scenarios: which one is looked at closely, and one more or one fewer."""

import streamlit as st

from loyalty.strategies import CATALOGUE
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts.safe import escape
from pages.parts.strategies import answer

NAMED = 200  # letters of a name


def show() -> None:
    """Scenarios A to D and the months, and what can be done with the one looked at."""
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    with left:
        _choice()
    with right:
        answer.horizon()
    _buttons()


def narrow() -> None:
    """The same without the months, for a narrow place."""
    _choice()
    _buttons()


def _choice() -> None:
    names = simulated.names()
    st.pills(
        _("Scenario looked at"),
        list(names),
        format_func=lambda letter: escape(names[letter]),
        key=session.bind("scenario", simulated.current()),
        on_change=lambda: simulated.look_at(session.chosen("scenario")),
        required=True,
        wrap=True,
    )


def _buttons() -> None:
    with st.container(horizontal=True, gap="medium"):
        _each_button(len(simulated.scenarios()))


def _each_button(count: int) -> None:
    full = count >= len(simulated.LETTERS)
    told = _("At most four scenarios are compared: remove one first.") if full else None
    st.button(
        _("Add"),
        key="scenario_add",
        icon=":material/add:",
        on_click=_add,
        type="tertiary",
        disabled=full,
        help=told or _("One more scenario, with a strategy not compared yet"),
    )
    st.button(
        _("Duplicate"),
        key="scenario_duplicate",
        icon=":material/content_copy:",
        on_click=_duplicate,
        type="tertiary",
        disabled=full,
        help=told or _("A copy of the one looked at, to change one thing in it"),
    )
    st.button(
        _("Remove"),
        key="scenario_remove",
        icon=":material/delete:",
        on_click=_remove,
        type="tertiary",
        disabled=count < 2,
        help=_("Take the one looked at out of the comparison; Undo brings it back"),
    )


def _add() -> None:
    taken = {one.strategy for one in simulated.scenarios().values()}
    spare = [one.key for one in CATALOGUE[1:] if one.key not in taken]
    _put(Scenario(strategy=spare[0] if spare else CATALOGUE[1].key))


def _duplicate() -> None:
    one = simulated.scenarios()[simulated.current()]
    name = _("{name} (copy)").format(name=one.name)[:NAMED] if one.name else ""
    _put(one.model_copy(update={"name": name}))


def _put(one: Scenario) -> None:
    own = simulated.scenarios()
    if len(own) < len(simulated.LETTERS):
        letter = simulated.LETTERS[len(own)]
        simulated.store(own | {letter: one})
        simulated.look_at(letter)


def _remove() -> None:
    own, gone = simulated.scenarios(), simulated.current()
    if len(own) > 1:
        simulated.store({letter: one for letter, one in own.items() if letter != gone})
        simulated.look_at(simulated.LETTERS[0])
