"""Retention and repurchase by age: all cohorts pooled, with an interval, over a line per cohort."""

import json

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.cohort_table import AGES, cohort_names, points, tooltip
from loyalty.language import Translate, mark

POOLED, SINGLE = "pooled", "cohort"
LINES = {POOLED: mark("All cohorts, with 95% interval"), SINGLE: mark("Each cohort")}
TITLES = {
    "retention": mark("Share who ordered in that period"),
    "repurchase": mark("Share with two orders or more"),
}


def layout(
    cohorts: pd.DataFrame,
    overall: pd.DataFrame,
    _: Translate = str,
    measure: str = "retention",
    period: str = "month",
) -> pd.DataFrame:
    """`loyalty.cohorts` and its `overall` as `cohort_table.points`; part is pooled or cohort."""
    single = points(cohorts, cohort_names(cohorts["cohort"], period), measure)
    pooled = points(overall, [_("All cohorts")] * len(overall), measure)
    return pd.concat([single.assign(part=SINGLE), pooled.assign(part=POOLED)], ignore_index=True)


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    measure: str = "retention",
    period: str = "month",
    height: int = 260,
) -> ChartType:
    """The lines of a `layout`; the band is the 95% interval of all cohorts together."""
    base = _lines(_).encode(
        x=alt.X("age:Q", title=_(AGES[period]), axis=alt.Axis(tickMinStep=1, grid=False)),
        y=alt.Y("share:Q", title=_(TITLES[measure]), axis=alt.Axis(format=".0%")),
    )
    single = base.transform_filter(f"datum.part == '{SINGLE}'")
    pooled = base.transform_filter(f"datum.part == '{POOLED}'")
    tips = tooltip(_, measure)
    return alt.layer(
        single.mark_line(strokeWidth=1, opacity=0.35).encode(detail="name:N"),
        single.mark_circle(size=40, opacity=0).encode(tooltip=tips),
        pooled.mark_area(opacity=theme.PALE).encode(y="low:Q", y2="high:Q"),
        pooled.mark_line(strokeWidth=2.5),
        pooled.mark_circle(size=45, opacity=1).encode(tooltip=tips),
        data=frame,
        height=height,
    )


def _lines(_: Translate) -> alt.Chart:
    """The rows with the name of their line, which gives the colour."""
    names = {part: _(text) for part, text in LINES.items()}
    scale = alt.Scale(domain=list(names.values()), range=[theme.MAIN, theme.BASELINE])
    legend = alt.Legend(orient="top", title=None, labelLimit=400, symbolOpacity=1)
    named = alt.Chart().transform_calculate(line=f"{json.dumps(names)}[datum.part]")
    return named.encode(color=alt.Color("line:N", scale=scale, legend=legend))
