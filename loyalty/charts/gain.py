"""What strategies bring beyond doing nothing, ranked."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.fan import amounts
from loyalty.language import Translate


def rank(
    frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = (), height: int = 280
) -> ChartType:
    """Gain of each strategy at the end with its 50 and 90% range; the best on top.

    Columns label, place (order of display), colour (place of its scenario, or -1), chance,
    p05, p25, p50, p75, p95. `labels` are in order of `place`.
    """
    colours = [*theme.SCENARIOS, theme.BASELINE]
    base = alt.Chart().encode(
        y=alt.Y("label:N", sort=list(labels), title=None, axis=alt.Axis(labelLimit=200)),
        color=alt.Color(
            "colour:N",
            scale=alt.Scale(domain=[*range(len(theme.SCENARIOS)), -1], range=colours),
            legend=None,
        ),
    )
    x = alt.X("p05:Q", title=_("Gain over doing nothing"), axis=amounts(_))
    tips = [*_tips(_, "label", _("Strategy")), _chance(_)]
    return alt.layer(
        _zero().encode(x="zero:Q"),
        base.mark_rule(strokeWidth=2).encode(x=x, x2="p95:Q"),
        base.mark_rule(strokeWidth=7, opacity=0.6).encode(x="p25:Q", x2="p75:Q"),
        base.mark_circle(size=130, opacity=1).encode(x="p50:Q", tooltip=tips),
        data=frame,
        height=height,
    )


def _zero() -> alt.Chart:
    return alt.Chart().transform_calculate(zero="0").mark_rule(color=theme.BASELINE, strokeWidth=2)


def _tips(_: Translate, first: str, title: str) -> list[alt.Tooltip]:
    bands = {"p50": _("Median gain"), "p05": _("Low (5%)"), "p95": _("High (95%)")}
    numbers = [alt.Tooltip(f"{key}:Q", title=name, format=",.0f") for key, name in bands.items()]
    return [alt.Tooltip(first, title=title), *numbers]


def _chance(_: Translate) -> alt.Tooltip:
    return alt.Tooltip("chance:Q", title=_("Chance of a gain"), format=".0%")
