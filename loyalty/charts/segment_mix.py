"""Who the customers are over the months: active customers of each segment."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts.fan import PLAIN, SMALL, amounts, months, small_axis
from loyalty.language import Translate


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    names: tuple[str, ...] = (),
    colours: tuple[str, ...] = (),
    zero: bool = False,
    title: str = "",
    height: int = 240,
) -> ChartType:
    """Medians of segments, stacked; with `zero` they are differences and stand as lines.

    Columns month, segment (one of `names`, which have their `colours`), p05, p50, p95 and metric.
    """
    legend = alt.Legend(title=None, orient="right", symbolOpacity=1, labelLimit=170)
    y = alt.Y("p50:Q", title=title, axis=amounts(_), stack=None if zero else "zero")
    return _layers(frame, _, names, colours, zero, months(_), y, legend).properties(height=height)


def small(
    frame: pd.DataFrame,
    _: Translate = str,
    names: tuple[str, ...] = (),
    colours: tuple[str, ...] = (),
    zero: bool = False,
    height: int = SMALL,
) -> ChartType:
    """The same picture in the size of a stamp; a click picks it (selection "pick")."""
    y = alt.Y("p50:Q", axis=small_axis(_), stack=None if zero else "zero")
    scale = alt.Scale(zero=False, nice=False)
    x = alt.X("month:Q", scale=scale, axis=alt.Axis(**PLAIN))
    pick = alt.selection_point(name="pick", fields=["metric"], nearest=True, on="click")
    target = alt.Chart().mark_point(opacity=0, size=1).encode(x=x, y=y).add_params(pick)
    layers = _layers(frame, _, names, colours, zero, x, y, None)
    return alt.layer(*layers.layer, target, data=frame, height=height)


def _layers(
    frame: pd.DataFrame,
    _: Translate,
    names: tuple[str, ...],
    colours: tuple[str, ...],
    zero: bool,
    x: alt.X,
    y: alt.Y,
    legend: alt.Legend | None,
) -> alt.LayerChart:
    numbers = {"p50": _("Median"), "p05": _("Low (5%)"), "p95": _("High (95%)")}
    base = alt.Chart().encode(
        x=x,
        y=y,
        color=alt.Color(
            "segment:N",
            scale=alt.Scale(domain=list(names), range=list(colours)),
            sort=list(names),
            legend=legend,
        ),
        tooltip=[
            alt.Tooltip("segment:N", title=_("Segment")),
            alt.Tooltip("month:Q", title=_("Month")),
            *[alt.Tooltip(f"{key}:Q", title=name, format=",.1f") for key, name in numbers.items()],
        ],
    )
    marks = [base.mark_line(strokeWidth=2)] if zero else [base.mark_area(opacity=0.8)]
    return alt.layer(*marks, data=frame)
