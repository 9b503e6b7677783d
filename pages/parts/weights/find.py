"""Find weights: from the scores, from a later outcome, or from two methods joined."""

import streamlit as st

from loyalty import weights
from loyalty.problems import LoyaltyError
from loyalty.study import Weighting
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.weights import (
    find_combined,
    find_details,
    fitted_quality,
    found_weights,
    principal_parts,
    proposal,
)
from pages.parts.weights.find_methods import METHODS


def show() -> None:
    """The choice of a method, what it finds beside the weights in use, and what that changes."""
    method = _method()
    picture, controls = st.columns([4, 3], gap="medium")
    with controls:
        st.markdown(_(METHODS[method].does))
        how = _how(method)
    with picture:
        found = _found(how)
        if found:
            _propose(how, found, controls)
        if method == "principal":
            principal_parts.show()
    with controls:
        _about(method)
    if found:
        find_details.show(how, found)


def _method() -> str:
    return st.segmented_control(
        _("Method"),
        list(METHODS),
        format_func=lambda key: _(METHODS[key].label),
        key="find_method",
        default="entropy",
        required=True,
        persist_state="session",
    )


def _how(method: str) -> Weighting:
    """The method with the choices it needs, made beside the picture."""
    if method == "combine":
        return find_combined.choose()
    chosen = {"method": method}
    if method == "fitted":
        chosen["days"] = fitted_quality.choose_days()
    return session.study().weighting.model_copy(update=chosen)


def _found(how: Weighting) -> found_weights.Flat:
    """The weights found; none where the method refuses, which is said."""
    try:
        with st.spinner(_waiting(how), show_time=True):
            return found_weights.found(how)
    except LoyaltyError as error:
        st.info(escape(error.sentence(_)), icon=":material/info:")
        return {}


def _waiting(how: Weighting) -> str:
    if found_weights.uses(how, "fitted"):
        return _("Indicators of the earlier day, then the orders after it …")
    return _("Weights of these customers …")


def _propose(how: Weighting, found: found_weights.Flat, controls: object) -> None:
    """The answer and the picture; beside it levels before -> after and the button."""
    fields = {**weights.from_flat(found), "preset": "own"}
    seen = proposal.effect(how, fields)
    st.subheader(proposal.sentence(seen))
    proposal.beside(found, "weights_found")
    with controls:
        advised = _advised(how)
        proposal.levels(seen)
        proposal.use(_("Use these weights"), how, fields, advised)


def _advised(how: Weighting) -> bool:
    """Whether nothing speaks against these weights; what does is said."""
    find_details.notes(how)
    if found_weights.uses(how, "direct") and not found_weights.is_joined(how):
        st.caption(_("The weights in use are one part: using the result twice joins them twice."))
    return fitted_quality.verdict(how.days) if found_weights.uses(how, "fitted") else True


def _about(method: str) -> None:
    about = METHODS[method]
    st.caption(_("**Needs:** {text}").format(text=_(about.needs)))
    st.caption(_("**Caution:** {text}").format(text=_(about.caveat)))
    st.caption(_("**Source:** {text}").format(text=_(about.source)))
