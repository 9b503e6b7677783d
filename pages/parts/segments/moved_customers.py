"""Each customer's segment, the one before and when it changed; to search and take away."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import exports, labels
from pages import _session as session
from pages._session import _
from pages.parts import filters, words
from pages.parts.safe import escape
from pages.parts.segments.history import Replayed

SHOWN = 1000
FROM, TO, ID = "moved_from", "moved_to", "moved_id"


def show(found: Replayed) -> None:
    """Filters, the latest changes, and the export of all that match."""
    st.subheader(_("Each customer: segment before, segment now, and when it changed"))
    ever = found.sizes.groupby("segment")["customers"].max() > 0
    names = [name for name in found.history.names if ever[name]]
    left, middle, right = st.columns([3, 3, 2])
    with left:
        filters.several(_("Segment before"), names, _name, FROM)
    with middle:
        filters.several(_("Segment now"), names, _name, TO)
    with right:
        filters.customer_id(ID)
    rows = np.flatnonzero(filters.kept(found.customers, {"previous": FROM, "segment": TO}, ID))
    _table(found.customers, rows)
    st.download_button(
        _("Export these customers (CSV)"),
        data=_file(found.customers, rows),
        file_name=session.file_name("movement", "csv"),
        mime="text/csv",
        key="movement_csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _name(segment: str) -> str:
    return escape(labels.segment(segment, _))


def _table(customers: pd.DataFrame, rows: np.ndarray) -> None:
    if not len(rows):
        st.info(_("No customer matches. Choose other segments or another id."))
        return
    top = customers.iloc[rows[:SHOWN]]
    shown = pd.DataFrame(
        {
            "customer_id": top["customer_id"],
            "previous": _named(top["previous"]),
            "segment": _named(top["segment"]),
            "changed_on": top["changed_on"],
        }
    )
    config = st.column_config
    st.dataframe(
        shown,
        hide_index=True,
        height=320,
        placeholder="–",
        column_config={
            "customer_id": config.TextColumn(_("Customer"), pinned=True),
            "previous": config.TextColumn(_("Segment before")),
            "segment": config.TextColumn(_("Segment now")),
            "changed_on": config.DateColumn(_("Changed by"), format="YYYY-MM-DD"),
        },
        alt=_("Customers with their segment now, before, and the date of the change"),
    )
    st.caption(
        _(
            "{shown} of {count} customers shown, the latest change first; the export holds all of"
            " them. A change is dated by the first month-end that shows it; who leaves a segment"
            " and comes back between two month-ends is not seen."
        ).format(shown=words.number(len(top)), count=words.number(len(rows)))
    )


def _named(column: pd.Series) -> pd.Series:
    return column.astype(object).map(lambda key: labels.segment(key, _), na_action="ignore")


def _file(customers: pd.DataFrame, rows: np.ndarray) -> Callable[[], bytes]:
    """A download is made where no session is."""
    names = {"previous": "previous_segment", "since": "in_segment_since"}
    return lambda: exports.spreadsheet(customers.iloc[rows].rename(columns=names))
