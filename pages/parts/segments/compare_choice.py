"""What the present definition is compared with: the saved, a kept one, a scheme of the shelf."""

from typing import Any

import streamlit as st

from loyalty import segmentation
from loyalty.segments import SCHEMES
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.segments import definitions, rule_edits

CHOSEN = "compare_with"
SAVED, SHELF, KEPT = "saved", "scheme.", "kept."
DEFINITION = ("scheme", "segments", "thresholds", "active_days", "cuts", "clusters")


def choose() -> str:
    """The key of the other definition."""
    options = names()
    if session.picked(CHOSEN) not in options:
        linked = session.linked(CHOSEN)
        session.bind(CHOSEN, linked if linked in options else _first(list(options)))
    return st.pills(
        _("Compare the present definition with"),
        list(options),
        format_func=lambda key: escape(options[key]),
        required=True,
        key=CHOSEN,
        on_change=lambda: session.link(CHOSEN, session.chosen(CHOSEN)),
        persist_state="session",
        wrap=True,
    )


def names() -> dict[str, str]:
    """Key -> name of every definition there is to compare with."""
    saved = {SAVED: _("The saved definition")} if results.saved() else {}
    kept = {f"{KEPT}{one.name}": one.name for one in session.study().definitions}
    return saved | kept | {f"{SHELF}{key}": _(SCHEMES[key].label) for key in _possible()}


def _possible() -> list[str]:
    """Schemes of the shelf for which these data have the columns."""
    customers = results.base().customers
    return session.cached(
        "possible_schemes",
        lambda: [
            key for key in SCHEMES if key != "own" and not segmentation.lacking(key, customers)
        ],
        session.study().as_of,
    )


def _first(options: list[str]) -> str:
    """The saved definition where the draft is another one, else the next scheme of the shelf."""
    study, saved = session.study(), results.saved()
    if saved and any(getattr(saved, part) != getattr(study, part) for part in DEFINITION):
        return SAVED
    others = [key for key in options if key not in (SAVED, f"{SHELF}{study.scheme}")]
    return (others or options)[0]


def other(key: str) -> Study | None:
    """The draft with the other definition in it; None, with a notice, where it cannot be had."""
    study = session.study()
    if key == SAVED:
        saved = results.saved()
        return study.change(**{part: getattr(saved, part) for part in DEFINITION})
    if key.startswith(SHELF):
        found = session.attempt(lambda: _learned(key.removeprefix(SHELF)))
    else:
        wanted = key.removeprefix(KEPT)
        found = definitions.fields(next(one for one in study.definitions if one.name == wanted))
    return None if found is None else study.change(**found)


def _learned(scheme: str) -> dict[str, Any]:
    """The fields of a scheme, learned on these customers; nothing is stored."""
    found, study = results.base(), session.study()
    bare = study.model_copy(update={"thresholds": {}, "cuts": {}, "clusters": None})
    fields = session.cached(
        "learned_scheme",
        lambda: segmentation.choose(scheme, found.customers, found.gaps, bare),
        *(scheme, study.as_of, study.active_days, study.scale, study.seed),
    )
    return fields | {"thresholds": study.thresholds | fields["thresholds"]}


def use(key: str) -> None:
    """Callback: put the other definition into the draft, as one step."""
    found = other(key)
    if found:
        session.change(**{part: getattr(found, part) for part in DEFINITION})
        rule_edits.select(None)
