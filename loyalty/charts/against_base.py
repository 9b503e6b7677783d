"""A group set against everybody: a dot and its interval for each row, from a line of no difference.

Rows whose interval reaches over the line are drawn hollow and pale: they may be chance.
"""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate

STEP = 26


def layout(rows: pd.DataFrame, line: float = 0.0) -> pd.DataFrame:
    """Rows with a value, and sure: whether the interval lies on one side of the line.

    Args:
        rows: with value, low, high; low and high may be missing.
        line: the value of no difference.
    """
    kept = rows[rows["value"].notna()].reset_index(drop=True)
    return kept.assign(sure=(kept["low"] > line) | (kept["high"] < line))


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    labels: tuple[str, ...] = (),
    title: str = "",
    colour: str = theme.MAIN,
    line: float = 0.0,
    width: int = 480,
) -> ChartType:
    """Rows of a `layout` in the order of `labels`; label, here, all and counts are told.

    Args:
        title: what the axis measures. colour: of the group. width: room for the labels.
    """
    base = alt.Chart().encode(
        y=alt.Y(
            "label:N",
            sort=list(labels),
            title=None,
            axis=alt.Axis(
                labelLimit=width, labelOverlap=False, labelFlush=False, ticks=False, domain=False
            ),
        ),
        tooltip=_tooltip(_),
    )
    middle = alt.Chart().mark_rule(color=theme.BASELINE, strokeDash=[4, 3])
    sure, unsure = (base.transform_filter(f"{sign}datum.sure") for sign in ("", "!"))
    x = alt.X("value:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=6))
    return alt.layer(
        middle.encode(x=alt.datum(line)),
        _interval(unsure, theme.BASELINE, theme.PALE * 2),
        _interval(sure, colour, 1.0),
        unsure.mark_point(filled=False, size=55, color=theme.BASELINE, opacity=0.8).encode(x=x),
        sure.mark_point(filled=True, size=75, color=colour, opacity=1).encode(x=x),
        data=frame,
        height=alt.Step(STEP),
    )


def _interval(base: alt.Chart, colour: str, opacity: float) -> alt.Chart:
    return base.mark_rule(strokeWidth=2.5, color=colour, opacity=opacity).encode(
        x="low:Q", x2="high:Q"
    )


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("What")),
        alt.Tooltip("here:N", title=_("In the segment")),
        alt.Tooltip("all:N", title=_("Everybody")),
        alt.Tooltip("value:Q", title=_("Difference"), format=".2f"),
        alt.Tooltip("low:Q", title=_("Low (95% interval)"), format=".2f"),
        alt.Tooltip("high:Q", title=_("High (95% interval)"), format=".2f"),
        alt.Tooltip("known:Q", title=_("Customers with a value"), format=",d"),
        alt.Tooltip("base_known:Q", title=_("Everybody with a value"), format=",d"),
    ]
