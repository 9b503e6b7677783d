"""The first screen: what this is for, samples one click away, own file."""

import streamlit as st

from pages._session import _


def show() -> None:
    """Question, promise, three ways in."""
    st.title(_("How loyal are your customers, and what would it bring to act?"))
