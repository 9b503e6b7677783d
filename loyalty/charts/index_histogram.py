"""How the loyalty index is spread, coloured by level."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate

SCALE = alt.Scale(domain=[0, 100])


def draw(
    frame: pd.DataFrame, _: Translate = str, levels: tuple[str, ...] = (), height: int = 220
) -> ChartType:
    """Bars per index band; columns start, end, level (key), label, customers."""
    colours = alt.Scale(domain=list(levels), range=[theme.colour(theme.LEVELS, k) for k in levels])
    return (
        alt.Chart(frame, height=height)
        .mark_bar()
        .encode(
            x=alt.X("start:Q", bin="binned", title=_("Loyalty index"), scale=SCALE),
            x2="end:Q",
            y=alt.Y("customers:Q", title=_("Customers")),
            color=alt.Color("level:N", scale=colours, legend=None),
            tooltip=[
                alt.Tooltip("label:N", title=_("Level")),
                alt.Tooltip("start:Q", title=_("Index from")),
                alt.Tooltip("end:Q", title=_("Index to")),
                alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
            ],
        )
    )
