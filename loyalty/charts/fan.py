"""One metric under a strategy, as bands over the months, against doing nothing."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate

WIDE, NARROW = 0.2, 0.35  # opacity of the 90% and the 50% band


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    place: int = 0,
    title: str = "",
    share: bool = False,
    height: int = 240,
) -> ChartType:
    """Bands of the strategy in its colour; doing nothing as grey lines (dashed: 90%).

    Columns month, part ("base", "strategy" or "room"), p05, p25, p50, p75, p95. Rows of part
    "room" are not drawn but get room on the value axis, so that charts side by side agree.
    """
    axis = alt.Axis(format=".0%") if share else amounts(_)
    y = alt.Y("p05:Q", title=title, scale=alt.Scale(zero=False), axis=axis)
    base = alt.Chart().encode(x=months(_))
    with_it = base.transform_filter("datum.part == 'strategy'")
    without = base.transform_filter("datum.part == 'base'")
    colour = theme.SCENARIOS[place]
    return alt.layer(
        base.mark_rule(opacity=0).encode(y=y, y2="p95:Q"),
        with_it.mark_area(opacity=WIDE, color=colour).encode(y=y, y2="p95:Q"),
        with_it.mark_area(opacity=NARROW, color=colour).encode(y="p25:Q", y2="p75:Q"),
        *[_line(without, band, True).encode(color=alt.value(theme.BASELINE)) for band in EDGES],
        _line(without, "p50", False).encode(color=alt.value(theme.BASELINE)),
        _line(with_it, "p50", False).encode(color=alt.value(colour)),
        _readout(with_it, _, share).encode(color=alt.value(colour)),
        data=frame,
        height=height,
    )


EDGES = ("p05", "p95")


def months(_: Translate) -> alt.X:
    """The axis of months, without empty room before the first."""
    scale = alt.Scale(zero=False, nice=False)
    axis = alt.Axis(tickMinStep=1, labelFlush=False)
    return alt.X("month:Q", title=_("Month"), scale=scale, axis=axis)


def amounts(_: Translate) -> alt.Axis:
    """An axis of short amounts, 4M or 400万, in the units of the language, the smallest first."""
    text = "format(datum.value, ',')"
    for entry in _("1e3 k, 1e6 M, 1e9 B").split(", "):
        size, unit = entry.split()
        short = f"format(datum.value / {size}, ',') + '{unit}'"
        text = f"abs(datum.value) >= {size} ? {short} : {text}"
    return alt.Axis(labelExpr=text)


def _line(base: alt.Chart, band: str, dashed: bool) -> alt.Chart:
    dash = [4, 3] if dashed else [1, 0]
    return base.mark_line(strokeDash=dash, strokeWidth=1 if dashed else 2.5).encode(y=f"{band}:Q")


def _readout(base: alt.Chart, _: Translate, share: bool) -> alt.Chart:
    """Points on the median that tell the numbers of their month."""
    bands = {"p50": _("Median"), "p05": _("Low (5%)"), "p95": _("High (95%)")}
    numbers = [
        alt.Tooltip(f"{band}:Q", title=name, format=".1%" if share else ",.0f")
        for band, name in bands.items()
    ]
    tips = [alt.Tooltip("month:Q", title=_("Month")), *numbers]
    return base.mark_circle(size=40, opacity=0.9).encode(y="p50:Q", tooltip=tips)
