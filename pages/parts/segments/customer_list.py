"""The list of customers: by segment, by id, each with its reason; a file to take away."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import analysis, exports, features, labels, scoring, segmentation
from loyalty.outcome import customer_table
from loyalty.segmentation.members import reason_texts, segment_list
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import history

SHOWN = 1000
NO_CHANGES = pd.DataFrame(
    {
        "customer_id": pd.Series(dtype="str"),
        "previous": pd.Series(dtype="category"),
        "changed_on": pd.Series(dtype="datetime64[s]"),
    }
)


def show() -> None:
    """Filters, the first rows, and the export of all that match."""
    st.subheader(_("Customers"))
    names = segmentation.segment_names(session.study())
    _filters(names)
    rows = _matching(names)
    why = st.toggle(_("Say why each is there"), key="list_why", persist_state="session")
    _table(rows, why)
    st.download_button(
        _("Export these customers (CSV)"),
        data=_file(rows),
        file_name=session.file_name("customers", "csv"),
        mime="text/csv",
        key="list_csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _filters(names: list[str]) -> None:
    left, right = st.columns([3, 1])
    left.pills(
        _("Segments"),
        names,
        format_func=lambda key: escape(labels.segment(key, _)),
        selection_mode="multi",
        key="list_segments",
        persist_state="session",
        wrap=True,
    )
    right.text_input(
        _("Customer id"),
        key="list_id",
        max_chars=100,
        placeholder=_("contains"),
        persist_state="session",
    )


def _file(rows: np.ndarray) -> Callable[[], bytes]:
    """The customers at these rows, made when asked for; where that happens no session is."""
    found, study, changes = results.base(), session.study(), _changes()
    translate, language = session.translation(), session.language()

    def build() -> bytes:
        table = analysis.results(found, study).iloc[rows]
        customers = features.frame(found.customers, study)
        reasons = reason_texts(customers, study, rows, translate, language)
        listed = segment_list(
            table, changes, reasons, study.as_of, lambda key: labels.segment(key, translate)
        )
        rest = customer_table(table).drop(columns=list(listed), errors="ignore")
        return exports.spreadsheet(pd.concat([listed, rest.reset_index(drop=True)], axis=1))

    return build


def _changes() -> pd.DataFrame:
    """Segment before and day of change, where the Movement section has replayed these rules."""
    replayed = history.known()
    return replayed.customers if replayed else NO_CHANGES


def _matching(names: list[str]) -> np.ndarray:
    """Rows of the customers in the chosen segments whose id contains the text."""
    customers, found = results.base().customers, results.segment_codes()
    chosen = [key for key in session.picked("list_segments") or [] if key in names]
    text = session.picked("list_id") or ""
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


def _table(rows: np.ndarray, why: bool) -> None:
    if not len(rows):
        st.info(_("No customer matches. Choose other segments or another id."))
        return
    top, changes = _top(rows), _changes()
    frame = _with_changes(_rows(top), changes)
    if why:
        reasons = reason_texts(results.frame(), session.study(), top, _, session.language())
        frame.insert(2, "reason", reasons)
    st.dataframe(
        frame,
        hide_index=True,
        column_config=_columns(),
        height=320,
        placeholder="–",
        alt=_("Customers"),
    )
    _caption(len(top), len(rows), len(changes) > 0)


def _with_changes(frame: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """The rows with the segment before and the day of the change, where they are known."""
    if changes.empty:
        return frame
    then = changes.set_index("customer_id").reindex(frame["customer_id"])
    names = {key: labels.segment(key, _) for key in then["previous"].cat.categories}
    before = then["previous"].astype(object).map(names)
    return frame.assign(previous=before.array, changed_on=then["changed_on"].array)


def _caption(shown: int, count: int, replayed: bool) -> None:
    st.caption(
        _(
            "{shown} of {count} customers shown, those with the highest spend first; the export"
            " holds all of them."
        ).format(shown=words.number(shown), count=words.number(count))
    )
    if not replayed:
        st.caption(_("Segment before and day of change are added once “Movement” was opened."))


def _rows(top: np.ndarray) -> pd.DataFrame:
    """What the table shows of the customers at these rows."""
    study = session.study()
    value, _share = results.index()
    codes, levels = results.segment_codes(), results.level_codes()
    names = [labels.segment(key, _) for key in segmentation.segment_names(study)]
    level_names = [labels.level(key, _) for key in scoring.level_names(study)]
    shown = results.base().customers.iloc[top]
    return pd.DataFrame(
        {
            "customer_id": shown["customer_id"],
            "segment": np.array(names, dtype=object)[codes[top]],
            "level": np.array(level_names, dtype=object)[levels[top]],
            "loyalty_index": value[top].round(1),
        }
        | {key: shown[key] for key in ("recency_days", "order_count", "spend")}
    )


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "customer_id": config.TextColumn(_("Customer"), pinned=True),
        "segment": config.TextColumn(_("Segment")),
        "reason": config.TextColumn(_("Why"), width="medium"),
        "previous": config.TextColumn(_("Segment before")),
        "changed_on": config.DateColumn(_("Changed by"), format="YYYY-MM-DD"),
        "level": config.TextColumn(_("Level")),
        "loyalty_index": config.NumberColumn(_("Loyalty index"), format="%.1f"),
    } | {
        "recency_days": config.NumberColumn(_("Days since the last order"), format="localized"),
        "order_count": config.NumberColumn(_("Orders"), format="localized"),
        "spend": config.NumberColumn(words.in_currency(_("Spend")), format="localized"),
    }
