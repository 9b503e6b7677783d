"""Indicators that weigh something and tell nobody apart, and the button that stops them."""

import numpy as np
import streamlit as st

from loyalty import labels, weights
from loyalty.language import listed
from loyalty.scoring import Scores
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.weights import by_hand


def show() -> None:
    """The names of the weighed indicators on which everybody scores the same."""
    study = session.study()
    same = session.cached(
        "constant_indicators", lambda: constant(results.scores()), study.as_of, study.scale
    )
    weighed = [key for key in weights.base(study) if key in same]
    if not weighed:
        return
    st.warning(
        _(
            "Everybody scores the same, so these weights do not tell customers apart: {names}. Set"
            " them to 0."
        ).format(names=listed((labels.indicator(key, _) for key in weighed), _)),
        icon=":material/warning:",
    )
    st.button(
        _("Set these weights to 0"),
        key="zero_constant",
        icon=":material/exposure_zero:",
        on_click=_leave_out,
        args=(weighed,),
    )


def constant(scored: Scores) -> list[str]:
    """Keys on which at least two customers have a score and all of these are equal."""
    found = []
    for row, key in enumerate(scored.keys):
        values = scored.values[row]
        if row in scored.missing:
            values = values[scored.missing[row] == 0]
        if len(values) > 1 and np.ptp(values) == 0:
            found.append(key)
    return found


def _leave_out(keys: list[str]) -> None:
    before = session.study().indicator_weights
    by_hand.change(indicator_weights=before | dict.fromkeys(keys, 0.0), preset="own")
