"""The share of feedback cases solved in time by group, with its interval; few cases are pale."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate, number, percent

STEP = 34
ENDS = (0.1, 0.25, 0.5, 0.75, 1.0)
FEW = 30  # cases below which a share is pale


def layout(
    counted: pd.DataFrame, names: Sequence[str], _: Translate = str, language: str = "en"
) -> pd.DataFrame:
    """Rows of `cases.outcomes.counted` that have come due, with label: name, share and count.

    Args:
        names: what people call each group, in the order of the rows.
    """
    rows = counted.assign(name=list(names))
    rows = rows[rows["decided"] > 0].reset_index(drop=True)
    told = zip(rows["name"], rows["share"], rows["decided"], strict=True)
    labels = [
        _("{name}: {share} of {count}").format(
            name=name, share=percent(share, language), count=number(count, language)
        )
        for name, share, count in told
    ]
    return rows.assign(label=labels, few=rows["decided"] < FEW)


def end_of(frame: pd.DataFrame) -> float:
    """Where the axis ends, so that the longest interval has room."""
    return next(end for end in ENDS if end >= frame["high"].max() or end == ENDS[-1])


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    labels: tuple[str, ...] = (),
    whole: float = 0.0,
    end: float = 1.0,
) -> ChartType:
    """Rows of a `layout` in the order of `labels`.

    Args:
        whole: the share of all cases, drawn as a line. end: of the axis (`end_of`).
    """
    axis = alt.Axis(labelLimit=240, labelOverlap=False, ticks=False, domain=False)
    base = alt.Chart().encode(
        y=alt.Y("label:N", sort=list(labels), title=None, axis=axis),
        opacity=alt.condition("datum.few", alt.value(theme.PALE * 1.6), alt.value(1.0)),
        tooltip=[
            alt.Tooltip("name:N", title=_("Cases")),
            alt.Tooltip("in_time:Q", title=_("Solved in time"), format=",d"),
            alt.Tooltip("decided:Q", title=_("Have come due"), format=",d"),
            alt.Tooltip("share:Q", title=_("Share"), format=".1%"),
            alt.Tooltip("low:Q", title=_("Low (95% interval)"), format=".1%"),
            alt.Tooltip("high:Q", title=_("High (95% interval)"), format=".1%"),
        ],
    )
    x = alt.X(
        "share:Q",
        title=_("Solved in time"),
        scale=alt.Scale(domain=[0, end]),
        axis=alt.Axis(format="%", tickCount=4),
    )
    line = alt.Chart().mark_rule(color=theme.BASELINE, strokeDash=[4, 3])
    ends = base.mark_rule(strokeWidth=2.5, color=theme.MAIN).encode(x="low:Q", x2="high:Q")
    points = base.mark_point(filled=True, size=80, color=theme.MAIN).encode(x=x)
    return alt.layer(
        line.encode(x=alt.datum(whole)), ends, points, data=frame, height=alt.Step(STEP)
    )
