"""What was noted about one case, by whom and when."""

import pandas as pd
import streamlit as st

from loyalty.journey.cases.states import STATUSES
from loyalty.store.cases import who
from pages import _session as session
from pages._session import _
from pages.parts.journey.cases import results as cases_results


def show(at: int, case: pd.Series) -> None:
    """One row per entry, the newest first; nothing where there are none."""
    noted = cases_results.entries(at)
    mine = noted[noted["case"] == case["case"]].iloc[::-1]
    found = cases_results.recoveries()
    solved = found[found["case"] == case["case"]]
    if mine.empty and solved.empty:
        return
    st.dataframe(
        pd.concat([_noted(mine), _told(solved)], ignore_index=True),
        hide_index=True,
        placeholder="–",
        column_config=_columns(),
        alt=_("What was noted about this case, the newest first"),
    )


def _noted(mine: pd.DataFrame) -> pd.DataFrame:
    me = who(session.owner())
    places = {True: _("this browser"), False: _("another browser")}
    by = [
        source or places[writer == me]
        for source, writer in zip(mine["source"], mine["who"], strict=True)
    ]
    return pd.DataFrame(
        {
            "at": mine["at"],
            "status": [_(STATUSES[status]) for status in mine["status"]],
            "owner": mine["owner"],
            "note": mine["note"],
            "written": mine["written"],
            "by": by,
        }
    )


def _told(solved: pd.DataFrame) -> pd.DataFrame:
    """What the data themselves say."""
    rows, status = pd.DataFrame({"at": solved["at"]}), STATUSES["solved"]
    return rows.assign(
        status=_(status),
        owner=None,
        note=None,
        written=pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us, UTC]"),
        by=_("a touchpoint of the data"),
    )


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "at": config.DatetimeColumn(_("In the time of the data"), format="YYYY-MM-DD HH:mm"),
        "status": config.TextColumn(_("Status")),
        "owner": config.TextColumn(_("Owner")),
        "note": config.TextColumn(_("Remark"), width="medium"),
        "written": config.DatetimeColumn(_("Written"), format="YYYY-MM-DD HH:mm:ss"),
        "by": config.TextColumn(_("By")),
    }
