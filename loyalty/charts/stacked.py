"""Wholes divided into the same parts, one bar a row: levels by group, weights by family."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.language import Translate, percent

ROW = 34
WRITTEN = 0.07  # the smallest share written into its part
ON_COLOUR = "#111111"  # readable on every colour of the theme


def layout(shares: pd.DataFrame, parts: Sequence[str], language: str = "en") -> pd.DataFrame:
    """Columns label (of the row), key (of the part), name, share, and what a picture needs.

    The parts stand in the order of `parts`; those without a share are left out.
    """
    places = {key: place for place, key in enumerate(parts)}
    known = shares[shares["share"] > 0]
    written = [percent(one, language) if one >= WRITTEN else "" for one in known["share"]]
    return known.assign(place=known["key"].map(places), text=written)


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    labels: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    colours: tuple[str, ...] = (),
    title: str = "",
    wide: bool = False,
) -> ChartType:
    """Stacked bars of a `layout`; `names` and `colours` of the parts in their order.

    The rows stand in the order of `labels`; `title` says what the shares are of. A `wide` picture
    has room for long labels and all names in one line.
    """
    base = alt.Chart().encode(
        y=alt.Y(
            "label:N",
            sort=list(labels),
            title=None,
            axis=alt.Axis(labelLimit=240 if wide else 150, ticks=False, domain=False),
        ),
        x=alt.X(
            "share:Q",
            stack="zero",
            title=title,
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", tickCount=5),
        ),
        order=alt.Order("place:Q"),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("name:N", title=_("Part")),
            alt.Tooltip("share:Q", title=_("Share"), format=".1%"),
        ],
    )
    scale = alt.Scale(domain=list(names), range=list(colours))
    legend = alt.Legend(orient="top", title=None, labelLimit=130, columns=5 if wide else 2)
    bars = base.mark_bar(height=22).encode(color=alt.Color("name:N", scale=scale, legend=legend))
    shares = base.mark_text(fontSize=11, color=ON_COLOUR).encode(
        x=alt.X("share:Q", stack="zero", bandPosition=0.5), text="text:N", detail="name:N"
    )
    return alt.layer(bars, shares, data=frame, height=alt.Step(ROW))
