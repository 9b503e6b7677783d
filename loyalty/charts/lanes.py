"""Lanes: pictures one below the other over the same columns, each as wide as the page allows.

A page gives every lane its full width, so nothing may stand beside the plot: names of lanes and
values of an axis are written into a gutter left of the first column.
"""

import json
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme

GUTTER = 0.55  # of a column
WIDTH = 820.0  # pixels: the narrowest picture that texts are measured for


def column_width(columns: int) -> float:
    """Pixels of a column in the narrowest picture."""
    return WIDTH / (columns + GUTTER)


def column_x(field: str, columns: float, axis: alt.Axis | None = None) -> alt.X:
    """A place on the columns; column n reaches from n to n + 1. Part of a column may follow."""
    scale = alt.Scale(domain=[-GUTTER, columns], nice=False, zero=False)
    return alt.X(f"{field}:Q", scale=scale, title=None, axis=axis)


def header(labels: Sequence[str]) -> alt.Axis:
    """The names of the columns, above the first lane."""
    names = json.dumps(list(labels), ensure_ascii=False)
    return alt.Axis(
        orient="top", values=[place + 0.5 for place in range(len(labels))], grid=False,
        labelExpr=f"{names}[floor(datum.value)]", labelFontSize=13, labelFontWeight="bold",
        labelLimit=column_width(len(labels)), ticks=False, domain=False,
    )  # fmt: skip


def value_axis() -> alt.Axis:
    """Values above their grid lines, within the gutter."""
    return alt.Axis(
        tickCount=5, ticks=False, domain=False, labelAlign="left", labelPadding=-26, labelOffset=-7
    )


def lane_name(text: str, height: float) -> alt.Chart:
    """The name of a lane, upright at its left end."""
    place = {"x": alt.value(9), "y": alt.value(height / 2), "text": alt.value(text)}
    one = alt.Chart().transform_aggregate(rows="count()")
    return one.mark_text(angle=270, fontSize=13, opacity=0.75, color=theme.TEXT).encode(**place)


def stacked(lanes: Sequence[Any], frame: pd.DataFrame, title: Sequence[str]) -> ChartType:
    """The lanes as one picture of `frame`, with a title of one or more lines."""
    heading = {"title": alt.Title(list(title), anchor="start")} if title else {}
    return alt.vconcat(*lanes, data=frame, spacing=10, **heading)
