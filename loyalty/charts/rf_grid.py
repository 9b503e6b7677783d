"""Recency by frequency as a 5 x 5 heat map: one of two days, or the change between them.

Up is more recent, right is more often. The corners are named, so that the picture says where to
look: customers who wander down the right side are loyal ones who fall silent.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import floor

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate, compact, mark, number
from loyalty.rfm import BEST, FREQUENCY, RECENCY

STRENGTH = (0.04, 0.75)  # of the colour; text stays readable on it
LONG = 100_000  # counts from here on are written in short form
MORE, FEWER = theme.MAIN, "#D55E00"
PANELS = ("then", "now", "change")
CORNERS = (
    (0, BEST, mark("New")),
    (BEST, BEST, mark("Best")),
    (0, 0, mark("Lost")),
    (BEST, 0, mark("Loyal, but leaving")),
)


def layout(
    cells: pd.DataFrame, panel: str, _: Translate = str, language: str = "en"
) -> pd.DataFrame:
    """The cells of `loyalty.replay.rf_grid` with the text and colour of one panel.

    Adds text, strength (0-1; the same scale for `then` and `now`), direction (more, fewer) and
    the names of the corners as rows with part = "corner".
    """
    change = panel == "change"
    known = cells[["change"]] if change else cells[["then_share", "now_share"]]
    most = float(np.nan_to_num(known.abs().to_numpy()).max())
    shown = cells["change"] if change else cells[f"{panel}_share"]
    texts = (
        [_points(value) for value in cells["change"]]
        if change
        else [_count(value, language) for value in cells[panel]]
    )
    rows = cells.assign(
        part="cell",
        text=texts,
        strength=(shown.abs() / most if most > 0 else shown).fillna(0.0),
        direction=["fewer" if value < 0 else "more" for value in shown],
    )
    wide, high = (int(cells[axis].max()) for axis in ("frequency", "recency"))
    corners = [
        {
            "part": "corner",
            "frequency": min(x, wide),
            "recency": min(y, high),
            "text": _(name),
        }
        for x, y, name in CORNERS
    ]
    return pd.concat([rows, pd.DataFrame(corners)], ignore_index=True)


def without_empty(
    cells: pd.DataFrame, cuts: Mapping[str, Sequence[float]]
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """The cells without ratings that ties leave to nobody, and the bands of recency and frequency.

    The ratings left are numbered anew from 1. Without cuts nothing is left out.
    """
    found = {}
    for column, axis in ((RECENCY, "recency"), (FREQUENCY, "frequency")):
        texts = bands(cuts, column)
        held = cells.groupby(axis)[["then", "now"]].sum().sum(axis=1)
        possible = (np.array(texts) != "–") | (held.to_numpy() > 0) | (column not in cuts)
        rating = cells[axis].to_numpy() - 1
        cells = cells.assign(**{axis: np.cumsum(possible)[rating]})[possible[rating]]
        found[axis] = [text for text, kept in zip(texts, possible, strict=True) if kept]
    return cells.reset_index(drop=True), found["recency"], found["frequency"]


def bands(cuts: Mapping[str, Sequence[float]], column: str) -> list[str]:
    """What each rating 1 to 5 stands for, in whole days or orders: ≤ 3, 4–7, ≥ 8.

    A dash where ties leave no whole number to a rating.
    """
    found = cuts.get(column)
    if found is None:
        return ["–"] * BEST
    edges = [floor(cut) for cut in found]
    middle = [_span(low + 1, high) for low, high in pairwise(edges)]
    lowest = number(1) if column == FREQUENCY and edges[0] == 1 else f"≤ {number(edges[0])}"
    texts = [lowest, *middle, f"≥ {number(edges[-1] + 1)}"]
    return texts[::-1] if column == RECENCY else texts


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: str = "",
    recency: tuple[str, ...] = (),
    frequency: tuple[str, ...] = (),
    height: int = 300,
) -> ChartType:
    """The rows of `layout`; `recency` and `frequency` are the `bands` of the axes."""
    cells = _place(frame, _, recency, frequency).transform_filter("datum.part == 'cell'")
    cells = cells.encode(tooltip=_tooltip(_)).transform_calculate(
        days=_label(recency, "recency"), orders=_label(frequency, "frequency")
    )
    colour = alt.Scale(domain=["more", "fewer"], range=[MORE, FEWER])
    ground = cells.mark_rect(cornerRadius=2, stroke=theme.BASELINE, strokeOpacity=0.25).encode(
        x2="right:Q",
        y2="top:Q",
        color=alt.Color("direction:N", scale=colour, legend=None),
        opacity=alt.Opacity("strength:Q", scale=_strength(), legend=None),
    )
    text = cells.mark_text(fontSize=12, color=theme.TEXT).encode(
        x="middle:Q", y="centre:Q", text="text:N"
    )
    parts = alt.layer(ground, text, *_corners(frame, _, recency, frequency), height=height)
    return parts.properties(title=title) if title else parts


def _strength() -> alt.Scale:
    return alt.Scale(domain=[0, 1], range=list(STRENGTH))


def _place(
    frame: pd.DataFrame, _: Translate, recency: tuple[str, ...], frequency: tuple[str, ...]
) -> alt.Chart:
    x = alt.X(
        "left:Q",
        title=_("Orders: more often to the right"),
        scale=alt.Scale(domain=[0, len(frequency) or BEST], nice=False),
        axis=_axis(frequency),
    )
    y = alt.Y(
        "bottom:Q",
        title=_("Days since the last order: more recent upwards"),
        scale=alt.Scale(domain=[-0.6, (len(recency) or BEST) + 0.6], nice=False),
        axis=_axis(recency),
    )
    edges = {
        "left": "datum.frequency - 1",
        "right": "datum.frequency",
        "middle": "datum.frequency - 0.5",
        "bottom": "datum.recency - 1",
        "top": "datum.recency",
        "centre": "datum.recency - 0.5",
    }
    return alt.Chart(frame).transform_calculate(**edges).encode(x=x, y=y)


def _axis(labels: tuple[str, ...]) -> alt.Axis:
    return alt.Axis(
        values=[place + 0.5 for place in range(len(labels) or BEST)],
        labelExpr=f"{json.dumps(labels)}[floor(datum.value)]",
        domain=False,
        ticks=False,
        grid=False,
        labelPadding=6,
    )


def _corners(
    frame: pd.DataFrame, _: Translate, recency: tuple[str, ...], frequency: tuple[str, ...]
) -> list[alt.Chart]:
    """Names above and below the cells, at their left and right edge."""
    corners = _place(frame, _, recency, frequency).transform_filter("datum.part == 'corner'")
    corners = corners.encode(x="frequency:Q", y="recency:Q", text="text:N")
    wide, high = len(frequency) or BEST, len(recency) or BEST
    return [
        corners.transform_filter(
            f"datum.frequency == {min(x, wide)} && datum.recency == {min(y, high)}"
        ).mark_text(
            align="left" if x == 0 else "right",
            dy=-11 if y else 11,
            fontSize=11,
            fontStyle="italic",
            color=theme.TEXT,
        )
        for x, y, _name in CORNERS
    ]


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("days:N", title=_("Days since the last order")),
        alt.Tooltip("orders:N", title=_("Orders")),
        alt.Tooltip("then:Q", title=_("Customers then"), format=",d"),
        alt.Tooltip("now:Q", title=_("Customers now"), format=",d"),
        alt.Tooltip("then_share:Q", title=_("Share then"), format=".1%"),
        alt.Tooltip("now_share:Q", title=_("Share now"), format=".1%"),
    ]


def _label(labels: tuple[str, ...], rating: str) -> str:
    return f"{json.dumps(labels)}[datum.{rating} - 1]"


def _span(low: int, high: int) -> str:
    if low > high:
        return "–"
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _count(customers: int, language: str) -> str:
    return number(customers) if customers < LONG else compact(customers, language)


def _points(change: float) -> str:
    """A change of share in percentage points."""
    if change != change:
        return "–"
    points = round(100 * change, 1)
    return f"{points:+.1f}" if points else "0"
