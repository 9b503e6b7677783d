"""The size of a segment against a threshold: the pointer reads it off, a click picks a value.

Both work over the whole height of the picture and without a question to the server: every step of
the curve lies under a column of its own that cannot be seen. The click is the selection ``pick``.
"""

import json
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate, mark

PICK = "pick"
CLIFF = theme.LEVELS["low"]
HEADROOM = 1.3  # of the largest size: for three lines of words above the curve
LINES = (10, 27, 44)
DAY = 86_400_000  # milliseconds

SIZE = mark("{value}: {size} customers")
TIED = mark("Cliff: {tied} customers with exactly {start} change segment")


def layout(points: pd.DataFrame) -> pd.DataFrame:
    """`loyalty.segmentation.thin` with what the words need.

    Adds side (of the picture on which a value lies), previous (the size before a step), room (above
    the curve), part (step, or edge: one row at the end).
    """
    low, high = points["start"].iloc[0], points["end"].iloc[-1]
    steps = points.assign(
        side=np.where(points["value"] > (low + high) / 2, "right", "left"),
        previous=points["size"] - points["change"],
        room=max(1.0, points["size"].max() * HEADROOM),
        part="step",
    )
    edge = steps.tail(1).assign(part="edge", start=high, left=np.nan, now=False, cliff=False)
    return pd.concat([steps, edge], ignore_index=True)


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    threshold: str = "",
    segment: str = "",
    days: bool = False,
    height: int = 260,
) -> ChartType:
    """The curve of a `layout`; `threshold` names the horizontal axis, `segment` what is counted.

    Values are days since 1970 where `days`.
    """
    base = alt.Chart().encode(x=_x("start", threshold, days))
    title = _("Customers in {segment}").format(segment=segment)
    scale = alt.Scale(nice=False, zero=True)
    curve = base.encode(y=alt.Y("size:Q", title=title, stack=None, scale=scale))
    hover = alt.selection_point(
        name="hover", on="pointerover", clear="pointerout", fields=["value"], empty=False
    )
    steps = base.transform_filter("datum.part == 'step'")
    cliffs = steps.transform_filter("datum.cliff")
    under = steps.transform_filter("isValid(datum.left)")
    at = under.transform_filter(hover)
    return alt.layer(
        curve.mark_area(interpolate="step-after", color=theme.MAIN, opacity=theme.PALE / 2),
        curve.mark_line(interpolate="step-after", color=theme.MAIN, strokeWidth=2),
        curve.mark_point(opacity=0).encode(y="room:Q"),
        cliffs.mark_rule(color=CLIFF, strokeWidth=3).encode(y="previous:Q", y2="size:Q"),
        *_read(steps.transform_filter("datum.now"), _, days, LINES[2], [6, 4]),
        *_read(at, _, days, LINES[0], [1, 0]),
        *_said(at.transform_filter("datum.cliff"), _(TIED), "start", days, LINES[1]),
        _columns(under, hover),
        data=frame,
        height=height,
    )


def _columns(steps: alt.Chart, hover: alt.Parameter) -> alt.Chart:
    """What the pointer meets: a column for each step it can read, over the whole height."""
    pick = alt.selection_point(name=PICK, on="click", fields=["value"])
    columns = steps.mark_rect(opacity=0, cursor="pointer").encode(
        x="left:Q",
        x2="right:Q",
        y=alt.value(0),
        y2=alt.value(alt.expr("height")),
        tooltip=alt.value(None),
    )
    return columns.properties(name="size_curve_columns").add_params(hover, pick)


def _read(
    steps: alt.Chart, _: Translate, days: bool, line: int, dash: list[int]
) -> list[alt.Chart]:
    """The value of a step and the size there: a line, a dot on the curve, words above."""
    at = steps.encode(x="value:Q")
    return [
        at.mark_rule(color=theme.BASELINE, strokeDash=dash),
        at.mark_circle(size=90, opacity=1, color=theme.MAIN).encode(y="size:Q"),
        *_said(at, _(SIZE), "value", days, line),
    ]


def _said(steps: alt.Chart, template: str, field: str, days: bool, line: int) -> list[alt.Chart]:
    """Words beside a step, on the side where there is room."""
    value = _day(field) if days else f"format(datum.{field}, ',.4~f')"
    parts = {field: value, "size": _count("size"), "tied": _count("tied")}
    said = json.dumps(template, ensure_ascii=False)
    for name, part in parts.items():
        said = f"replace({said}, '{{{name}}}', {part})"
    words = steps.transform_calculate(said=said).encode(text="said:N", y=alt.value(line))
    sides: tuple[tuple[Literal["left", "right"], int], ...] = (("left", 8), ("right", -8))
    return [
        words.transform_filter(f"datum.side == '{side}'").mark_text(
            align=side, dx=dx, fontSize=13, fontWeight="bold", color=theme.TEXT
        )
        for side, dx in sides
    ]


def _day(field: str) -> str:
    return f"utcFormat(datum.{field} * {DAY}, '%Y-%m-%d')"


def _count(field: str) -> str:
    return f"format(datum.{field}, ',d')"


def _x(field: str, title: str, days: bool) -> alt.X:
    labels = _day("value") if days else alt.Undefined
    return alt.X(
        f"{field}:Q",
        title=title,
        axis=alt.Axis(grid=False, labelExpr=labels),
        scale=alt.Scale(zero=False, nice=False),
    )
