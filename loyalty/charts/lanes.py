"""Lanes: pictures one below the other over the same columns, each as wide as the page allows.

A page gives every lane its full width, so nothing may stand beside the plot: names of lanes and
values of an axis are written into a gutter left of the first column.
"""

import json
from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.labels import wrap

Domain = tuple[float, float]

GUTTER = 0.55  # of a column
WIDTH = 820.0  # pixels: the narrowest picture that texts are measured for
TITLE_SIZE = 15
BOLDER = 1.12  # how much wider bold letters are


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
        labelExpr=f"{names}[floor(datum.value)]", labelFontSize=12, labelFontWeight="bold",
        labelLimit=1.1 * column_width(len(labels)), ticks=False, domain=False,
    )  # fmt: skip


def nice_ticks(domain: Domain, about: int = 6) -> list[float]:
    """Round values within the domain, in steps of 1, 2 or 5 times a power of ten."""
    rough = (domain[1] - domain[0]) / about
    power = 10 ** np.floor(np.log10(rough))
    step = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough * 0.99)
    places = np.arange(np.ceil(domain[0] / step), np.floor(domain[1] / step) + 1)
    return [round(float(place * step), 9) + 0.0 for place in places]  # no -0.0


def tick_rows(domain: Domain, field: str) -> pd.DataFrame:
    """Rows part = tick: a place (0 to 1 of the domain) in `field`, and its value as label."""
    if domain[0] != domain[0]:
        return pd.DataFrame({"part": [], field: [], "label": []})
    ticks = nice_ticks(domain)
    digits = max(len(repr(tick).rstrip("0").partition(".")[2]) for tick in ticks)
    labels = [f"{tick:,.{digits}f}".replace("-", "−") for tick in ticks]
    places = (np.array(ticks) - domain[0]) / (domain[1] - domain[0])
    return pd.DataFrame({"part": "tick", field: places, "label": labels})


def share_y(field: str, top: float = 1.0) -> alt.Y:
    """A height given as a share of the lane; shares above `top` would stand outside."""
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False, zero=False))


def tick_lines(field: str) -> list[alt.Chart]:
    """A line for each tick row and its value above it, in the gutter."""
    ticks, y = alt.Chart().transform_filter("datum.part == 'tick'"), share_y(field)
    lines = ticks.mark_rule(color=theme.BASELINE, opacity=0.25).encode(y=y)
    values = ticks.mark_text(
        align="left", baseline="bottom", dy=-1, fontSize=11, opacity=0.75, color=theme.TEXT
    )
    return [lines, values.encode(x=alt.value(24), y=y, text="label:N")]


def lane_name(text: str, height: float) -> alt.Chart:
    """The name of a lane, upright at its left end."""
    place = {"x": alt.value(9), "y": alt.value(height / 2), "text": alt.value(text)}
    one = alt.Chart().transform_aggregate(rows="count()")
    return one.mark_text(angle=270, fontSize=13, opacity=0.75, color=theme.TEXT).encode(**place)


def stacked(
    lanes: Sequence[Any], frame: pd.DataFrame, title: Sequence[str], width: int | None
) -> ChartType:
    """The lanes as one picture of `frame`; `width` in pixels where no page gives it."""
    sized = [lane.properties(width=width) if width else lane for lane in lanes]
    return alt.vconcat(*sized, data=frame, spacing=10, **heading(title, width))


def heading(title: Sequence[str], width: int | None = None) -> dict[str, Any]:
    """The title of a chart, its sentences broken into lines that fit."""
    lines = [line for part in title for line in wrap(part, width or WIDTH, BOLDER * TITLE_SIZE)]
    return {"title": alt.Title(lines, anchor="start", fontSize=TITLE_SIZE)} if lines else {}
