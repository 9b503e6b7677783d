"""One customer, found by part of the id; the pages that look at one share the choice."""

import streamlit as st

from pages import _results as results
from pages import _session as session
from pages._session import _

FOUND = 50


def choose() -> int:
    """The row of the customer that was found, else of the one with the most spend."""
    ids = results.base().customers["customer_id"]
    text = st.text_input(
        _("Customer id"),
        placeholder=_("Type part of an id"),
        key="why_id",
        max_chars=100,
        persist_state="session",
    )
    hits = ids[ids.str.contains(text, case=False, regex=False)][:FOUND] if text else ids[:0]
    if text and hits.empty:
        st.info(_("No customer id contains this text."))
    if hits.empty:
        st.caption(_("Without a search, the customer with the most spend is shown."))
        return _biggest()
    chosen = st.selectbox(_("Found"), hits.tolist(), key="why_hit", persist_state="session")
    return int(hits.index[hits == chosen][0]) if chosen in set(hits) else int(hits.index[0])


def _biggest() -> int:
    spend = results.base().customers["spend"]
    day = session.study().as_of
    return session.cached("biggest", lambda: int(spend.fillna(0).to_numpy().argmax()), day)
