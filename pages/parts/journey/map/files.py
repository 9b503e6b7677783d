"""The journey map to take away, each file made when its button is pressed.

Below the picture the file says which data it shows, of when, and whether they are invented.
"""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from altair.typing import ChartType

from loyalty.charts.journey_map import layout, picture
from loyalty.charts.lanes import WIDTH
from loyalty.report import picture_files
from pages import _report
from pages import _session as session
from pages._session import _
from pages.parts.journey import group
from pages.parts.journey.map import frame as map_frame

Make = Callable[[ChartType], bytes]
Maker = Callable[[Make], Callable[[], bytes]]

FILES: dict[str, tuple[str, Make]] = {
    "png": ("image/png", picture_files.png),
    "svg": ("image/svg+xml", picture_files.svg),
}


def show(title: tuple[str, ...], lanes: tuple[str, ...], rests_on: str) -> None:
    """A button for each format; `title` stands above the picture, what it rests on below."""
    maker = _maker(title, map_frame.frame(lanes), [_source(), rests_on])
    for ending, (kind, make) in FILES.items():
        st.download_button(
            _("Map ({format})").format(format=ending.upper()),
            data=maker(make),
            file_name=session.file_name("journey-map", ending),
            mime=kind,
            key=f"journey_map_{ending}",
            icon=":material/download:",
            on_click="ignore",
        )


def _maker(title: tuple[str, ...], frame: pd.DataFrame, foot: list[str]) -> Maker:
    told = session.translation()

    def chart() -> ChartType:
        footed = layout.footed(frame, foot)
        return picture.draw(footed, told, title=title, width=round(WIDTH))

    return lambda make: lambda: make(chart())


def _source() -> str:
    """The data, the group of customers shown, and that nobody is real where that is so."""
    data, shown = _report.source(), group.shown()
    parts = [data.name]
    if shown != group.EVERYBODY:
        parts.append(group.name(shown))
    if data.synthetic:
        parts.append(_("Synthetic data"))
    return " · ".join(parts)
