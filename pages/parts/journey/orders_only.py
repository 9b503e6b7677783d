"""What touchpoint events would add to journeys made of orders alone."""

import streamlit as st

from pages._session import _


def show() -> None:
    """One sentence and the way to the Data page."""
    st.info(
        _(
            "With touchpoint events (customer, time, touchpoint, perhaps a feeling) this page also"
            " shows the stages, how they feel and where customers are lost."
        ),
        icon=":material/route:",
    )
    st.page_link("data.py", label=_("Add touchpoint events"), icon=":material/upload_file:")
