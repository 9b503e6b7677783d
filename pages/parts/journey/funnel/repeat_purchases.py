"""From purchase to purchase: who comes back, and after how long."""

import pandas as pd
import streamlit as st

from loyalty.charts import purchase_path
from loyalty.journey import findings
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.safe import escape


def answer() -> None:
    """The page's sentence when there are orders only."""
    st.title(escape(findings.path_sentence(results.path(), _)))


def section() -> None:
    """The path as a section of its own below the journey map."""
    st.subheader(_("From purchase to purchase"))
    st.markdown(escape(findings.path_sentence(results.path(), _)))
    show()


def show() -> None:
    """Funnel, days between purchases, and the table of both."""
    path = results.path()
    frame = purchase_path.layout(path, _)
    said = findings.path_sentence(path, _)
    session.chart(purchase_path.draw, frame, "purchase_path", said)
    st.caption(
        _(
            "Bars: customers with at least so many orders; arrows: the share of them who order"
            " once more, so far. Below: days to the next order, the median and the middle half."
            " Returns and cancelled orders do not count. As of {day}."
        ).format(day=words.day(session.study().as_of))
    )
    table = st.expander(_("Numbers"), on_change="rerun", key="path_numbers")
    if table.open:
        with table:
            _table(path)


def _table(path: pd.DataFrame) -> None:
    config = st.column_config
    share = {"format": "percent"}
    days = {"format": "%.1f"}
    st.dataframe(
        path.round(2),
        hide_index=True,
        placeholder="–",
        column_config={
            "purchase": config.NumberColumn(_("Purchase")),
            "customers": config.NumberColumn(_("Customers"), format="localized"),
            "reached": config.NumberColumn(_("Who buy once more"), format="localized"),
            "conversion": config.NumberColumn(_("Share"), **share),
            "conversion_low": config.NumberColumn(_("from"), **share),
            "conversion_high": config.NumberColumn(_("to"), **share),
            "gap_low": config.NumberColumn(_("Days: first quarter"), **days),
            "gap_median": config.NumberColumn(_("Days: median"), **days),
            "gap_high": config.NumberColumn(_("Days: third quarter"), **days),
        },
        alt=_("Purchases with customers, share who buy once more and days until then"),
    )
