"""The list of customers: by segment, by id, with a file to take away."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import analysis, exports, labels, scoring, segmentation
from loyalty.outcome import customer_table
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words

SHOWN = 1000


def show() -> None:
    """Filters, the first rows, and the export of all that match."""
    st.subheader(_("Customers"))
    names = segmentation.segment_names(session.study())
    left, right = st.columns([3, 1])
    with left:
        st.pills(
            _("Segments"),
            names[:-1],
            format_func=lambda key: labels.segment(key, _),
            selection_mode="multi",
            key="list_segments",
            persist_state="session",
            wrap=True,
        )
    with right:
        st.text_input(
            _("Customer id"),
            key="list_id",
            max_chars=100,
            placeholder=_("contains"),
            persist_state="session",
        )
    rows = _matching(names)
    _table(rows)
    found, study = results.base(), session.study()  # a download is made where no session is
    st.download_button(
        _("Export these customers (CSV)"),
        data=lambda: exports.spreadsheet(customer_table(analysis.results(found, study)).iloc[rows]),
        file_name=session.file_name("customers", "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _matching(names: list[str]) -> np.ndarray:
    """Rows of the customers in the chosen segments whose id contains the text."""
    customers, found = results.base().customers, results.segment_codes()
    chosen = st.session_state.get("list_segments") or []
    text = st.session_state.get("list_id") or ""
    if not chosen and not text:
        return np.arange(len(customers))
    keep = np.ones(len(customers), dtype=bool)
    if chosen:
        keep &= np.isin(found, [names.index(key) for key in chosen])
    if text:
        ids = customers["customer_id"]
        keep &= ids.str.contains(text, case=False, regex=False).to_numpy(dtype=bool)
    return np.flatnonzero(keep)


def _top(rows: np.ndarray) -> np.ndarray:
    """The rows of the customers with the most spend, the highest first; of equals by id."""
    spend = -results.base().customers["spend"].fillna(0).to_numpy()[rows]
    if len(rows) > SHOWN:
        keep = np.flatnonzero(spend <= np.partition(spend, SHOWN - 1)[SHOWN - 1])
        rows, spend = rows[keep], spend[keep]
    return rows[np.argsort(spend, kind="stable")][:SHOWN]


def _table(rows: np.ndarray) -> None:
    if not len(rows):
        st.info(_("No customer matches. Choose other segments or another id."))
        return
    value, _share = results.index()
    codes, levels = results.segment_codes(), results.level_codes()
    top = _top(rows)
    names = segmentation.segment_names(session.study())
    level_names = scoring.level_names(session.study())
    shown = results.base().customers.iloc[top]
    frame = pd.DataFrame(
        {
            "customer_id": shown["customer_id"],
            "segment": [labels.segment(names[code], _) for code in codes[top]],
            "level": [labels.level(level_names[code], _) for code in levels[top]],
            "loyalty_index": value[top].round(1),
        }
        | {key: shown[key] for key in ("recency_days", "order_count", "spend")}
    )
    st.dataframe(
        frame,
        hide_index=True,
        column_config=_columns(),
        height=320,
        placeholder="–",
        alt=_("Customers"),
    )
    st.caption(
        _(
            "{shown} of {count} customers shown, those with the highest spend first; the export"
            " holds all of them."
        ).format(shown=words.number(len(top)), count=words.number(len(rows)))
    )


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "customer_id": config.TextColumn(_("Customer"), pinned=True),
        "segment": config.TextColumn(_("Segment")),
        "level": config.TextColumn(_("Level")),
        "loyalty_index": config.NumberColumn(_("Loyalty index"), format="%.1f"),
    } | {
        "recency_days": config.NumberColumn(_("Days since the last order"), format="localized"),
        "order_count": config.NumberColumn(_("Orders"), format="localized"),
        "spend": config.NumberColumn(words.in_currency(_("Spend")), format="localized"),
    }
