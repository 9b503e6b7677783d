"""Who would change level by a kept set of weights, against those in use."""

import streamlit as st

from loyalty.study import Study
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.weights import level_moves, moved_list


def show(names: list[str], variants: list[Study]) -> None:
    """Choose a kept set; the sentence and the list with reasons."""
    st.markdown(_("**Who would change level**"))
    place = _choose(names)
    study = session.study()
    found = level_moves.against(study, variants[place])
    st.markdown(
        _("By {name}: {count} of {total} customers would change level.").format(
            name=escape(names[place]),
            count=words.number(len(found.rows)),
            total=words.number(len(found.after)),
        )
    )
    if len(found.rows):
        st.markdown(level_moves.sentence(found.up))
        moved_list.show(study, variants[place], found, "kept")


def _choose(names: list[str]) -> int:
    if len(names) == 1:
        return 0
    key = f"kept_shown_{len(names)}"
    return st.segmented_control(
        _("Weights"),
        list(range(len(names))),
        format_func=lambda place: escape(names[place]),
        key=key,
        default=0,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )
