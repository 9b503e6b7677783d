"""Every stage before and after, as a table, and what the model takes for granted."""

import pandas as pd
import streamlit as st

from loyalty.journey.stage_map import stage_label
from loyalty.journey.to_be.model import ToBe
from pages import _session as session
from pages._session import _
from pages.parts import words

SHOWN = [
    "stage", "customers", "customers_p50", "more_p05", "more_p95", "conversion", "conversion_p50",
    "feeling", "to_be",
]  # fmt: skip


def show(found: ToBe) -> None:
    """On demand."""
    more = st.expander(_("Numbers, and how they are found"), on_change="rerun", key="to_be_numbers")
    if not more.open:
        return
    with more:
        _table(found.stages)
        st.caption(_explanation())


def _table(stages: pd.DataFrame) -> None:
    config = st.column_config
    whole, share = {"format": "localized"}, {"format": "percent"}
    frame = stages[SHOWN].assign(stage=[stage_label(one, _) for one in stages["stage"]])
    st.dataframe(
        frame.round({name: 0 for name in SHOWN if name.startswith(("customers_", "more_"))}),
        hide_index=True,
        placeholder="–",
        column_config={
            "stage": config.TextColumn(_("Stage"), pinned=True),
            "customers": config.NumberColumn(_("Customers today"), **whole),
            "customers_p50": config.NumberColumn(_("to be"), **whole),
            "more_p05": config.NumberColumn(_("Change from (5%)"), format="%+.0f"),
            "more_p95": config.NumberColumn(_("Change to (95%)"), format="%+.0f"),
            "conversion": config.NumberColumn(_("Go on today"), **share),
            "conversion_p50": config.NumberColumn(_("to be"), **share),
            "feeling": config.NumberColumn(_("Feeling today"), format="%.2f"),
            "to_be": config.NumberColumn(_("to be"), format="%.2f"),
        },
        alt=_("Stages with customers, share who go on and feeling, today and to be"),
    )


def _explanation() -> str:
    return _(
        "Grade: measured association, not an effect. A target for going on wins an equal part of"
        " the touchpoint's customers who do not get to the next stage. A target for the feeling"
        " takes as many more good experiences as move its mean there, times the difference in"
        " buying again within {days} days between customers with a good and with a bad one, among"
        " those with equally many earlier purchases. Newcomers come to each later stage as often as"
        " today's customers do; only who has never been there counts. Bands: 5 to 95% of 2,000"
        " draws of the conversions, the customers concerned and that difference. As of {day}."
    ).format(days=session.study().journey.within_days, day=words.day(session.study().as_of))
