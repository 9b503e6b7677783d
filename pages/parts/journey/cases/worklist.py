"""The cases to work on: filtered, those not yet solved first, with a file to take away."""

import zlib
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from loyalty import exports, journey
from loyalty.journey.cases.signals import KINDS
from loyalty.journey.cases.states import DONE, STATUSES
from loyalty.journey.stage_map import stage_label
from loyalty.journey.units import duration
from loyalty.rollup import CUSTOMER
from pages import _session as session
from pages._session import _
from pages.parts import filters, words
from pages.parts.journey.cases import edit

SHOWN = 1000
STATUS, KIND, OVERDUE, ID = "case_statuses", "case_kinds", "case_overdue", "case_customer"
ON = "on"
TAKEN = [
    "case", CUSTOMER, "opened", "due", "kind", "touchpoint", "stage", "score", "comment",
    "signals", "status", "owner", "note", "solved", "hours", "overdue",
]  # fmt: skip


def show(at: int, told: pd.DataFrame) -> None:
    """Filters, the list in which rows can be chosen, what to do with them, and the export."""
    st.subheader(_("Cases"))
    _filters()
    rows = _matching(told)
    if rows.empty:
        st.info(_("No case matches. Choose other statuses or kinds, or another id."))
        return
    top = rows.head(SHOWN)
    chosen = _table(at, top)
    st.caption(_about(len(top), len(rows)))
    edit.show(at, top.iloc[chosen].reset_index(drop=True))
    st.download_button(
        _("Export these cases (CSV)"),
        data=_file(rows),
        file_name=session.file_name("cases", "csv"),
        mime="text/csv",
        key="cases_csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _filters() -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        filters.several(_("Status"), list(STATUSES), _status, STATUS, in_link=True)
        filters.several(_("Kind"), list(KINDS), _kind, KIND, in_link=True)
    with right:
        filters.customer_id(ID)
        _overdue()


def _status(status: str) -> str:
    return _(STATUSES[status])


def _kind(kind: str) -> str:
    return _(KINDS[kind])


def _overdue() -> None:
    if session.picked(OVERDUE) is None:
        session.bind(OVERDUE, session.linked(OVERDUE) == ON)
    st.toggle(
        _("Overdue only"),
        key=OVERDUE,
        on_change=lambda: session.link(OVERDUE, ON if session.chosen(OVERDUE) else ""),
        persist_state="session",
    )


def _matching(told: pd.DataFrame) -> pd.DataFrame:
    """The cases of the chosen statuses and kinds whose customer's id contains the text."""
    keep = filters.kept(told, {"status": STATUS, "kind": KIND}, ID)
    if session.picked(OVERDUE):
        keep &= told["overdue"].to_numpy()
    return told[keep].reset_index(drop=True)


def _table(at: int, top: pd.DataFrame) -> Sequence[int]:
    """The list; the places of the chosen rows. What is listed is in the key: no choice outlives
    it."""
    listed = zlib.crc32("".join(top["case"]).encode())
    event = st.dataframe(
        _frame(top),
        key=f"case_list_{listed}_{at}",
        hide_index=True,
        height=390,
        placeholder="–",
        column_config=_columns(),
        on_select="rerun",
        selection_mode="multi-row",
        alt=_("Feedback cases with status, due time, kind, customer, touchpoint and comment"),
    )
    return [place for place in event.selection.rows if place < len(top)]


def _frame(top: pd.DataFrame) -> pd.DataFrame:
    stages = top["stage"].map(lambda key: stage_label(key, _), na_action="ignore")
    touchpoints = top["touchpoint"].map(lambda name: journey.shown(name, _), na_action="ignore")
    left = top["left"].where(~top["status"].isin(DONE))
    return pd.DataFrame(
        {
            "status": [_(STATUSES[status]) for status in top["status"]],
            "left": [_left(hours) for hours in left],
            "kind": [_(KINDS[kind]) for kind in top["kind"]],
            CUSTOMER: top[CUSTOMER],
            "touchpoint": touchpoints,
            "score": top["score"],
            "comment": top["comment"],
            "owner": top["owner"].replace("", None),
            "note": top["note"].replace("", None),
            "opened": top["opened"],
            "due": top["due"],
            "solved": top["solved"],
            "hours": top["hours"].round(0),
            "stage": stages,
            "signals": top["signals"],
            "case": top["case"],
        }
    )


def _left(hours: float) -> str | None:
    """How long until a case is due, or since; None once it is solved."""
    if hours != hours:
        return None
    text = _("{duration} overdue") if hours < 0 else _("due in {duration}")
    return text.format(duration=duration(abs(hours), _))


def _columns() -> dict[str, object]:
    config = st.column_config
    whole, time = {"format": "localized"}, {"format": "YYYY-MM-DD HH:mm"}
    late = _("Counted from the end of the day of the study. Sort by “Due”, further right.")
    return {
        "status": config.TextColumn(_("Status"), width=105),
        "left": config.TextColumn(_("Time left"), help=late, width=165),
        "kind": config.TextColumn(_("Kind")),
        CUSTOMER: config.TextColumn(_("Customer"), width=90),
        "touchpoint": config.TextColumn(_("Touchpoint"), width=130),
        "score": config.NumberColumn(_("Score"), format="%.2f", width=70),
        "comment": config.TextColumn(_("Comment"), width="large"),
        "owner": config.TextColumn(_("Owner"), width="small"),
        "note": config.TextColumn(_("Remark")),
        "opened": config.DatetimeColumn(_("Opened"), **time),
        "due": config.DatetimeColumn(_("Due"), **time),
        "solved": config.DatetimeColumn(_("Solved"), **time),
        "hours": config.NumberColumn(_("Solved after (h)"), width="small", **whole),
        "stage": config.TextColumn(_("Stage")),
        "signals": config.NumberColumn(_("Signals"), width="small", **whole),
        "case": config.TextColumn(_("Case")),
    }


def _about(shown: int, count: int) -> str:
    return _(
        "{shown} of {count} cases listed, those not yet solved first, the longest overdue at the"
        " top; the export holds all {count}. Tick rows in the first column to work on them. Undo"
        " does not touch what is noted here: to take a closing back, set the status back; a whole"
        " import is taken back where it was brought."
    ).format(shown=words.number(shown), count=words.number(count))


def _file(rows: pd.DataFrame) -> Callable[[], bytes]:
    """A download is made where no session is."""
    return lambda: exports.spreadsheet(rows[TAKEN])
