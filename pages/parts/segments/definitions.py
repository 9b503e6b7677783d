"""Segment definitions kept beside the one in use: keep, load, forget."""

from typing import Any

import streamlit as st

from loyalty import segmentation
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study import Definition
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.segments import rule_edits, thresholds

MOST = 20
SAID = "definition_said"
LONGEST = 200
NAMELESS = mark("Give the definition a name.")
FULL = mark("{count} definitions are kept already: forget one first.")


def show() -> None:
    """The kept definitions, each with load and forget; a name to keep the one in use."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            _("Keep this definition as"),
            key="definition_name",
            max_chars=LONGEST,
            placeholder=_("a name"),
        )
        st.button(_("Keep"), key="definition_keep", icon=":material/bookmark_add:", on_click=_keep)
    st.caption(
        _(
            "Kept definitions are copies to load again or to compare with. Save makes the rules"
            " the one definition that edits and movements are measured against."
        )
    )
    kept = session.study().definitions
    if not kept:
        return
    _said(kept)
    names = [one.name for one in kept]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(_("Kept definitions"), names, key="definition_chosen")
        st.button(_("Load"), key="definition_load", icon=":material/upload:", on_click=_load)
        st.button(_("Forget"), key="definition_forget", icon=":material/delete:", on_click=_forget)


def _said(kept: tuple[Definition, ...]) -> None:
    """What keeping did, while the kept copy is still what the draft is."""
    name, replaced = session.picked(SAID) or ("", False)
    if not name or _now(name) not in kept:
        return
    text = (
        _("Kept as “{name}”, in place of the definition that had this name.")
        if replaced
        else _("Kept as “{name}”.")
    )
    st.success(text.format(name=escape(name)), icon=":material/bookmark_added:")


def _keep() -> None:
    name = session.chosen("definition_name").strip()
    before = {one.name for one in session.study().definitions}
    session.attempt(lambda: keep(name))
    session.bind(SAID, (name, name in before))


def keep(name: str) -> None:
    """Keep the definition in use under a name; one of the same name is replaced."""
    study, name = session.study(), name.strip()
    if not name:
        raise Refused(NAMELESS)
    others = [one for one in study.definitions if one.name != name]
    if len(others) == MOST:
        raise Refused(FULL, count=MOST)
    session.change(definitions=(*others, _now(name)))


def _now(name: str) -> Definition:
    """The definition in use under a name."""
    study = session.study()
    return Definition(
        name=name,
        scheme=study.scheme,
        segments=study.segments,
        thresholds=segmentation.thresholds(study),
        cuts=study.cuts,
        clusters=study.clusters,
    )


def _chosen() -> Definition | None:
    wanted = session.picked("definition_chosen")
    return next((one for one in session.study().definitions if one.name == wanted), None)


def _load() -> None:
    """Put a kept definition into the draft, as one step."""
    one = _chosen()
    if one is None:
        return
    session.change(**fields(one))
    rule_edits.select(None)


def fields(one: Definition) -> dict[str, Any]:
    """What a kept definition changes in the draft."""
    study = session.study()
    brought = dict(one.thresholds)
    active = brought.pop(thresholds.ACTIVE, study.active_days)
    return {
        "scheme": one.scheme,
        "segments": one.segments,
        "thresholds": study.thresholds | brought,
        "active_days": max(1, round(active)),
        "cuts": one.cuts,
        "clusters": one.clusters,
    }


def _forget() -> None:
    wanted = _chosen()
    session.change(definitions=[one for one in session.study().definitions if one != wanted])
