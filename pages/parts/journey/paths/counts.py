"""Tables that count moves and journeys: one layout, a few rows high, the others by scrolling."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from loyalty.language import percent
from pages._session import _
from pages.parts.journey import cells

ROWS = 250  # pixels: six rows

Column = Any  # a column of st.column_config


def show(frame: pd.DataFrame, columns: dict[str, Column], alt: str) -> None:
    """The table with these columns; `alt` says what it lists."""
    st.dataframe(
        frame,
        hide_index=True,
        height=ROWS if len(frame) > 6 else "auto",
        column_config=columns,
        placeholder="–",
        alt=alt,
    )


def name(label: str, width: int) -> Column:
    """A column of names."""
    return st.column_config.TextColumn(label, width=width)


def count(label: str, width: int | None = None) -> Column:
    """A column of whole numbers."""
    return st.column_config.NumberColumn(label, format="localized", width=width)


def share(label: str, about: str | None = None, width: int | None = None) -> Column:
    """A column of shares; `about` says of what."""
    return st.column_config.NumberColumn(label, format="percent", width=width, help=about)


def interval() -> Column:
    """The column beside a share."""
    return st.column_config.TextColumn(_("95% interval"))


def ends(found: pd.DataFrame, share: str) -> list[str | None]:
    """The cells of that column: the interval of the share."""
    written = partial(percent, digits=1)
    return cells.interval(found[f"{share}_low"], found[f"{share}_high"], written)
