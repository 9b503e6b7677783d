"""Where customers come from before a touchpoint and where they go next."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey import neighbours
from pages._session import _
from pages.parts.journey import results


def show(touchpoint: str) -> None:
    """The five most frequent moves in and out, side by side."""
    moves = results.found_moves()
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(_("**Where they come from**"))
        _table(neighbours.before(moves, touchpoint), _("The most frequent moves to here"))
    with right:
        st.markdown(_("**Where they go next**"))
        _table(neighbours.after(moves, touchpoint), _("The most frequent moves from here"))


def _half() -> str:
    return _("Median of the days in between: half of the moves take no longer.")


def _table(rows: pd.DataFrame, alt: str) -> None:
    config = st.column_config
    shown = rows.assign(
        touchpoint=[journey.shown(name, _) for name in rows["touchpoint"]],
        share=rows["share"].round(2),
        days=(rows["median_hours"] / 24).round(1),
    )
    st.dataframe(
        shown[["touchpoint", "moves", "share", "days"]],
        hide_index=True,
        column_config={
            "touchpoint": config.TextColumn(_("Touchpoint")),
            "moves": config.NumberColumn(_("Moves"), format="localized", width="small"),
            "share": config.NumberColumn(_("Share"), format="percent", width="small"),
            "days": config.NumberColumn(_("Days"), help=_half(), format="%.1f", width="small"),
        },
        placeholder="–",
        alt=alt,
    )
