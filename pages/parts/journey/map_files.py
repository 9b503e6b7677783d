"""The journey map to take away, each file made when its button is pressed."""

from collections.abc import Callable

import streamlit as st
from altair.typing import ChartType

from loyalty.charts import journey_map
from loyalty.charts.lanes import WIDTH
from loyalty.report import picture_files
from pages import _session as session
from pages._session import _
from pages.parts.journey import map_frame

FILES: dict[str, tuple[str, Callable[[ChartType], bytes]]] = {
    "png": ("image/png", picture_files.png),
    "svg": ("image/svg+xml", picture_files.svg),
}


def show(title: tuple[str, ...], lanes: tuple[str, ...]) -> None:
    """A button for each format; `title` stands above the picture."""
    for ending, (kind, make) in FILES.items():
        st.download_button(
            _("Map ({format})").format(format=ending.upper()),
            data=_maker(title, lanes, make),
            file_name=session.file_name("journey-map", ending),
            mime=kind,
            key=f"journey_map_{ending}",
            icon=":material/download:",
            on_click="ignore",
        )


def _maker(
    title: tuple[str, ...], lanes: tuple[str, ...], make: Callable[[ChartType], bytes]
) -> Callable[[], bytes]:
    frame, told = map_frame.frame(lanes), session.translation()
    return lambda: make(journey_map.draw(frame, told, title=title, width=round(WIDTH)))
