"""The first screen: what this is for, samples one click away, own file."""

import streamlit as st

from loyalty.samples import SAMPLES, Sample
from pages import _session as session
from pages._session import _
from pages.parts import imports


def show() -> None:
    """Question, promise, the ways in."""
    st.title(_("How loyal are your customers, and what would it bring to act?"))
    st.markdown(
        _(
            "Open a sample or bring a file of orders. Some minutes later you know who is loyal,"
            " which segments they fall into, what their journey looks like, and what a strategy"
            " would bring. Everything stays on this machine."
        )
    )
    samples()
    with st.container(border=True):
        st.markdown(_("**Your own file**"))
        st.markdown(
            _(
                "One row per order or order line is enough: customer, date and amount. Touchpoint"
                " events, survey answers and customer attributes make the picture richer."
            )
        )
        st.page_link("data.py", label=_("Bring your own file"), icon=":material/upload_file:")


def samples() -> None:
    """A card for each sample."""
    for column, sample in zip(st.columns(len(SAMPLES)), SAMPLES, strict=True):
        with column.container(border=True, height="stretch"):
            _card(sample)


def _card(sample: Sample) -> None:
    st.markdown(f"**{_(sample.label)}**")
    st.markdown(_(sample.about))
    st.caption(f"{sample.source} · {sample.licence}")
    clicked = st.button(
        _("Open this sample"), key=f"sample_{sample.key}", type="primary", width="stretch"
    )
    if clicked and imports.open_sample(sample):
        session.write_link()
        st.rerun()
