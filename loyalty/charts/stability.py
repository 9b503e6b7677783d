"""How many customers stay in their segment from one day to the next, under two definitions."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate


def draw(
    frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = (), height: int = 300
) -> ChartType:
    """A line for each definition; columns label, until, share, low, high, customers, stayed."""
    base = alt.Chart().encode(
        x=alt.X("until:T", title=None, axis=alt.Axis(format=_("%b %Y"), labelFlush=False)),
        color=alt.Color(
            "label:N",
            scale=alt.Scale(domain=list(labels), range=list(theme.SCENARIOS[: len(labels)])),
            legend=alt.Legend(title=None, orient="bottom", labelLimit=300),
        ),
        tooltip=_tooltip(_),
    )
    y = alt.Y(
        "share:Q",
        title=_("Stay in their segment"),
        scale=alt.Scale(zero=False),
        axis=alt.Axis(format=".0%"),
    )
    dash = alt.StrokeDash("label:N", sort=list(labels), legend=None)
    return alt.layer(
        base.mark_rule(strokeWidth=1.5, opacity=0.6).encode(y="low:Q", y2="high:Q"),
        base.mark_line(strokeWidth=2).encode(y=y, strokeDash=dash),
        base.mark_point(filled=True, size=45, opacity=1).encode(y=y),
        data=frame,
        height=height,
    )


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Definition")),
        alt.Tooltip("until:T", title=_("Date"), format="%Y-%m-%d"),
        alt.Tooltip("share:Q", title=_("Stay in their segment"), format=".1%"),
        alt.Tooltip("low:Q", title=_("Low (95% interval)"), format=".1%"),
        alt.Tooltip("high:Q", title=_("High (95% interval)"), format=".1%"),
        alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
    ]
