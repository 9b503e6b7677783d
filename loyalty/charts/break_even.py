"""The median gain as one assumption moves, with its range and its break-even."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.fan import amounts
from loyalty.language import Translate


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: str = "",
    low: float = 0.0,
    high: float = 0.0,
    value: float | None = None,
    colour: str = theme.MAIN,
    height: int = 240,
) -> ChartType:
    """Columns value (of the assumption) and gain.

    The band is the range held to be true (`low` to `high`); the dashed line the break-even. The
    page draws from the frame alone, so the band's ends are constants on one row counted from it.
    """
    x = alt.X("value:Q", title=title, scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("gain:Q", title=_("Median gain"), axis=amounts(_))
    tips = [
        alt.Tooltip("value:Q", title=title, format=",.4~g"),
        alt.Tooltip("gain:Q", title=_("Median gain"), format=",.0f"),
    ]
    base = alt.Chart().encode(x=x, y=y)
    band = alt.Chart().transform_aggregate(rows="count()")
    layers = [
        band.mark_rect(color=colour, opacity=theme.PALE / 2).encode(
            x=alt.datum(low), x2=alt.datum(high)
        ),
        alt.Chart().mark_rule(color=theme.BASELINE, strokeWidth=2).encode(y=alt.datum(0)),
        base.mark_line(color=colour, strokeWidth=2.5),
        base.mark_circle(color=colour, size=60, opacity=1).encode(tooltip=tips),
    ]
    if value is not None:
        rule = alt.Chart().mark_rule(color=theme.TEXT, strokeDash=[5, 4], strokeWidth=1.5)
        layers.append(rule.encode(x=alt.datum(value)))
    return alt.layer(*layers, data=frame, height=height)
