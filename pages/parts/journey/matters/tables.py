"""The numbers behind the two rankings, on demand."""

import pandas as pd
import streamlit as st

from loyalty import journey
from pages._session import _

SHARE = {"format": "%.1f%%"}
POINTS = {"format": "%+.1f"}


def of_removal(table: pd.DataFrame) -> None:
    """Removal effects with their intervals."""
    config = st.column_config
    shares = ["removal_effect", "low", "high", "reach", "share", "share_low", "share_high"]
    names = {
        "journeys": config.NumberColumn(_("Number of journeys"), format="localized"),
        "removal_effect": config.NumberColumn(_("Removal effect"), **SHARE),
        "low": config.NumberColumn(_("from"), **SHARE),
        "high": config.NumberColumn(_("to"), **SHARE),
        "reach": config.NumberColumn(_("Journeys that come there"), **SHARE),
        "share": config.NumberColumn(_("Share of all effects"), **SHARE),
        "share_low": config.NumberColumn(_("from"), **SHARE),
        "share_high": config.NumberColumn(_("to"), **SHARE),
        "significant": config.CheckboxColumn(_("Not its volume alone")),
    }
    alt = _("Touchpoints with their removal effect, its interval and their journeys")
    _show("removal_numbers", table, shares, names, alt)


def of_experience(table: pd.DataFrame) -> None:
    """Customers, shares and differences of every touchpoint, those with too few included."""
    config = st.column_config
    shares = ["good_share", "bad_share", "raw", "difference", "low", "high"]
    count = {"format": "localized"}
    names = {
        "good": config.NumberColumn(_("Good experience"), **count),
        "bad": config.NumberColumn(_("Bad experience"), **count),
        "good_share": config.NumberColumn(_("Buy again after good"), **SHARE),
        "bad_share": config.NumberColumn(_("Buy again after bad"), **SHARE),
        "raw": config.NumberColumn(_("Difference, points"), **POINTS),
        "difference": config.NumberColumn(_("Adjusted, points"), **POINTS),
        "low": config.NumberColumn(_("from"), **POINTS),
        "high": config.NumberColumn(_("to"), **POINTS),
        "q": config.NumberColumn(_("q (Benjamini-Hochberg)"), format="%.3f"),
        "significant": config.CheckboxColumn(_("Sure")),
    }
    alt = _("Touchpoints with who buys again after a good and after a bad experience")
    _show("experience_numbers", table, shares, names, alt)


def _show(
    key: str, table: pd.DataFrame, shares: list[str], names: dict[str, object], alt: str
) -> None:
    more = st.expander(_("Numbers"), on_change="rerun", key=key)
    if not more.open:
        return
    frame = table.assign(
        **(table[shares] * 100),
        touchpoint=[journey.shown(name, _) for name in table["touchpoint"]],
        stage=[journey.stage_label(stage, _) for stage in table["stage"]],
    )
    config = st.column_config
    about = {
        "touchpoint": config.TextColumn(_("Touchpoint"), pinned=True),
        "stage": config.TextColumn(_("Stage")),
    }
    with more:
        st.dataframe(
            frame[[*about, *names]],
            hide_index=True,
            placeholder="–",
            column_config=about | names,
            alt=alt,
        )
