"""The journey map alone on one screen of 1280 x 720 pixels, for a room; the link keeps it."""

import pandas as pd
import streamlit as st

from loyalty.charts.journey_map import presented
from loyalty.journey.measures import touchpoint_rows
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts.journey import group, results, segment_source
from pages.parts.journey.map import frame as map_frame
from pages.parts.journey.map import told
from pages.parts.journey.pains import results as pains_results
from pages.parts.safe import escape

PAGE, SECTION = "journeys", "map"


def button() -> None:
    """Show the map alone."""
    st.button(
        _("Presentation"),
        key="map_present",
        icon=":material/slideshow:",
        help=_(
            "The whole map on one screen of 1280 by 720 pixels, with larger letters. On a larger"
            " screen zoom the browser in."
        ),
        on_click=_start,
    )


def _start() -> None:
    session.open_section(PAGE, SECTION)
    session.present(True)


def wanted() -> bool:
    """Whether the map is to fill the screen."""
    return session.presenting(PAGE)


def way_back() -> None:
    """Out of the presentation, where one is on."""
    if wanted():
        st.button(
            ":material/close_fullscreen:",
            help=_("Back to the page"),
            key="map_present_end",
            shortcut="Escape",
            on_click=lambda: session.present(False),
        )


def show() -> None:
    """What the map says, the way back, and the map."""
    drop, _share, feeling = told.said()
    with st.container(horizontal=True, wrap=False):
        st.title(escape(told.headline()), anchor=False)
        way_back()
    rows = touchpoint_rows(results.table())
    if rows.empty:
        return
    frame = _frame(sentences([_whose(), told.rests_on(rows)], _))
    session.chart(
        presented.draw,
        frame,
        "journey_map_presented",
        sentences([drop, feeling], _),
        **presented.settings(frame),
    )


def _whose() -> str:
    """The group that the map shows, where it is not everybody."""
    shown = group.shown()
    if shown == group.EVERYBODY:
        return ""
    return _("Shown: {group}.").format(group=group.name(shown))


def _frame(foot: str) -> pd.DataFrame:
    table, known = results.table(), session.study().journey

    def build() -> pd.DataFrame:
        sheet, marks = map_frame.sheet(), pains_results.marks()
        return presented.layout(
            table, _, [foot], sheet=sheet, marks=marks, scale=segment_source.scale()
        )

    return session.cached(
        "journey_presented",
        build,
        *results.parts(),
        known.complaint_days,
        known.within_days,
        known.cards,
        foot,
        session.language(),
    )
