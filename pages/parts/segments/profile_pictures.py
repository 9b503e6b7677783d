"""What sets a segment apart, drawn: averages, and values that are frequent in it."""

import pandas as pd
import streamlit as st

from loyalty import segmentation
from loyalty.charts import against_base, theme
from loyalty.segmentation.profile import Profile
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.segments import profile_results, sizes

STRONGEST = 12


def show(key: str, found: Profile) -> None:
    """The strongest averages, the rest on demand, then frequent attributes."""
    st.subheader(_("Averages against everybody's"))
    _averages(key, found.indicators.head(STRONGEST), "profile_averages")
    st.caption(
        _(
            "In standard deviations of everybody, with 95% interval (Welch), the strongest first."
            " Hollow and pale: may be chance. Of many rows, one in twenty looks sure by chance."
        )
    )
    st.caption(
        _("Everybody: all {count} customers, those with a value of it; point at a row for both.")
        .format(count=words.number(int(sizes.groups()["customers"].sum())))
    )  # fmt: skip
    _rest(key, profile_results.others(found, STRONGEST))
    st.subheader(_("Frequent in the segment"))
    _categories(key, found.categories)


def _averages(key: str, rows: pd.DataFrame, name: str) -> None:
    title = _("Difference from everybody, in standard deviations")
    _picture(key, profile_results.compared(rows), name, title, 0.0)


def _categories(key: str, rows: pd.DataFrame) -> None:
    if rows.empty:
        st.caption(
            _(
                "No attribute of the customers is more frequent here than among everybody, or too"
                " few have it to be shown. Attributes are further columns of the customers table."
            )
        )
        return
    title = _("Times as frequent as among everybody (lift)")
    _picture(key, profile_results.lifted(rows), "profile_attributes", title, 1.0)
    st.caption(
        _(
            "Share in the segment over share among everybody, with 95% interval (Wilson) of the"
            " share in the segment. Hollow and pale: may be chance."
        )
    )


def _rest(key: str, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    more = st.expander(_("All other averages and answers"), key="profile_rest", on_change="rerun")
    if more.open:
        with more:
            _averages(key, rows, "profile_other_averages")


def _picture(key: str, rows: pd.DataFrame, name: str, title: str, line: float) -> None:
    frame = against_base.layout(rows, line)
    if frame.empty:
        st.caption(_("There is nothing to compare: nobody here has a value, or too few have one."))
        return
    session.chart(
        against_base.draw,
        frame,
        name,
        title,
        labels=tuple(frame["label"]),
        title=title,
        colour=theme.colour(segmentation.colours(session.study()), key),
        line=line,
    )
