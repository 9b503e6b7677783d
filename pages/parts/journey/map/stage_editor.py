"""The list of stages: own names, another order, stages added and taken out."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from loyalty import journey
from loyalty.journey import stage_edits
from loyalty.journey.stage_map import stage_keys, stage_label
from loyalty.study import Study
from pages import _session as session
from pages._session import _
from pages.parts.journey import results

LETTERS = 60
ADDED = "stage_added"

Edit = Callable[[Study], dict[str, Any]]


def show() -> None:
    """One line per stage, and a further one; on demand."""
    more = st.expander(
        _("Stages of the journey"),
        key="stages_own",
        icon=":material/view_column:",
        on_change="rerun",
    )
    if not more.open:
        return
    keys = stage_keys(session.study())
    with more:
        for place, key in enumerate(keys):
            _line(place, key, len(keys))
        _further()
        st.caption(
            _(
                "Touchpoints go with a renamed stage; those of a stage that is taken out fall back"
                " to the proposed one. Orders are known by the names of touchpoints; where none"
                " speaks of one, by the stages Purchase and Repurchase under these names. Only"
                " Service and Advocacy under these names never count as losses."
            )
        )


def _line(place: int, key: str, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        field = session.bind(f"stage_name_{place}", stage_label(key, _))
        st.text_input(
            _("Stage {number}").format(number=place + 1),
            max_chars=LETTERS,
            key=field,
            on_change=lambda: _rename(key, session.chosen(field)),
            label_visibility="collapsed",
        )
        _button(place, "earlier", _("Earlier"), "arrow_upward", place == 0, _mover(key, -1))
        _button(place, "later", _("Later"), "arrow_downward", place == count - 1, _mover(key, 1))
        _button(
            place, "out", _("Take out"), "delete", count == 1,
            lambda study: stage_edits.remove(study, key),
        )  # fmt: skip


def _mover(key: str, steps: int) -> Edit:
    return lambda study: stage_edits.move(study, key, steps)


def _button(place: int, name: str, label: str, icon: str, disabled: bool, edit: Edit) -> None:
    st.button(
        f":material/{icon}:",
        help=label,
        key=f"stage_{name}_{place}",
        disabled=disabled,
        on_click=lambda: _apply(edit),
    )


def _further() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text_input(
            _("Another stage"),
            max_chars=LETTERS,
            placeholder=_("Name of another stage"),
            key=ADDED,
            on_change=_add,
            label_visibility="collapsed",
        )
        if session.study().journey.stages:
            st.button(
                _("Back to the default stages"),
                key="stages_default",
                icon=":material/restart_alt:",
                on_click=lambda: _apply(stage_edits.back_to_default),
            )


def _add() -> None:
    name = session.chosen(ADDED)
    session.bind(ADDED, "")
    if name.strip():
        _apply(lambda study: stage_edits.add(study, name, _))


def _rename(key: str, name: str) -> None:
    assigned = journey.assign(results.whole().names, session.study())
    _apply(lambda study: stage_edits.rename(study, assigned, key, name, _))


def _apply(edit: Edit) -> None:
    """An edit into the draft in one step; a refusal is said and changes nothing."""
    session.attempt(lambda: session.change(**edit(session.study())))
