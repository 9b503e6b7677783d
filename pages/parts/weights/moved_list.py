"""The customers who change level, why, and a file of all of them."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import exports, move_reasons
from loyalty.charts.labels import text_width
from loyalty.language import Translate, sentences
from loyalty.move_reasons import Moves
from loyalty.study import Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words

SHOWN = 200


def show(before: Study, after: Study, found: Moves, key: str) -> None:
    """Those who move with the most spend, the reason of each, and the export of all.

    `key` tells the widgets of several lists apart.
    """
    rows = found.rows[np.isin(found.up, _directions(key))]
    if not len(rows):
        st.info(_("Nobody moves this way."))
        return
    write = _table_of(before, after, found, session.translation())
    top = _top(rows)
    spend = results.base().customers["spend"].to_numpy()
    _table(write(top).assign(spend=spend[top]))
    st.caption(
        _(
            "{shown} of {count} customers shown, those with the highest spend first; the export"
            " holds all of them."
        ).format(shown=words.number(len(top)), count=words.number(len(rows)))
    )
    st.caption(_reading(after))
    _export(lambda: exports.spreadsheet(write(rows)), key)


def _export(make: Callable[[], bytes], key: str) -> None:
    st.download_button(
        _("Export these customers with reasons (CSV)"),
        key=f"export_moved_{key}",
        data=make,
        file_name=session.file_name("level-moves", "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _table_of(
    before: Study, after: Study, found: Moves, said: Translate
) -> Callable[[np.ndarray], pd.DataFrame]:
    """A table for any rows that can be made where no session is, such as for a download."""
    customers = results.base().customers
    scored = results.scores(before), results.scores(after)

    def write(rows: np.ndarray) -> pd.DataFrame:
        why = move_reasons.reasons(customers, before, after, *scored, rows)
        return move_reasons.table(customers, found, why, said)

    return write


def _reading(after: Study) -> str:
    said = _(
        "A weight is a share of one whole: what one indicator gains, others lose. An indicator"
        " moves a customer up when it gains weight and is a strong side (the customer scores"
        " above the own mean there), or loses weight and is a weak side. Named is the indicator"
        " that did most."
    )
    closeness = _("With closeness (TOPSIS) its points are those of the weighted mean.")
    return sentences([said, closeness if after.aggregation == "topsis" else ""], _)


def _directions(key: str) -> list[int]:
    names = {"all": _("All who move"), "up": _("Up"), "down": _("Down")}
    chosen = st.segmented_control(
        _("Direction"),
        list(names),
        format_func=names.get,
        key=f"moved_direction_{key}",
        default="all",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    return {"all": [-1, 0, 1], "up": [1], "down": [-1]}[chosen]


def _top(rows: np.ndarray) -> np.ndarray:
    """The rows of the customers with the most spend, the highest first; of equals by id."""
    spend = -results.base().customers["spend"].fillna(0).to_numpy()[rows]
    if len(rows) > SHOWN:
        keep = np.flatnonzero(spend <= np.partition(spend, SHOWN - 1)[SHOWN - 1])
        rows, spend = rows[keep], spend[keep]
    return rows[np.argsort(spend, kind="stable")][:SHOWN]


def _wide(texts: pd.Series, least: int) -> int:
    """A column wide enough for its longest text, in pixels."""
    return max([least, *(round(text_width(text, 14)) + 24 for text in texts.unique())])


def _table(frame: pd.DataFrame) -> None:
    config = st.column_config
    st.dataframe(
        frame,
        hide_index=True,
        height=320,
        column_order=[
            "customer_id", "level_before", "level_after", "index_before", "index_after", "reason",
            "spend",
        ],
        column_config={
            "customer_id": config.TextColumn(_("Customer"), pinned=True, width=85),
            "level_before": config.TextColumn(_("From"), width=_wide(frame["level_before"], 70)),
            "level_after": config.TextColumn(_("To"), width=_wide(frame["level_after"], 70)),
            "index_before": config.NumberColumn(_("Index before"), format="%.1f", width=98),
            "index_after": config.NumberColumn(_("Index after"), format="%.1f", width=92),
            "reason": config.TextColumn(_("Because"), width=_wide(frame["reason"], 300)),
            "spend": config.NumberColumn(words.in_currency(_("Spend")), format="localized"),
        },
        placeholder="–",
        alt=_("Customers who change level, with the reason"),
    )  # fmt: skip
