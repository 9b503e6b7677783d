"""Tornado: how far each assumption moves the gain over its range, the widest on top."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.fan import amounts
from loyalty.language import Translate

STEP = 26
ROOM = 260  # pixels for labels


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    labels: tuple[str, ...] = (),
    colour: str = theme.MAIN,
) -> ChartType:
    """Columns label, at_low, at_high (median gains), low, high (the range, as texts).

    The low end of each range is a hollow dot, the high end a full one; the line is doing nothing.
    """
    rows = alt.Y(
        "label:N",
        sort=list(labels),
        title=None,
        axis=alt.Axis(labelLimit=ROOM, ticks=False, domain=False),
    )
    title = _("Median gain")
    x = alt.X("at_low:Q", title=title, axis=amounts(_))
    tips = [
        alt.Tooltip("label:N", title=_("Assumption")),
        alt.Tooltip("low:N", title=_("Low end")),
        alt.Tooltip("at_low:Q", title=_("Gain at the low end"), format=",.0f"),
        alt.Tooltip("high:N", title=_("High end")),
        alt.Tooltip("at_high:Q", title=_("Gain at the high end"), format=",.0f"),
    ]
    base = alt.Chart().encode(y=rows, tooltip=tips)
    return alt.layer(
        alt.Chart().mark_rule(color=theme.BASELINE, strokeWidth=2).encode(x=alt.datum(0)),
        base.mark_bar(color=colour, opacity=0.45, size=12).encode(x=x, x2="at_high:Q"),
        base.mark_point(color=colour, filled=False, size=70, strokeWidth=2, opacity=1).encode(x=x),
        base.mark_point(color=colour, filled=True, size=80, opacity=1).encode(
            x=alt.X("at_high:Q", title=title)
        ),
        data=frame,
        height=alt.Step(STEP),
    )
