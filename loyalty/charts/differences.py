"""Differences between two groups as dots with their intervals, from a line of no difference.

Significant ones carry the colour of the group that has more; the others are hollow and pale.
"""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.two_journeys import COLOURS
from loyalty.journey.compare.findings import place, unit
from loyalty.journey.stage_map import stage_label
from loyalty.language import Translate

LOOKS = ["first", "second", "chance"]  # which group has more, or that it may be chance
STEP = 26
SHOWN = 15


def layout(rows: pd.DataFrame, measure: str, _: Translate = str) -> pd.DataFrame:
    """The first rows of a `compare.findings.ranked`: label, and its numbers in units people read.

    Those are points of feeling, percentage points, or days.
    """
    rows, factor = rows.head(SHOWN), unit(measure)
    numbers = ["first", "second", "difference", "low", "high"]
    whole = [not isinstance(name, str) for name in rows["touchpoint"]]
    names = [place(row, _) for _index, row in rows.iterrows()]
    labels = [
        _("Stage: {stage}").format(stage=name) if one else name
        for name, one in zip(names, whole, strict=True)
    ]
    return rows.assign(
        label=labels,
        stage_label=[stage_label(one, _) for one in rows["stage"]],
        look=np.where(rows["significant"], np.where(rows["difference"] > 0, *LOOKS[:2]), LOOKS[2]),
        **{name: rows[name] * factor for name in numbers},
    )


def draw(frame: pd.DataFrame, _: Translate = str, title: str = "", width: int = 300) -> ChartType:
    """Rows of a `layout` in their order; `title` says what the axis measures.

    Args:
        width: room for the labels in pixels.
    """
    axis = alt.Axis(
        labelLimit=width, labelOverlap=False, labelFlush=False, ticks=False, domain=False
    )
    base = alt.Chart().encode(
        y=alt.Y("label:N", sort=None, title=None, axis=axis), tooltip=_tooltip(_)
    )
    middle = alt.Chart().mark_rule(color=theme.BASELINE, strokeDash=[4, 3])
    x = alt.X("difference:Q", title=title, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=6))
    ends = base.mark_rule(strokeWidth=2.5).encode(x="low:Q", x2="high:Q")
    dots = base.mark_point(size=65).encode(x=x, fill=_look(alt.Fill, *COLOURS, "transparent"))
    look: dict[str, Any] = {
        "color": _look(alt.Color, *COLOURS, theme.BASELINE),
        "opacity": alt.condition("datum.look == 'chance'", alt.value(theme.PALE * 2), alt.value(1)),
    }
    return alt.layer(
        ends.encode(**look),
        dots.encode(**look),
        middle.encode(x=alt.datum(0)),
        data=frame,
        height=alt.Step(STEP),
    )


def _look(channel: Any, *values: str) -> Any:
    """What a row of each look has in a channel."""
    return channel("look:N", scale=alt.Scale(domain=LOOKS, range=list(values)), legend=None)


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    columns = (
        ("difference", _("Difference"), ",.2f"),
        ("low", _("Low (95% interval)"), ",.2f"),
        ("high", _("High (95% interval)"), ",.2f"),
        ("first", _("First group"), ",.2f"),
        ("second", _("Second group"), ",.2f"),
        ("first_base", _("First group rests on"), ",d"),
        ("second_base", _("Second group rests on"), ",d"),
    )
    return [
        alt.Tooltip("label:N", title=_("Where")),
        alt.Tooltip("stage_label:N", title=_("Stage")),
        *(alt.Tooltip(f"{name}:Q", title=title, format=form) for name, title, form in columns),
    ]
