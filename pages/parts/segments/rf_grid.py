"""Recency by frequency on two days, by the same cuts."""

from datetime import date

import pandas as pd
import streamlit as st

from loyalty import replay, rfm
from loyalty.charts import rf_grid
from loyalty.rfm import FREQUENCY, RECENCY
from loyalty.study import Study
from pages import _session as session
from pages._session import _
from pages.parts import words

HEIGHT = 420


def show(first: date, last: date) -> None:
    """The grid of both days and the change, how to read it, and where its cuts come from."""
    st.subheader(_("Recency by frequency"))
    with st.spinner(_("Counting orders until both days …")):
        cuts, cells = _grid(first, last)
    if not cuts:
        st.info(_("The grid needs customers with an order by {day}.").format(day=words.day(last)))
        return
    titles = {
        "then": _("Customers on {day}").format(day=words.day(first)),
        "now": _("Customers on {day}").format(day=words.day(last)),
        "change": _("Change of share, in percentage points"),
    }
    places = (*st.columns(2, gap="medium"), *st.columns(2, gap="medium"))
    for place, (panel, title) in zip(places[:-1], titles.items(), strict=True):
        with place:
            _panel(cells, cuts, panel, title)
    with places[-1]:
        st.markdown(_reading())
        st.caption(_source(last))


def _panel(cells: pd.DataFrame, cuts: rfm.Cuts, panel: str, title: str) -> None:
    st.markdown(f"**{title}**")
    shown, recency, frequency = rf_grid.without_empty(cells, cuts)
    session.chart(
        rf_grid.draw,
        rf_grid.layout(shown, panel, _, session.language()),
        f"rf_grid_{panel}",
        title,
        recency=tuple(recency),
        frequency=tuple(frequency),
        height=HEIGHT,
    )


def _grid(first: date, last: date) -> tuple[rfm.Cuts, pd.DataFrame]:
    study = session.study()

    def build() -> tuple[rfm.Cuts, pd.DataFrame]:
        past = replay.Past(session.tables(), last)
        then, now = (_customers(past, day) for day in (first, last))
        cuts = replay.grid_cuts(now, study)
        return cuts, replay.rf_grid(then, now, cuts)

    return session.cached("rf_grid", build, first, last, study.cuts)


def _customers(past: replay.Past, day: date) -> pd.DataFrame:
    """What ratings rest on, of everybody known on a day."""
    frame = past.frame(Study(as_of=day), day, tuple(rfm.SOURCES.values()))
    return frame[past.known(day)]


def _reading() -> str:
    return _(
        "How to read it: up is more recent, right is more often. To the right is growth, down is"
        " leaving; bottom right are loyal customers who fall silent. Customers without an order"
        " are in no cell."
    )


def _source(last: date) -> str:
    if RECENCY in session.study().cuts and FREQUENCY in session.study().cuts:
        return _("Cuts: those frozen in the study, the same on both days.")
    return _(
        "Cuts: fifths of the customers on {day}, the same on both days. Where many customers share"
        " one value, ratings that nobody can have are left out."
    ).format(day=words.day(last))
