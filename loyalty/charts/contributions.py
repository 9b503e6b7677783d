"""One customer's loyalty index taken apart: points each indicator adds."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate


def draw(frame: pd.DataFrame, _: Translate = str) -> ChartType:
    """Bars of points won before pale bars of points possible.

    Columns label, family, contribution, possible (both in index points), place, shown (the value).
    """
    order = alt.EncodingSortField("place", order="ascending")
    base = alt.Chart(frame, height=alt.Step(24)).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=260)),
        color=alt.Color(
            "family:N",
            scale=alt.Scale(domain=list(theme.FAMILIES), range=list(theme.FAMILIES.values())),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("label:N", title=_("Indicator")),
            alt.Tooltip("shown:N", title=_("Value")),
            alt.Tooltip("contribution:Q", title=_("Points"), format=".1f"),
            alt.Tooltip("possible:Q", title=_("Points possible"), format=".1f"),
        ],
    )
    x = alt.X("possible:Q", title=_("Points of the index"), axis=alt.Axis(tickCount=5))
    possible = base.mark_bar(opacity=theme.PALE).encode(x=x)
    return possible + base.mark_bar().encode(x="contribution:Q")
