"""How good the forecasts were: bias, error against the last value, bands, and their evenness."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from loyalty.charts import backtest as charts
from loyalty.simulation.backtest import FEWEST_MONTHS, Backtest
from loyalty.simulation.result import METRICS
from pages import _session as session
from pages._session import _
from pages.parts import words

BINS = 5


def show(found: Backtest) -> None:
    """The scores of every figure, and how the outcomes fell within their forecasts."""
    st.subheader(_("How far off, and how often inside the bands"))
    _table(found)
    left, right = st.columns([3, 2])
    with left:
        _evenness(found)
    with right:
        _words(found)


def _table(found: Backtest) -> None:
    scores = found.scores
    frame = pd.DataFrame(
        {
            "figure": [_(METRICS[metric][0]) for metric in scores["metric"]],
            "bias": 100 * scores["bias"],
            "ratio": scores["ratio"],
            "inside90": 100 * scores["inside90"],
            "interval": [
                _("{low} to {high}").format(low=words.percent(low), high=words.percent(high))
                for low, high in zip(scores["low90"], scores["high90"], strict=True)
            ],
            "inside50": 100 * scores["inside50"],
        }
    )
    alt = _("Bias, error and coverage of the forecasts, by figure")
    st.dataframe(frame, hide_index=True, column_config=_columns(), placeholder="–", alt=alt)


def _columns() -> dict[str, Any]:
    config = st.column_config
    naive = _(
        "Average error of the forecast over that of “the last value goes on”; below 1 is better."
    )
    few = _("Of the share to the left, as so few months allow.")
    return {
        "figure": config.TextColumn(_("Figure"), pinned=True, width=92),
        "bias": _percent(_("Too high (+) or low (−)"), "%+.0f%%", 165),
        "ratio": config.NumberColumn(
            _("Error against last value"), format="%.2f", help=naive, width=178
        ),
        "inside90": _percent(_("Inside 90% band"), "%.0f%%", 130),
        "interval": config.TextColumn(_("95% interval"), width=108, help=few),
        "inside50": _percent(_("Inside 50% band"), "%.0f%%", 130),
    }


def _percent(title: str, form: str, width: int) -> Any:
    return st.column_config.NumberColumn(title, format=form, width=width)


def _words(found: Backtest) -> None:
    stops = found.points["origin"].nunique()
    st.caption(
        _(
            "{points} comparisons: {stops} stops, one a month, each forecast up to today. Forecasts"
            " of the same month overlap, so the interval counts months. Green needs at least"
            " {months} months, and bands that hold about as often as they say, in every figure."
        ).format(points=len(found.points), stops=stops, months=FEWEST_MONTHS)
    )
    nearer = found.scores.loc[found.scores["ratio"] > 1, "metric"]
    if len(nearer):
        said = _(
            "The last value came nearer than the median forecast in: {figures}. Trust the bands and"
            " the comparison of strategies more than the middle line."
        )
        st.caption(said.format(figures=" · ".join(_(METRICS[one][0]) for one in nearer)))
    if found.wide:
        st.caption(_("The 50% bands held more often than they say: they are on the wide side."))


def _evenness(found: Backtest) -> None:
    counts, edges = np.histogram(found.points["pit"], BINS, (0, 1))
    frame = pd.DataFrame(
        {"start": edges[:-1], "end": edges[1:], "share": counts / counts.sum(), "even": 1 / BINS}
    )
    alt = _("Histogram of the share of futures below what happened")
    session.chart(charts.pit, frame, "check_pit", alt)
    st.caption(
        _(
            "Right bands give even bars (dashed). High on the left: forecasts too high; on the"
            " right: too low; at both ends: bands too narrow; in the middle: too wide."
        )
    )
