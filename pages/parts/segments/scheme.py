"""Which scheme divides the customers: chosen from the shelf, with what each asks."""

import streamlit as st

from loyalty import labels, segmentation
from loyalty.language import listed, mark
from loyalty.problems import Refused
from loyalty.segments import SCHEMES
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.segments import clusters

IMPOSSIBLE = mark("“{scheme}” cannot be used with these data: there is no value of {columns}.")


def show() -> None:
    """The schemes, what the chosen one asks and where it comes from, what the data lack."""
    clusters.form_wanted()
    chosen = session.study().scheme
    st.pills(
        _("Scheme"),
        list(SCHEMES),
        format_func=label,
        key=session.bind("scheme", chosen),
        on_change=_choose,
        required=True,
        wrap=True,
    )
    st.markdown(_(SCHEMES[chosen].meaning))
    st.caption(_(SCHEMES[chosen].source))
    _impossible()


def label(key: str) -> str:
    """The name of a scheme."""
    return _(SCHEMES[key].label)


def _lacking() -> dict[str, list[str]]:
    """Columns without any value, for the schemes that need them."""
    customers = results.base().customers

    def build() -> dict[str, list[str]]:
        return {key: segmentation.lacking(key, customers) for key in SCHEMES}

    return session.cached("lacking", build, session.study().as_of)


def _lacks(key: str) -> str:
    return listed((labels.column(name, _) for name in _lacking()[key]), _)


def _impossible() -> None:
    shut = [key for key, columns in _lacking().items() if columns]
    if not shut:
        return
    parts = [
        _("{scheme}: no value of {columns}").format(scheme=label(key), columns=escape(_lacks(key)))
        for key in shut
    ]
    st.caption(_("Not possible with these data: {schemes}.").format(schemes="; ".join(parts)))


def _choose() -> None:
    key = session.chosen("scheme")
    if key not in SCHEMES:
        return
    if _lacking()[key]:
        session.say(Refused(IMPOSSIBLE, scheme=label(key), columns=_lacks(key)))
    elif key == clusters.KEY:
        clusters.want()
    else:
        session.attempt(lambda: take(key))


def take(key: str, anew: bool = False) -> None:
    """Put a scheme into the draft as one step, with what it learns; its cuts `anew` if told."""
    found, study = results.base(), session.study()
    if anew:
        study = study.model_copy(update={"cuts": {}})
    session.change(**segmentation.choose(key, found.customers, found.gaps, study))
