"""What can be done with one scenario: its name, its letter, a copy, and out with it."""

import streamlit as st

from loyalty.simulation.scenario_file import MOST
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts.safe import escape
from pages.parts.strategies.scenarios import kept


def show() -> None:
    """The scenario to be changed, and beside it the changes."""
    own, place = kept.everyone(), kept.picked()
    st.pills(
        _("Scenario to change"),
        list(range(len(own))),
        format_func=lambda one: f"{kept.mark_of(one)} · {escape(kept.name(own[one]))}",
        key=session.bind("kept", place),
        on_change=lambda: kept.pick(session.chosen("kept")),
        required=True,
        wrap=True,
    )
    left, middle, right = st.columns([4, 3, 4], vertical_alignment="bottom")
    with left:
        _name(place)
    with middle:
        _letter(place, len(own))
    with right.container(horizontal=True, gap="small"):
        _buttons(place, len(own))


def _name(place: int) -> None:
    one = kept.everyone()[place]
    st.text_input(
        _("Name"),
        max_chars=kept.LONGEST,
        placeholder=kept.strategies(one),
        key=session.bind("kept_name", one.name),
        on_change=lambda: kept.rename(place, session.chosen("kept_name")),
    )


def _letter(place: int, count: int) -> None:
    letters = list(simulated.LETTERS[:count])
    st.segmented_control(
        _("Compared as"),
        letters,
        key=session.bind("kept_letter", letters[place] if place < len(letters) else None),
        on_change=lambda: kept.compare(place, session.chosen("kept_letter")),
        required=place < len(letters),
        help=_(
            "The section Compare shows the scenarios with a letter. The one that has the letter now"
            " changes places with this one."
        ),
    )


def _buttons(place: int, count: int) -> None:
    st.button(
        _("Duplicate"),
        key="kept_duplicate",
        icon=":material/content_copy:",
        on_click=kept.duplicate,
        args=(place,),
        disabled=count >= MOST,
        help=_("A copy at the end of the table, to change one thing in it"),
    )
    st.button(
        _("Delete"),
        key="kept_delete",
        icon=":material/delete:",
        on_click=kept.delete,
        args=(place,),
        disabled=count < 2,
        help=_("Take it out of the study; Undo brings it back"),
    )
