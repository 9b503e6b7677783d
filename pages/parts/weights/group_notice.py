"""Whom the study's own weights do not reach, where groups have weights of their own."""

import numpy as np
import streamlit as st

from loyalty.weights import groups
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.weights import group_outcome


def show() -> None:
    """How many groups have own weights, how many customers these weights serve, and the way."""
    study = session.study()
    if study.group_by is None or not study.group_weights:
        return
    found = group_outcome.members()
    present = [found.values[code] for code in np.unique(found.codes) if code < len(found.values)]
    own = sum(value in study.group_weights for value in present)
    served = int((groups.codes(results.grouped(), study) == 0).sum())
    st.info(
        _(
            "{own} of {all} groups have weights of their own; the weights here apply to the other"
            " {count} customers."
        ).format(own=words.number(own), all=words.number(len(present)), count=words.number(served)),
        icon=":material/groups:",
    )
    st.button(
        _("Weights by group"),
        key="open_groups",
        icon=":material/arrow_forward:",
        on_click=session.open_section,
        args=("indicators", "groups"),
    )
