"""The forecast of the earliest stop beside what happened, one picture per figure."""

import pandas as pd
import streamlit as st

from loyalty.charts import backtest as charts
from loyalty.simulation.backtest import TESTED, Backtest
from loyalty.simulation.result import METRICS
from pages import _session as session
from pages._session import _
from pages.parts import words


def show(found: Backtest) -> None:
    """Four pictures and what their parts are."""
    for row in (TESTED[:2], TESTED[2:]):
        for metric, column in zip(row, st.columns(2), strict=True):
            with column:
                _picture(found, metric)
    stop = found.points["origin"].min()
    st.caption(
        _(
            "The forecast knew nothing after {day}. Blue: its 50 and 90% bands and its middle;"
            " dashed: the last value goes on; dots: what happened, a cross where it lay outside"
            " the 90% band. {draws} futures."
        ).format(day=words.day(stop), draws=words.number(found.draws))
    )


def _picture(found: Backtest, metric: str) -> None:
    label = _(METRICS[metric][0])
    alt = _("{metric}: forecast of {months} months ago beside what happened")
    session.chart(
        charts.draw,
        _frame(found, metric),
        f"check_{metric}",
        alt.format(metric=label, months=found.months),
        title=words.in_currency(label) if metric == "revenue" else label,
        share=metric == "retention",
    )


def _frame(found: Backtest, metric: str) -> pd.DataFrame:
    points, past = found.points, found.past
    first = points[(points["metric"] == metric) & (points["origin"] == points["origin"].min())]
    first = first.assign(inside=first["actual"].between(first["p05"], first["p95"]))
    before = past.loc[past["metric"] == metric, ["month", "actual"]]
    return pd.concat([before, first.drop(columns=["origin", "metric"])], ignore_index=True)
