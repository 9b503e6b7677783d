"""Weights that follow from judgements: bars of one person, or how far several are apart."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate


def bars(frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = ()) -> ChartType:
    """One bar per item, large enough for a room; columns label, weight (0-1)."""
    base = alt.Chart(frame, height=alt.Step(34)).encode(
        y=_items(labels, 150),
        x=alt.X("weight:Q", axis=None, scale=alt.Scale(nice=False)),
        tooltip=_tips(_),
    )
    value = base.mark_text(align="left", dx=5, fontSize=15, color=theme.TEXT)
    return alt.layer(
        base.mark_bar(color=theme.MAIN, height=22),
        value.encode(text=alt.Text("weight:Q", format=".0%")),
    )


def spread(frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = ()) -> ChartType:
    """A dot per person and item, their range, and a diamond for the group.

    Columns label, name, weight (0-1), part ("person" or "group").
    """
    base = alt.Chart().encode(y=_items(labels, 220))
    people = base.transform_filter("datum.part == 'person'")
    group = base.transform_filter("datum.part == 'group'")
    title = _("Weight: each person (dots), the group (diamond)")
    x = alt.X("weight:Q", title=title, axis=alt.Axis(format=".0%", tickCount=5))
    tips = [alt.Tooltip("name:N", title=_("Participant")), *_tips(_)]
    lowest = alt.X("min(weight):Q", title=title)
    return alt.layer(
        people.mark_rule(strokeWidth=4, opacity=theme.PALE, color=theme.BASELINE).encode(
            x=lowest, x2="max(weight):Q"
        ),
        people.mark_circle(size=90, opacity=0.75, color=theme.BASELINE).encode(x=x, tooltip=tips),
        group.mark_point(
            shape="diamond", size=190, filled=True, opacity=1, color=theme.MAIN
        ).encode(x=x, tooltip=tips),
        data=frame,
        height=alt.Step(34),
    )


def _items(labels: tuple[str, ...], width: int) -> alt.Y:
    axis = alt.Axis(labelLimit=width, labelFontSize=14, ticks=False, domain=False)
    return alt.Y("label:N", sort=list(labels), title=None, axis=axis)


def _tips(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Item")),
        alt.Tooltip("weight:Q", title=_("Weight"), format=".1%"),
    ]
