"""Differences between two groups as dots with their intervals, from a line of no difference.

Significant ones carry the colour of the group that has more; the others are hollow and pale.
"""

from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.two_journeys import COLOURS
from loyalty.journey.compare_findings import place, unit
from loyalty.journey.stage_map import stage_label
from loyalty.language import Translate

STEP = 26
SHOWN = 15


def layout(rows: pd.DataFrame, measure: str, _: Translate = str) -> pd.DataFrame:
    """The first rows of a `compare_findings.ranked`: label, and its numbers in units people read.

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
        more=["first" if value > 0 else "second" for value in rows["difference"]],
        **{name: rows[name] * factor for name in numbers},
    )


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    labels: tuple[str, ...] = (),
    title: str = "",
    width: int = 300,
) -> ChartType:
    """Rows of a `layout` in the order of `labels`; `title` says what the axis measures."""
    axis = alt.Axis(
        labelLimit=width, labelOverlap=False, labelFlush=False, ticks=False, domain=False
    )
    y = alt.Y("label:N", sort=list(labels), title=None, axis=axis)
    base = alt.Chart().encode(y=y, tooltip=_tooltip(_))
    sure, unsure = (base.transform_filter(f"{sign}datum.significant") for sign in ("", "!"))
    x = alt.X("difference:Q", title=title, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=6))
    scale = alt.Scale(domain=["first", "second"], range=list(COLOURS))
    colour = alt.Color("more:N", scale=scale, legend=None)
    pale: dict[str, Any] = {"color": theme.BASELINE}
    middle = alt.Chart().mark_rule(color=theme.BASELINE, strokeDash=[4, 3])
    ends = {"x": "low:Q", "x2": "high:Q"}
    return alt.layer(
        middle.encode(x=alt.datum(0)),
        unsure.mark_rule(strokeWidth=2.5, opacity=theme.PALE * 2, **pale).encode(**ends),
        sure.mark_rule(strokeWidth=2.5).encode(**ends, color=colour),
        unsure.mark_point(filled=False, size=55, opacity=0.8, **pale).encode(x=x),
        sure.mark_point(filled=True, size=75, opacity=1).encode(x=x, color=colour),
        data=frame,
        height=alt.Step(STEP),
    )


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
