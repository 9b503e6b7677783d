"""Groups compared: share of customers beside share of spend, one colour per group."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    keys: tuple[str, ...] = (),
    colours: tuple[str, ...] = (),
    labels: tuple[str, ...] = (),
) -> ChartType:
    """Two bars per group; columns key, label, customers, share, spend, spend_share.

    The wide bar is the share of customers, the thin pale one the share of spend; the groups stand
    in the order of `labels`.
    """
    order = list(labels) or frame["label"].tolist()
    base = alt.Chart(frame, height=alt.Step(34)).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, ticks=False)),
        color=alt.Color(
            "key:N", scale=alt.Scale(domain=list(keys), range=list(colours)), legend=None
        ),
        tooltip=[
            alt.Tooltip("label:N", title=_("Group")),
            alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
            alt.Tooltip("share:Q", title=_("Share of customers"), format=".1%"),
            alt.Tooltip("spend:Q", title=_("Spend"), format=",.0f"),
            alt.Tooltip("spend_share:Q", title=_("Share of spend"), format=".1%"),
        ],
    )
    title = _("Customers (solid), spend (pale)")
    customers = base.mark_bar(yOffset=-6, height=11).encode(
        x=alt.X("share:Q", title=title, axis=alt.Axis(format="%", tickCount=5))
    )
    spend = base.mark_bar(yOffset=6, height=8, opacity=0.55).encode(x="spend_share:Q")
    count = base.mark_text(yOffset=-6, dx=4, align="left", fontSize=11).encode(
        x="share:Q", text=alt.Text("customers:Q", format=",d"), color=alt.value(theme.TEXT)
    )
    return alt.layer(customers, spend, count)


def colours_of(keys: tuple[str, ...], mapping: dict[str, str]) -> tuple[str, ...]:
    """The colours of the groups, in their order."""
    return tuple(theme.colour(mapping, key) for key in keys)
