"""The list of a segment's customers to take away: reasons, segment before, date of change."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loyalty import exports, labels, segmentation
from loyalty.segmentation.members import reason_texts, segment_list
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.segments import history


def show(position: int, shared: bool) -> None:
    """The list with what is needed to act; past segments are looked up on demand."""
    st.subheader(_("The list"))
    if shared:
        st.caption(
            _("A list of customers is not for sharing: switch “For sharing” off to take it.")
        )
        return
    slot = st.empty()
    replayed = history.known()
    if replayed is None:
        if not _asked(slot):
            return
        replayed = history.replayed()
        slot.empty()
    rows = np.flatnonzero(results.segment_codes() == position)
    st.download_button(
        _("Take the list of {count} customers (CSV)").format(count=words.number(len(rows))),
        data=_file(rows, replayed.customers),
        file_name=session.file_name("segment", "csv"),
        mime="text/csv",
        key="segment_csv",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(
        _(
            "One row per customer: id, segment, segment before, date of change (the first month-end"
            " that shows it), the reason with the customer's values, and {day}, the day it holds"
            " for."
        ).format(day=words.day(session.study().as_of))
    )


def _asked(slot: DeltaGenerator) -> bool:
    """Whether the user asks for the replay, which may take seconds."""
    return slot.button(
        _("Make the list"),
        key="make_list",
        icon=":material/list_alt:",
        help=_("Looks up the segment of every customer on past month-ends."),
    )


def _file(rows: np.ndarray, changes: pd.DataFrame) -> Callable[[], bytes]:
    """Made when it is asked for; where that happens no session is."""
    study, customers, codes = session.study(), results.frame(), results.segment_codes()
    translate, language = session.translation(), session.language()

    def build() -> bytes:
        names = pd.Index(segmentation.segment_names(study))
        members = pd.DataFrame(
            {
                "customer_id": customers["customer_id"].iloc[rows].array,
                "segment": pd.Categorical.from_codes(codes[rows], names),
            }
        )
        reasons = reason_texts(customers, study, rows, translate, language)
        return exports.spreadsheet(
            segment_list(
                members, changes, reasons, study.as_of, lambda key: labels.segment(key, translate)
            )
        )

    return build
