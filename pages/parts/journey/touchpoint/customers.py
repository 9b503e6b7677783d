"""The customers of a touchpoint: how many, who, and a file of all of them."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import exports, labels, scoring, segmentation
from loyalty.journey import visitors
from loyalty.language import Translate, sentences
from loyalty.rollup import CUSTOMER
from pages import _results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results, segment_source

SHOWN = 1000


def show(touchpoint: str, bad_only: bool = False) -> None:
    """Those of the shown journeys who were there, the worst feelings first.

    `bad_only`: only who once felt worse there than the middle of the scale.
    """
    rows = _found(touchpoint, bad_only)
    if rows.empty:
        _nobody(bad_only)
        return
    write = table_of(session.translation())
    _table(write(rows.head(SHOWN)))
    _caption(touchpoint, rows, bad_only)
    st.download_button(
        _("Export these customers (CSV)"),
        data=file_of(write, rows),
        file_name=session.file_name("touchpoint-customers", "csv"),
        mime="text/csv",
        key=f"touchpoint_csv_{bad_only}",
        icon=":material/download:",
        on_click="ignore",
    )


def _found(touchpoint: str, bad_only: bool) -> pd.DataFrame:
    log, below = results.log(), segment_source.middle() if bad_only else None
    own = bad_only and _own(touchpoint)
    return session.cached(
        "touchpoint_customers",
        lambda: visitors.of_log(log, touchpoint, below, own),
        *(*results.parts(), touchpoint, below, own),
    )


def _own(touchpoint: str) -> bool:
    """Whether events hold a feeling of their own here; a segment knows no other."""
    return not np.isnan(segment_source.lowest_feeling(touchpoint))


def _nobody(bad_only: bool) -> None:
    if bad_only:
        st.info(
            _("Nobody felt worse here than {value}, the middle of the scale.").format(
                value=words.number(segment_source.middle(), 2)
            )
        )
    else:
        st.info(_("No customer shown was at this touchpoint."))


def table_of(said: Translate) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The rows with segment and level; it can be called where no session is."""
    study, known = session.study(), _results.base().customers[CUSTOMER]
    codes, levels = _results.segment_codes(), _results.level_codes()
    segments = [labels.segment(key, said) for key in segmentation.segment_names(study)]
    level_names = [labels.level(key, said) for key in scoring.level_names(study)]

    def write(rows: pd.DataFrame) -> pd.DataFrame:
        place = pd.Index(known).get_indexer(pd.Index(rows[CUSTOMER]))
        return rows.assign(
            segment=_named(codes, segments, place), level=_named(levels, level_names, place)
        )

    return write


def _named(codes: np.ndarray, names: list[str], place: np.ndarray) -> np.ndarray:
    """The names at these places; nothing for a customer without one."""
    found = np.array([*names, None], dtype=object)
    return found[np.where(place >= 0, codes[place], len(names))]


def file_of(
    write: Callable[[pd.DataFrame], pd.DataFrame], rows: pd.DataFrame
) -> Callable[[], bytes]:
    """A download is made where no session is."""
    return lambda: exports.spreadsheet(write(rows))


def _table(rows: pd.DataFrame) -> None:
    config, score = st.column_config, {"format": "%.2f"}
    st.dataframe(
        rows,
        hide_index=True,
        height=min(36 * (len(rows) + 1) + 2, 320),
        placeholder="–",
        column_order=[CUSTOMER, "worst", "feeling", "visits", "last_visit", "segment", "level"],
        column_config={
            CUSTOMER: config.TextColumn(_("Customer"), pinned=True),
            "visits": config.NumberColumn(_("Visits"), format="localized"),
            "worst": config.NumberColumn(_("Worst feeling"), **score),
            "feeling": config.NumberColumn(_("Mean feeling"), **score),
            "last_visit": config.DateColumn(_("Last visit"), format="YYYY-MM-DD"),
            "segment": config.TextColumn(_("Segment"), width="medium"),
            "level": config.TextColumn(_("Level")),
        },
        alt=_("Customers of this touchpoint with their feelings, visits, segment and level"),
    )


def _caption(touchpoint: str, rows: pd.DataFrame, bad_only: bool) -> None:
    told = (
        _("{shown} of {count} customers shown who once felt worse here than {value}.")
        if bad_only
        else _("{shown} of {count} customers shown, the worst feelings first.")
    )
    said = told.format(
        shown=words.number(min(len(rows), SHOWN)),
        count=words.number(len(rows)),
        value=words.number(segment_source.middle(), 2),
    )
    st.caption(sentences([said, _source(touchpoint) if bad_only else ""], _))


def _source(touchpoint: str) -> str:
    if _own(touchpoint):
        return _("By the feelings that the events hold themselves, as in a segment of them.")
    return _("By survey answers, which a segment cannot use.")
