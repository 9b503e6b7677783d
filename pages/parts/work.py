"""The open work in the sidebar: its name, undo, redo, save, and its history."""

from collections.abc import Callable, Sequence

import streamlit as st

from loyalty import labels
from loyalty.language import listed, mark
from loyalty.segments import THRESHOLDS
from loyalty.store import Revision
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

SHOWN = 20

FIELDS = {
    "dataset": mark("Data"),
    "as_of": mark("Day of the results"),
    "active_days": mark("Active days"),
    "sales_weight": mark("Weight of sales against loyalty"),
    "claims": mark("Use of the numbers of source documents"),
    "indicators": mark("Indicators"),
    "family_weights": mark("Family weights"),
    "indicator_weights": mark("Indicator weights"),
    "preset": mark("Weight preset"),
    "weighting": mark("Way of weighting"),
    "aggregation": mark("From scores to index"),
    "group_by": mark("Weights differ by"),
    "group_weights": mark("Weights by group"),
    "weightings": mark("Kept weightings"),
    "scale": mark("Scale"),
    "levels": mark("Levels"),
    "thresholds": mark("Thresholds"),
    "segments": mark("Segments"),
    "scheme": mark("Segment scheme"),
    "cuts": mark("Cuts of ratings"),
    "clusters": mark("Clusters"),
    "minimum_size": mark("Smallest size"),
    "definitions": mark("Kept definitions"),
    "stages": mark("Journey stages"),
    "journey": mark("Journeys: reading, cards, targets"),
    "scenarios": mark("Scenarios"),
    "general": mark("Assumptions"),
    "months": mark("Months"),
    "draws": mark("Draws"),
    "seed": mark("Seed"),
}


def show() -> None:
    """Name and buttons of the open workspace; nothing when none is open."""
    found, seen = session.workspace(), session.state()
    if not found or not seen:
        return
    st.markdown(f"**{escape(found.name)}**")
    data = session.dataset()
    if data and data.meta.get("synthetic"):
        st.badge(_("Synthetic data"), icon=":material/science:", color="orange")
    st.caption(_("Changed since the last save") if seen.dirty else _("Saved"))
    left, middle, right = st.columns(3, gap="xsmall")
    with left:
        tells = _("Undo: {what}").format(what=named(seen.undoes))
        _button("undo", _("Undo"), _undo, seen.can_undo, tells)
    with middle:
        tells = _("Redo: {what}").format(what=named(seen.redoes))
        _button("redo", _("Redo"), _redo, seen.can_redo, tells)
    with right:
        _button("save", _("Save"), session.save, seen.dirty and seen.draft is not None)
    history = st.popover(
        _("History"), icon=":material/history:", key="history", on_change="rerun", width="stretch"
    )
    if history.open:
        with history:
            _history(found.revisions()[:SHOWN])


def _undo() -> None:
    """Take the step back and say which: what it changed need not be on the page that is open."""
    before = session.state()
    session.undo()
    after = session.state()
    if before and after and before.can_undo and after.redoes == before.undoes:
        st.toast(_("Undone: {what}").format(what=named(before.undoes)))


def _redo() -> None:
    before = session.state()
    session.redo()
    after = session.state()
    if before and after and before.can_redo and after.undoes == before.redoes:
        st.toast(_("Done again: {what}").format(what=named(before.redoes)))


def _button(
    key: str, label: str, action: Callable[[], None], usable: bool, tells: str = ""
) -> None:
    st.button(
        label,
        key=f"work_{key}",
        help=tells if usable and tells else None,
        on_click=action,
        disabled=not usable,
        type="primary" if key == "save" and usable else "secondary",
        width="stretch",
    )


def _history(steps: list[Revision]) -> None:
    if not steps:
        st.caption(_("Nothing has been changed yet."))
    for step in steps:
        place = " ←" if step.current else ""
        st.text(f"{words.moment(step.time)}  {what(step)}{place}")


def what(step: Revision) -> str:
    """What a step changed, as people say it."""
    return named(step.fields)


def named(fields: Sequence[str]) -> str:
    """Fields of the study, each once, as people say them."""
    names = dict.fromkeys(field.split(".")[0] for field in fields)
    return listed((_(FIELDS[name]) for name in names if name in FIELDS), _)


def setting(field: str) -> str:
    """A field of the study, such as ``thresholds.recent_days``, as people say it."""
    name, _dot, entry = field.partition(".")
    if entry in THRESHOLDS:
        entry = _(THRESHOLDS[entry].label)
    elif name.endswith("_weights"):
        entry = labels.family(labels.indicator(entry, _), _)
    label = _(FIELDS[name])
    return _("{name}: {value}").format(name=label, value=entry) if entry else label
