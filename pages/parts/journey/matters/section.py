"""Which touchpoint matters: for a goal of the journey, and for coming back."""

import streamlit as st

from pages._session import _
from pages.parts.journey import results
from pages.parts.journey.matters import experience, removal


def show() -> None:
    """Removal effects, then good against bad experience."""
    if not len(results.log().time):
        st.info(_("There are no events up to this day."))
        return
    removal.show()
    experience.show()
