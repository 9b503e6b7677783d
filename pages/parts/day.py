"""The day the results describe, and how long a silence still counts as active."""

import datetime

import streamlit as st

from loyalty import rollup
from pages import _session as session
from pages._session import _


def show() -> None:
    """Two inputs; a change goes into the draft at once."""
    study = session.study()
    last = session.cached("last_day", lambda: rollup.last_day(session.tables())) or study.as_of
    first = session.cached("first_day", lambda: rollup.first_day(session.tables())) or study.as_of
    left, right, _rest = st.columns([1, 1, 2])
    left.date_input(
        _("Results as of"),
        min_value=min(first, study.as_of),
        max_value=max(last + datetime.timedelta(days=1), study.as_of),
        key=session.bind("as_of", study.as_of),
        on_change=_set_day,
        help=_("Later rows are ignored. The default is the day after the last record."),
    )
    right.number_input(
        _("Active within (days)"),
        min_value=1,
        max_value=3650,
        key=session.bind("active_days", study.active_days),
        on_change=lambda: session.change(active_days=session.chosen("active_days")),
        help=_("Default: nine of ten repeat orders come within so many days."),
    )


def _set_day() -> None:
    chosen = session.chosen("as_of")
    if isinstance(chosen, datetime.date):
        session.change(as_of=chosen)
