"""A further target: at which touchpoint, of what; it starts at today's value."""

import pandas as pd
import streamlit as st

from loyalty.journey.measures import touchpoint_rows
from loyalty.journey.stage_map import shown
from loyalty.study.journey import Target
from pages import _session as session
from pages._session import _
from pages.parts.journey import results

MOST = 100


def show() -> None:
    """Touchpoint, kind, and a button that adds it."""
    rows = touchpoint_rows(results.table()).set_index("touchpoint")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(
            _("Touchpoint"),
            list(rows.index),
            format_func=lambda one: shown(one, _),
            key=f"to_be_touchpoint_{session.language()}",
            persist_state="session",
            width=260,
        )
        kind = st.segmented_control(
            _("Target for"),
            ["feeling", "conversion"],
            format_func={"feeling": _("feeling"), "conversion": _("going on")}.get,
            key="to_be_kind",
            default="feeling" if rows["scored"].any() else "conversion",
            required=True,
            persist_state="session",
        )
        today = _today(rows, name, kind)
        said = _why_not(kind, today)
        st.button(
            _("Add a target"),
            key="to_be_add",
            icon=":material/add:",
            disabled=bool(said),
            help=said or None,
            on_click=_add,
            args=(name, kind, today),
        )
        if session.study().journey.targets:
            st.button(
                _("Back to today"),
                key="to_be_reset",
                icon=":material/restart_alt:",
                type="tertiary",
                on_click=store,
                args=((),),
            )
    if said:
        st.caption(said)


def store(targets: tuple[Target, ...]) -> None:
    """Write the targets into the draft."""
    journey = session.study().journey
    session.change(journey=journey.model_copy(update={"targets": targets}))


def _today(rows: pd.DataFrame, name: str, kind: str) -> float:
    return float(rows.loc[name, kind])


def _why_not(kind: str, today: float) -> str:
    if len(session.study().journey.targets) >= MOST:
        return _("There can be at most {most} targets.").format(most=MOST)
    if today == today:
        return ""
    if kind == "feeling":
        return _("No moment at this touchpoint has a feeling.")
    return _("No stage follows that of this touchpoint.")


def _add(name: str, kind: str, today: float) -> None:
    targets = session.study().journey.targets
    if any((one.touchpoint, one.kind) == (name, kind) for one in targets):
        st.toast(_("This target is there already."))
        return
    store((*targets, Target(touchpoint=name, kind=kind, value=today)))
