"""Retention or repurchase by age: each cohort, and all of them together with an interval."""

import pandas as pd
import streamlit as st

from loyalty.charts import cohort_curves
from pages import _session as session
from pages._session import _


def show(shown: pd.DataFrame, overall: pd.DataFrame, measure: str, period: str) -> None:
    """The curves, and on how many cohorts and customers each age of the pooled one rests."""
    session.chart(
        cohort_curves.draw,
        cohort_curves.layout(shown, overall, _, measure, period),
        "cohort_curves",
        _("Share by age: every cohort, and all together with a 95% interval"),
        measure=measure,
        period=period,
    )
    _table(overall, measure)
    st.caption(
        _(
            "All cohorts together: an age rests on those cohorts only that are old enough, at the"
            " far end on a single one, so a change from one age to the next is partly a change of"
            " cohorts."
        )
    )


def _table(overall: pd.DataFrame, measure: str) -> None:
    config = st.column_config
    share = {"format": "percent"}
    names = ["age", "cohorts", "size", measure, f"{measure}_low", f"{measure}_high"]
    st.dataframe(
        overall.loc[overall["age"] >= (measure == "retention"), names].round(3),
        hide_index=True,
        height=215,
        column_config={
            "age": config.NumberColumn(_("Age")),
            "cohorts": config.NumberColumn(_("Cohorts")),
            "size": config.NumberColumn(_("Customers"), format="localized"),
            measure: config.NumberColumn(_("Share"), **share),
            f"{measure}_low": config.NumberColumn(_("from"), **share),
            f"{measure}_high": config.NumberColumn(_("to"), **share),
        },
        alt=_("All cohorts together: cohorts, customers and share by age"),
    )
