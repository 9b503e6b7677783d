"""One metric over the months, as bands: under a strategy, against doing nothing."""

from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate

WIDE, NARROW = 0.2, 0.35  # opacity of the 90% and the 50% band
EDGES = ("p05", "p95")
OTHERS = ("A", "B", "C", "D")  # scenarios, in the order of their colours
SMALL = 62  # pixels
TIGHT = {"left": 0, "right": 4, "top": 4, "bottom": 0}  # padding
PLAIN: dict[str, Any] = {"tickCount": 3, "title": None, "grid": False, "labelFontSize": 10}


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
    x, colour = months(_), alt.value(theme.SCENARIOS[place])
    points = alt.Chart().transform_filter("datum.part == 'strategy'").mark_circle(size=30)
    return alt.layer(
        *_layers(y, x, place, zero, 2.5),
        points.encode(x=x, y="p50:Q", color=colour, tooltip=_tips(_, share)),
        data=frame,
        height=height,
        padding={"bottom": 0},
    )


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
    x = small_months()
    pick = alt.selection_point(name="pick", fields=["metric"], nearest=True, on="click")
    target = (
        alt.Chart().mark_point(opacity=0, size=1).encode(x=x, y="p50:Q", tooltip=_tips(_, share))
    )
    return alt.layer(
        *_layers(y, x, place, zero, 1.5),
        target.add_params(pick),
        data=frame,
        height=height,
        padding=TIGHT,
    )


def small_axis(_: Translate, share: bool = False) -> alt.Axis:
    """The axis of values of a small picture, as wide as that of its neighbours."""
    if share:
        return alt.Axis(**PLAIN, minExtent=34, format=".2~p")
    return alt.Axis(**PLAIN, minExtent=34, labelExpr=amounts(_).labelExpr)


def small_months() -> alt.X:
    """The months of a small picture, which are those of the large one beside it."""
    axis = alt.Axis(labels=False, ticks=False, title=None, grid=False)
    return alt.X("month:Q", scale=alt.Scale(zero=False, nice=False), axis=axis)


def _layers(y: alt.Y, x: alt.X, place: int, zero: bool, width: float) -> list[alt.Chart]:
    base = alt.Chart().encode(x=x)
    with_it = base.transform_filter("datum.part == 'strategy'")
    without = base.transform_filter("datum.part == 'base'")
    colour = theme.SCENARIOS[place]
    line = alt.Chart().mark_rule(color=theme.BASELINE, strokeWidth=1.5).encode(y=alt.datum(0))
    return [
        *([line] if zero else []),
        with_it.mark_area(opacity=WIDE, color=colour).encode(y=y, y2="p95:Q"),
        with_it.mark_area(opacity=NARROW, color=colour).encode(y="p25:Q", y2="p75:Q"),
        *[_line(without, band, 1, [4, 3], theme.BASELINE) for band in EDGES],
        _line(without, "p50", width, [1, 0], theme.BASELINE),
        _others(base),
        _line(with_it, "p50", width, [1, 0], colour),
    ]


def months(_: Translate) -> alt.X:
    """The axis of months, without empty room before the first."""
    scale = alt.Scale(zero=False, nice=False)
    axis = alt.Axis(tickMinStep=1, labelFlush=False, titlePadding=5)
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


def _line(base: alt.Chart, band: str, width: float, dash: list[int], colour: str) -> alt.Chart:
    line = base.mark_line(strokeDash=dash, strokeWidth=width)
    return line.encode(y=f"{band}:Q", color=alt.value(colour))


def _tips(_: Translate, share: bool) -> list[alt.Tooltip]:
    """The numbers of a month."""
    bands = {"p50": _("Median"), "p05": _("Low (5%)"), "p95": _("High (95%)")}
    numbers = [
        alt.Tooltip(f"{band}:Q", title=name, format=".2%" if share else ",.1f")
        for band, name in bands.items()
    ]
    return [alt.Tooltip("month:Q", title=_("Month")), *numbers]
