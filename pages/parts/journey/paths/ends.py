"""Where journeys begin and end, as a table."""

import pandas as pd
import streamlit as st

from loyalty import journey
from pages._session import _
from pages.parts.journey.paths import counts
from pages.parts.journey.paths import results as path_results


def show() -> None:
    """The touchpoints, each with how many journeys begin and end there."""
    st.subheader(_("Where journeys begin and end"))
    counts.show(_frame(), _columns(), _("Touchpoints where journeys begin and end"))
    st.caption(
        _(
            "Shares of all journeys with 95% Wilson intervals. The end is the last event known: a"
            " journey may go on."
        )
    )


def _frame() -> pd.DataFrame:
    found = path_results.ends()
    return pd.DataFrame(
        {
            "touchpoint": [journey.shown(name, _) for name in found["touchpoint"]],
            "starts": found["starts"],
            "start_share": found["start_share"].round(3),
            "start_interval": counts.ends(found, "start_share"),
            "ends": found["ends"],
            "end_share": found["end_share"].round(3),
            "end_interval": counts.ends(found, "end_share"),
        }
    )


def _columns() -> dict[str, counts.Column]:
    return {
        "touchpoint": counts.name(_("Touchpoint"), 230),
        "starts": counts.count(_("Begin here")),
        "start_share": counts.share(_("Share")),
        "start_interval": counts.interval(),
        "ends": counts.count(_("End here")),
        "end_share": counts.share(_("Share")),
        "end_interval": counts.interval(),
    }
