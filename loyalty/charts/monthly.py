"""The trend by month: customers who ordered, new and returning."""

import json

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate


def draw(frame: pd.DataFrame, _: Translate = str, height: int = 220) -> ChartType:
    """Stacked areas; columns month (date), returning, new, orders, spend."""
    labels, month = {"returning": _("Returning"), "new": _("New")}, _("%b %Y")
    return (
        alt.Chart(frame, height=height)
        .transform_fold(list(labels), as_=["kind", "customers"])
        .transform_calculate(label=f"{json.dumps(labels)}[datum.kind]")
        .mark_bar()
        .encode(
            x=alt.X("yearmonth(month):T", title=None, axis=alt.Axis(format=month)),
            y=alt.Y("customers:Q", title=_("Customers who ordered")),
            color=alt.Color(
                "label:N",
                scale=alt.Scale(domain=list(labels.values()), range=[theme.MAIN, theme.NEW]),
                legend=alt.Legend(orient="top", title=None),
            ),
            tooltip=[
                alt.Tooltip("yearmonth(month):T", title=_("Month"), format=month),
                alt.Tooltip("label:N", title=_("Customers")),
                alt.Tooltip("customers:Q", title=_("Number"), format=",d"),
                alt.Tooltip("orders:Q", title=_("Orders"), format=",d"),
                alt.Tooltip("spend:Q", title=_("Spend"), format=",.0f"),
            ],
        )
    )
