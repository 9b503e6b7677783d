"""From sales to gain: what a month's sales leave after goods and costs, and what has added up."""

import pandas as pd
import streamlit as st

from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.strategies import metrics

SHOWN = ("revenue", "margin", "cost", "cash", "liability")


def show(scenario: Scenario, month: int) -> None:
    """Money of the month and since the start, without and with the scenario, and the gain."""
    picture = simulated.picture(scenario)
    base = _medians(simulated.picture(simulated.BASE).table, month)
    change = _medians(picture.differences, month)
    rows = [
        (metrics.label(key), base[key], base[key] + change.get(key, 0.0), change.get(key, 0.0))
        for key in SHOWN
        if key in base
    ]
    gain = picture.gains.query("month == @month")["p50"]
    rows.append(
        (metrics.label(metrics.GAIN), None, None, float(gain.iloc[0]) if len(gain) else 0.0)
    )
    config = st.column_config
    money = words.short(140, 140)
    st.dataframe(
        pd.DataFrame(rows, columns=["metric", "without", "with", "change"]),
        hide_index=True,
        placeholder="–",
        column_config={
            "metric": config.TextColumn(_("In money"), width=200),
            "without": config.NumberColumn(_("Doing nothing"), **money),
            "with": config.NumberColumn(_("With the scenario"), **money),
            "change": config.NumberColumn(_("Difference"), **money),
        },
        alt=_("From sales to gain, without and with the scenario"),
        key="steps_money",
    )
    st.caption(
        _(
            "Margin is what is left of revenue after the cost of goods. Cash adds up margin less"
            " cost since the start; gain is its difference less the points still owed. Medians of"
            " {draws} futures; differences future by future."
        ).format(draws=words.number(session.study().draws))
    )


def _medians(table: pd.DataFrame, month: int) -> dict[str, float]:
    rows = table[table["month"] == month]
    return dict(zip(rows["metric"], rows["p50"], strict=True))
