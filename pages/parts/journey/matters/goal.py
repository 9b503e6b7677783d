"""What counts as a conversion: a stage, or one touchpoint."""

import numpy as np
import streamlit as st

from loyalty.journey import removal, stage_map
from loyalty.journey.removal import Goal
from pages import _session as session
from pages._session import _
from pages.parts.journey import results
from pages.parts.safe import escape

KIND, POINT = "goal", "goal_touchpoint"
STAGE, ONE = "stage.", "touchpoint"


def choose() -> Goal:
    """The control of the goal; what is chosen now."""
    stages = _stages()
    options = {f"{STAGE}{key}": stage_map.stage_label(key, _) for key in stages}
    options |= {ONE: _("One touchpoint …")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = _kind(options)
        if kind == ONE:
            return Goal("touchpoint", _touchpoint())
    return Goal("stage", kind.removeprefix(STAGE))


def _kind(options: dict[str, str]) -> str:
    if session.picked(KIND) not in options:
        linked = session.linked(KIND)
        session.bind(KIND, linked if linked in options else _default(options))
    return st.pills(
        _("Goal of the journey"),
        list(options),
        format_func=lambda key: escape(options[key]),
        required=True,
        key=KIND,
        on_change=lambda: session.link(KIND, session.chosen(KIND)),
        persist_state="session",
        wrap=True,
    )


def _default(options: dict[str, str]) -> str:
    goal = removal.default_goal(results.goal_log())
    return f"{STAGE}{goal.name}" if goal else next(iter(options))


def _touchpoint() -> str:
    """One of the touchpoints that have moments; named anew in each language."""
    names = _names()
    key = f"{POINT}_{session.language()}"
    linked = session.linked(POINT)
    return st.selectbox(
        _("Touchpoint"),
        names,
        format_func=lambda name: stage_map.shown(name, _),
        key=session.bind(key, linked if linked in names else _busiest()),
        on_change=lambda: session.link(POINT, session.chosen(key)),
        width=320,
    )


def _names() -> list[str]:
    log = results.goal_log()
    return [log.names[place] for place in np.unique(log.touchpoint)]


def _busiest() -> str:
    """The touchpoint with most moments, of the goal's stage where there is one."""
    log, goal = results.goal_log(), removal.default_goal(results.goal_log())
    inside = log.stage == log.stages.index(goal.name) if goal else np.ones(len(log.time), bool)
    return log.names[np.bincount(log.touchpoint[inside]).argmax()]


def _stages() -> list[str]:
    """The stages that have moments, in their order."""
    log = results.goal_log()
    keys = [log.stages[place] for place in np.unique(log.stage)]
    return [key for key in keys if key != stage_map.UNASSIGNED]
