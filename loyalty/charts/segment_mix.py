"""Who the customers are over the months: active customers of each segment.

A segment without any is left out, in the legend too: so the legend comes from the data, and the
colours stand in them.
"""

import json

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts.fan import SMALL, TIGHT, amounts, months, small_axis, small_months
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
    legend = alt.Legend(
        title=None, orient="right", symbolOpacity=1, labelLimit=170, description=_("Segment")
    )
    y = alt.Y("p50:Q", title=title, axis=amounts(_), stack=None if zero else "zero")
    base = _peopled(names, colours).encode(x=months(_), y=y, color=_colour(names, legend))
    points = base.mark_circle(size=40, opacity=0).encode(tooltip=_tips(_))
    return alt.layer(_mark(base, zero), points, data=frame, height=height, padding={"bottom": 0})


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
    base = _peopled(names, colours).encode(x=small_months(), y=y, color=_colour(names, None))
    pick = alt.selection_point(name="pick", fields=["metric"], nearest=True, on="click")
    target = base.mark_point(opacity=0, size=1).encode(tooltip=_tips(_)).add_params(pick)
    return alt.layer(_mark(base, zero), target, data=frame, height=height, padding=TIGHT)


def _mark(base: alt.Chart, zero: bool) -> alt.Chart:
    return base.mark_line(strokeWidth=2) if zero else base.mark_area(opacity=0.8)


def _peopled(names: tuple[str, ...], colours: tuple[str, ...]) -> alt.Chart:
    """Segments that are not zero in all months, with their place among the names and a colour."""
    return (
        alt.Chart()
        .transform_joinaggregate(most="max(p95)", least="min(p05)", groupby=["segment"])
        .transform_filter("datum.most > 0 || datum.least < 0")
        .transform_calculate(
            place=f"indexof({json.dumps(names)}, datum.segment)",
            colour=f"{json.dumps(colours)}[datum.place]",
        )
    )


def _colour(names: tuple[str, ...], legend: alt.Legend | None) -> alt.Color:
    """By place: both places and colours are sorted by it."""
    scale = alt.Scale(range=alt.FieldRange("colour"))
    if legend:
        legend.labelExpr = f"{json.dumps(names)}[datum.value]"
    return alt.Color("place:O", scale=scale, legend=legend)


def _tips(_: Translate) -> list[alt.Tooltip]:
    numbers = {"p50": _("Median"), "p05": _("Low (5%)"), "p95": _("High (95%)")}
    return [
        alt.Tooltip("segment:N", title=_("Segment")),
        alt.Tooltip("month:Q", title=_("Month")),
        *[alt.Tooltip(f"{key}:Q", title=name, format=",.1f") for key, name in numbers.items()],
    ]
