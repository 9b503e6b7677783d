"""What was forecast at a stop in the past beside what happened, and how the outcomes fell."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.fan import NARROW, WIDE, amounts
from loyalty.language import Translate


def draw(
    frame: pd.DataFrame, _: Translate = str, title: str = "", share: bool = False, height: int = 210
) -> ChartType:
    """Bands of a forecast (50 and 90 %), its median, the naive value (dashed), and what happened.

    Columns month (0 is the stop), actual, and from month 1 naive, p05, p25, p50, p75, p95, inside
    (whether actual lies in the 90 % band).
    """
    axis = alt.Axis(format=".0%") if share else amounts(_)
    y = alt.Y("p05:Q", title=title, scale=alt.Scale(zero=False), axis=axis)
    base = alt.Chart().encode(x=_months(_))
    forecast = base.transform_filter("datum.month > 0")
    before = base.transform_filter("datum.month <= 0")
    happened = base.mark_line(strokeWidth=2.5, color=theme.TEXT).encode(y="actual:Q")
    return alt.layer(
        forecast.mark_area(opacity=WIDE, color=theme.MAIN).encode(y=y, y2="p95:Q"),
        forecast.mark_area(opacity=NARROW, color=theme.MAIN).encode(y="p25:Q", y2="p75:Q"),
        forecast.mark_line(strokeWidth=2, color=theme.MAIN).encode(y="p50:Q"),
        forecast.mark_line(strokeDash=[4, 3], strokeWidth=1.5, color=theme.BASELINE).encode(
            y="naive:Q"
        ),
        happened,
        before.mark_circle(size=25, opacity=1, color=theme.TEXT).encode(y="actual:Q"),
        _outcomes(forecast, _, share),
        data=frame,
        height=height,
    )


def pit(frame: pd.DataFrame, _: Translate = str, height: int = 220) -> ChartType:
    """How the outcomes fell within their forecasts; even bars are right.

    Columns start, end (of the part of the forecast), share (of outcomes), even (share expected).
    """
    x = alt.X(
        "start:Q",
        bin="binned",
        title=_("Futures below what happened"),
        axis=alt.Axis(format=".0%", values=[0, 0.2, 0.4, 0.6, 0.8, 1]),
        scale=alt.Scale(domain=[0, 1]),
    )
    y = alt.Y("share:Q", title=_("Comparisons"), axis=alt.Axis(format=".0%", tickCount=4))
    base = alt.Chart().encode(x=x, x2="end:Q")
    tips = [alt.Tooltip("share:Q", title=_("Comparisons"), format=".0%")]
    return alt.layer(
        base.mark_bar(color=theme.MAIN, opacity=0.8).encode(y=y, tooltip=tips),
        _even().encode(y="even:Q"),
        data=frame,
        height=height,
    )


def _even() -> alt.Chart:
    return alt.Chart().mark_rule(color=theme.BASELINE, strokeWidth=2, strokeDash=[4, 3])


def _months(_: Translate) -> alt.X:
    scale = alt.Scale(zero=False, nice=False)
    axis = alt.Axis(tickMinStep=1, labelFlush=False, grid=False)
    return alt.X("month:Q", title=_("Months after the stop"), scale=scale, axis=axis)


def _outcomes(forecast: alt.Chart, _: Translate, share: bool) -> alt.Chart:
    """What happened, month by month: filled inside the band, a cross outside."""
    names = {
        "actual": _("What happened"),
        "p50": _("Median"),
        "p05": _("Low (5%)"),
        "p95": _("High (95%)"),
        "naive": _("Last value"),
    }
    numbers = [
        alt.Tooltip(f"{key}:Q", title=name, format=".1%" if share else ",.0f")
        for key, name in names.items()
    ]
    outside = alt.condition("datum.inside", alt.value("circle"), alt.value("cross"))
    colour = alt.condition("datum.inside", alt.value(theme.TEXT), alt.value(theme.LEVELS["low"]))
    return forecast.mark_point(filled=True, size=70, opacity=1).encode(
        y="actual:Q",
        shape=outside,
        color=colour,
        tooltip=[alt.Tooltip("month:Q", title=_("Month")), *numbers],
    )
