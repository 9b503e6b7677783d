"""Weights found beside the weights in use: two bars for each indicator."""

import json

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate

PRESENT, FOUND = "present", "found"


def layout(rows: pd.DataFrame) -> pd.DataFrame:
    """Two rows per indicator from columns label, present, found: label, part, weight, other."""
    parts = [
        rows[["label"]].assign(part=part, weight=rows[part], other=rows[other])
        for part, other in ((PRESENT, FOUND), (FOUND, PRESENT))
    ]
    return pd.concat(parts, ignore_index=True)


def draw(frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = ()) -> ChartType:
    """The bars of a `layout`; the indicators stand in the order of `labels`, 0 % included."""
    names = {PRESENT: _("In use now"), FOUND: _("Proposed")}
    scale = alt.Scale(domain=list(names.values()), range=[theme.BASELINE, theme.MAIN])
    base = (
        alt.Chart(frame, height=alt.Step(11))
        .transform_calculate(series=f"{json.dumps(names)}[datum.part]")
        .encode(
            y=alt.Y(
                "label:N",
                sort=list(labels),
                title=None,
                axis=alt.Axis(labelLimit=210, ticks=False),
                scale=alt.Scale(paddingInner=0.25),
            ),
            yOffset=alt.YOffset("part:N", sort=[FOUND, PRESENT]),
            x=alt.X(
                "weight:Q",
                title=_("Share of the index"),
                axis=alt.Axis(format=".0%", tickCount=4),
                scale=alt.Scale(nice=False),
            ),
            tooltip=[
                alt.Tooltip("label:N", title=_("Indicator")),
                alt.Tooltip("series:N", title=_("Weights")),
                alt.Tooltip("weight:Q", title=_("Share of the index"), format=".1%"),
            ],
        )
    )
    legend = alt.Legend(orient="top", title=None)
    bars = base.mark_bar().encode(color=alt.Color("series:N", scale=scale, legend=legend))
    values = base.mark_text(align="left", dx=4, fontSize=10, color=theme.TEXT)
    return alt.layer(bars, values.encode(text=alt.Text("weight:Q", format=".1%")))
