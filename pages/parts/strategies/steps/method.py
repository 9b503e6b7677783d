"""How the model works, on one page, with its limits and a reference for each formula."""

import streamlit as st

from loyalty.simulation.explained import LIMITS, STEPS
from pages._session import _
from pages.parts.safe import escape


def show() -> None:
    """Steps in words with their formula, then the limits."""
    st.subheader(_("How the model works"), anchor=False)
    for number, (title, words, formula, reference) in enumerate(STEPS, start=1):
        st.markdown(f"**{number}. {_(title)}**\n\n{_(words)}")
        st.caption(f"{escape(formula)} — {escape(reference)}")
    st.markdown(_("**What it cannot know**"))
    st.markdown("\n".join(f"- {_(limit)}" for limit in LIMITS))
