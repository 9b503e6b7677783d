"""Journeys: where customers come from, how it feels, where they are lost."""

import streamlit as st

from pages import _session as session
from pages._session import _
from pages.parts import (
    empty,
    journey_picture,
    journey_results,
    next_steps,
    repeat_purchases,
    stage_table,
)

if not (session.study() and session.dataset()):
    empty.show(_("What does the customers' journey look like?"))
    st.stop()

if journey_results.has("events"):
    journey_picture.answer()
    journey_picture.show()
    stage_table.show()
    next_steps.show()
    if journey_results.has("orders"):
        repeat_purchases.section()
elif journey_results.has("orders"):
    repeat_purchases.answer()
    repeat_purchases.show()
    st.info(
        _(
            "With touchpoint events (customer, time, touchpoint, perhaps a feeling) this page also"
            " shows the stages, how they feel and where customers are lost."
        ),
        icon=":material/route:",
    )
    st.page_link("data.py", label=_("Add touchpoint events"), icon=":material/upload_file:")
else:
    empty.show(_("What does the customers' journey look like?"))
