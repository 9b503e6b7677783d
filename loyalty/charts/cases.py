"""Feedback cases over time: how many were opened in a week or month, and how far they are."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.journey.cases.states import STATUSES
from loyalty.language import Translate

COLOURS = {
    "open": theme.LEVELS["low"],
    "in_work": theme.LEVELS["fair"],
    "solved": theme.LEVELS["good"],
    "told": theme.LEVELS["high"],
}
HEIGHT = 300  # with the legend and the axes
STEPS = {"week": pd.DateOffset(days=7), "month": pd.DateOffset(months=1)}


def layout(rows: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """Rows of `cases.outcomes.over_time` with label (of the status), end, and where each stands.

    end: when its week or month is over; below, above: cases under it and with it, the open ones
    at the bottom.
    """
    step = STEPS[rows["unit"].iloc[0]] if len(rows) else STEPS["week"]
    places = {status: place for place, status in enumerate(STATUSES)}
    found = rows.assign(
        label=[_(STATUSES[status]) for status in rows["status"]],
        place=rows["status"].map(places),
        end=rows["start"] + step,
    ).sort_values(["start", "place"], ignore_index=True)
    above = found.groupby("start")["cases"].cumsum()
    return found.assign(below=above - found["cases"], above=above)


def draw(frame: pd.DataFrame, _: Translate = str, unit: str = "week") -> ChartType:
    """Stacked bars of a `layout`, one a week or month."""
    names = [_(label) for label in STATUSES.values()]
    title = _("Cases a week") if unit == "week" else _("Cases a month")
    whole = alt.Axis(tickMinStep=1, tickCount=5, format=",d")
    return (
        alt.Chart(frame, height=HEIGHT)
        .mark_rect()
        .encode(
            x=alt.X("start:T", title=None, axis=alt.Axis(format=_("%b %Y"), tickCount=6)),
            x2="end:T",
            y=alt.Y("below:Q", title=title, axis=whole),
            y2="above:Q",
            color=alt.Color(
                "label:N",
                scale=alt.Scale(domain=names, range=list(COLOURS.values())),
                legend=alt.Legend(orient="top", title=None, columns=2, labelLimit=180),
            ),
            tooltip=[
                alt.Tooltip("start:T", title=_("Opened from"), format="%Y-%m-%d"),
                alt.Tooltip("label:N", title=_("Status")),
                alt.Tooltip("cases:Q", title=_("Cases"), format=",d"),
            ],
        )
    )
