"""One metric over the months, as bands: under a strategy, against doing nothing."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate

WIDE, NARROW = 0.2, 0.35  # opacity of the 90% and the 50% band
EDGES = ("p05", "p95")
OTHERS = ("A", "B", "C", "D")  # scenarios, in the order of their colours
SMALL = 84  # pixels
PLAIN = {"tickCount": 3, "title": None, "grid": False, "labelFontSize": 10}


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    place: int = 0,
    title: str = "",
    share: bool = False,
    zero: bool = False,
    height: int = 240,
) -> ChartType:
    """Bands of the strategy in its colour, doing nothing in grey, others as thin lines.

    Columns month, part ("strategy", "base", or "A" to "D" for a thin median), p05, p25, p50, p75,
    p95 and metric. With `zero` the numbers are differences: doing nothing is the line at zero.
    """
    y = alt.Y(
        "p05:Q",
        title=title,
        scale=alt.Scale(zero=zero),
        axis=alt.Axis(format=".3~p") if share else amounts(_),
    )
    return _layers(frame, _, y, months(_), place, share, zero).properties(height=height)


def small(
    frame: pd.DataFrame,
    _: Translate = str,
    place: int = 0,
    share: bool = False,
    zero: bool = False,
    height: int = SMALL,
) -> ChartType:
    """The same picture in the size of a stamp; a click picks the metric (selection "pick")."""
    y = alt.Y("p05:Q", scale=alt.Scale(zero=zero), axis=small_axis(_, share))
    x = alt.X("month:Q", scale=alt.Scale(zero=False, nice=False), axis=alt.Axis(**PLAIN))
    pick = alt.selection_point(name="pick", fields=["metric"], nearest=True, on="click")
    target = alt.Chart().mark_point(opacity=0, size=1).encode(x=x, y="p50:Q").add_params(pick)
    layers = _layers(frame, _, y, x, place, share, zero)
    return alt.layer(*layers.layer, target, data=frame, height=height)


def small_axis(_: Translate, share: bool = False) -> alt.Axis:
    """The axis of values of a small picture, as wide as that of its neighbours."""
    if share:
        return alt.Axis(**PLAIN, minExtent=34, format=".2~p")
    return alt.Axis(**PLAIN, minExtent=34, labelExpr=amounts(_).labelExpr)


def _layers(
    frame: pd.DataFrame, _: Translate, y: alt.Y, x: alt.X, place: int, share: bool, zero: bool
) -> alt.LayerChart:
    base = alt.Chart().encode(x=x)
    with_it = base.transform_filter("datum.part == 'strategy'")
    without = base.transform_filter("datum.part == 'base'")
    colour = theme.SCENARIOS[place]
    line = alt.Chart().mark_rule(color=theme.BASELINE, strokeWidth=1.5).encode(y=alt.datum(0))
    return alt.layer(
        *([line] if zero else []),
        with_it.mark_area(opacity=WIDE, color=colour).encode(y=y, y2="p95:Q"),
        with_it.mark_area(opacity=NARROW, color=colour).encode(y="p25:Q", y2="p75:Q"),
        *[_line(without, band, True).encode(color=alt.value(theme.BASELINE)) for band in EDGES],
        _line(without, "p50", False).encode(color=alt.value(theme.BASELINE)),
        _others(base),
        _line(with_it, "p50", False).encode(color=alt.value(colour)),
        _readout(with_it, _, share).encode(color=alt.value(colour)),
        data=frame,
    )


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


def _others(base: alt.Chart) -> alt.Chart:
    """Thin medians of the other scenarios, each in its own colour."""
    colours = alt.Scale(domain=list(OTHERS), range=list(theme.SCENARIOS))
    return (
        base.transform_filter(f"indexof({list(OTHERS)}, datum.part) >= 0")
        .mark_line(strokeWidth=1.2, opacity=0.9)
        .encode(y="p50:Q", color=alt.Color("part:N", scale=colours, legend=None))
    )


def _line(base: alt.Chart, band: str, dashed: bool) -> alt.Chart:
    dash = [4, 3] if dashed else [1, 0]
    return base.mark_line(strokeDash=dash, strokeWidth=1 if dashed else 2.5).encode(y=f"{band}:Q")


def _readout(base: alt.Chart, _: Translate, share: bool) -> alt.Chart:
    """Points on the median that tell the numbers of their month."""
    bands = {"p50": _("Median"), "p05": _("Low (5%)"), "p95": _("High (95%)")}
    numbers = [
        alt.Tooltip(f"{band}:Q", title=name, format=".2%" if share else ",.1f")
        for band, name in bands.items()
    ]
    tips = [alt.Tooltip("month:Q", title=_("Month")), *numbers]
    return base.mark_circle(size=30, opacity=0.9).encode(y="p50:Q", tooltip=tips)
