"""Which single weight decides most: who changes level without it, and when it is doubled."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate


def draw(frame: pd.DataFrame, _: Translate = str, labels: tuple[str, ...] = ()) -> ChartType:
    """Two bars an indicator, in the order of `labels`.

    Columns label, family, weight, left_out and doubled (shares of customers with a level).
    """
    base = alt.Chart(frame, height=alt.Step(30)).encode(
        y=alt.Y(
            "label:N",
            sort=list(labels),
            title=None,
            axis=alt.Axis(labelLimit=260, labelOverlap=False, ticks=False),
        ),
        color=alt.Color(
            "family:N",
            scale=alt.Scale(domain=list(theme.FAMILIES), range=list(theme.FAMILIES.values())),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("label:N", title=_("Indicator")),
            alt.Tooltip("weight:Q", title=_("Weight"), format=".1%"),
            alt.Tooltip("left_out:Q", title=_("Change level without it"), format=".1%"),
            alt.Tooltip("doubled:Q", title=_("Change level when doubled"), format=".1%"),
        ],
    )
    title = _("Customers who change level: left out (solid), doubled (pale)")
    x = alt.X("left_out:Q", title=title, axis=alt.Axis(format="%", tickCount=5))
    left_out = base.mark_bar(yOffset=-6, height=11).encode(x=x)
    doubled = base.mark_bar(yOffset=6, height=8, opacity=0.55).encode(x="doubled:Q")
    return alt.layer(left_out, doubled)
