"""The first section: the scheme, its thresholds, the sizes they give, who moves, the list."""

import streamlit as st

from pages import _session as session
from pages.parts.segments import (
    clusters,
    curve,
    customer_list,
    cuts,
    scheme,
    sizes,
    thresholds,
    who_moves,
)


def show() -> None:
    """The picture beside its controls, then what follows from them."""
    scheme.show()
    if thresholds.of_study(session.study()) or clusters.shown():
        picture, controls = st.columns([3, 2], gap="large")
        with picture:  # first, so that the browser draws it while the rest is computed
            sizes.show()
        with controls:
            thresholds.show()
            clusters.controls()
    else:
        sizes.show()
    curve.show()
    cuts.show()
    clusters.details()
    who_moves.show()
    sizes.meanings()
    customer_list.show()
