"""What an import of closing events would do: columns as they were taken, and the new entries."""

import pandas as pd
import streamlit as st

from loyalty.ingest import Inspection
from loyalty.journey.cases.signals import KINDS
from loyalty.journey.cases.states import STATUSES
from loyalty.rollup import CUSTOMER
from pages._session import _
from pages.parts import words
from pages.parts.column_table import examples
from pages.parts.journey.cases import results as cases_results

SHOWN = 100


def columns(seen: Inspection) -> None:
    """Each column of the file with what it was taken for and its first values."""
    names = _names()
    frame = pd.DataFrame(
        {
            "column": [match.column for match in seen.proposal],
            "field": [names.get(match.field, _("Leave out")) for match in seen.proposal],
            "values": [examples(seen, place) for place in range(len(seen.proposal))],
        }
    )
    config = st.column_config
    st.dataframe(
        frame,
        hide_index=True,
        height=min(36 * (len(frame) + 1) + 2, 254),
        column_config={
            "column": config.TextColumn(_("Column"), pinned=True),
            "field": config.TextColumn(_("Taken as")),
            "values": config.TextColumn(_("First values"), width="large"),
        },
        alt=_("Columns of the file with what they were taken for"),
    )


def _names() -> dict[str, str]:
    return {
        "case_id": _("Case"),
        "customer_id": _("Customer"),
        "time": _("Time"),
        "status": _("Status"),
        "owner": _("Owner"),
        "note": _("Remark"),
    }


def entries(rows: pd.DataFrame) -> None:
    """What would be noted, about which case of whom, and how far that case is now."""
    if rows.empty:
        return
    top = rows.head(SHOWN)
    st.dataframe(
        _frame(top),
        hide_index=True,
        height=min(36 * (len(top) + 1) + 2, 290),
        placeholder="–",
        column_config=_columns(),
        alt=_("What would be noted, with the cases concerned"),
    )
    if len(top) < len(rows):
        text = _("Shown: the first {shown} of {count} entries.")
        st.caption(text.format(shown=words.number(len(top)), count=words.number(len(rows))))


def _frame(top: pd.DataFrame) -> pd.DataFrame:
    cases = cases_results.everybodys().set_index("case")[[CUSTOMER, "kind", "opened"]]
    rows = top.join(cases, on="case")
    now = _now(top["case"])
    return pd.DataFrame(
        {
            CUSTOMER: rows[CUSTOMER],
            "kind": [_(KINDS[kind]) for kind in rows["kind"]],
            "opened": rows["opened"],
            "now": [_(STATUSES[status]) if status in STATUSES else None for status in now],
            "status": [_(STATUSES[status]) for status in rows["status"]],
            "at": rows["at"],
            "owner": rows["owner"],
            "note": rows["note"],
        }
    )


def _now(cases: pd.Series) -> pd.Series:
    """How far each case is; missing for those of customers whom the page does not show."""
    told = cases_results.states(cases_results.stamp())
    return cases.map(told.set_index("case")["status"])


def _columns() -> dict[str, object]:
    config, time = st.column_config, {"format": "YYYY-MM-DD HH:mm"}
    return {
        CUSTOMER: config.TextColumn(_("Customer"), pinned=True),
        "kind": config.TextColumn(_("Kind")),
        "opened": config.DatetimeColumn(_("Opened"), **time),
        "now": config.TextColumn(_("Status now")),
        "status": config.TextColumn(_("Status by the file")),
        "at": config.DatetimeColumn(_("Time"), **time),
        "owner": config.TextColumn(_("Owner")),
        "note": config.TextColumn(_("Remark")),
    }
