"""Sizes of the segments over the replayed days, as stacked areas or as lines."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.language import Translate

HOVER = 14  # pixels around a day where the pointer finds its numbers


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    labels: tuple[str, ...] = (),
    colours: tuple[str, ...] = (),
    shape: str = "area",
    measure: str = "customers",
    height: int = 320,
) -> ChartType:
    """Rows of `loyalty.replay.sizes_over` with label and place (of the segment in its order).

    Args:
        labels, colours: of the segments in their order; the first stands at the bottom.
        shape: "area" stacks them, "line" lets them be compared.
        measure: "customers" or "share".
    """
    share = measure == "share"
    title = _("Share of customers") if share else _("Customers")
    base = alt.Chart(frame, height=height).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format=_("%b %Y"), tickCount=12)),
        y=alt.Y(
            f"{measure}:Q",
            title=title,
            scale=alt.Scale(domain=[0, 1]) if share and shape == "area" else alt.Undefined,
            axis=alt.Axis(format="%" if share else ",d"),
        ),
        color=alt.Color(
            "label:N",
            scale=alt.Scale(domain=list(labels), range=list(colours)),
            legend=alt.Legend(title=None, orient="bottom", columns=4, labelLimit=180),
        ),
        order=alt.Order("place:Q"),
    )
    return _lines(base, _) if shape == "line" else _areas(base, _)


def _areas(base: alt.Chart, _: Translate) -> ChartType:
    """Areas, and invisible bars that tell the numbers of the day under the pointer."""
    bars = base.mark_bar(size=HOVER, opacity=0).encode(tooltip=_tooltip(_))
    return alt.layer(base.mark_area(line=False, opacity=0.9), bars)


def _lines(base: alt.Chart, _: Translate) -> ChartType:
    points = base.mark_point(filled=True, size=40).encode(tooltip=_tooltip(_))
    return alt.layer(base.mark_line(strokeWidth=2), points).encode(order=alt.Order("day:T"))


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Segment")),
        alt.Tooltip("day:T", title=_("Date"), format="%Y-%m-%d"),
        alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
        alt.Tooltip("share:Q", title=_("Share of customers"), format=".1%"),
    ]


def layout(sizes: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    """Rows of `loyalty.replay.sizes_over` of segments that ever had a customer, ready to draw.

    Args:
        labels: segment key -> its name, in the order of the segments.
    """
    places = {key: place for place, key in enumerate(labels)}
    ever = sizes.groupby("segment")["customers"].transform("max") > 0
    rows = sizes[ever].rename(columns={"segment": "key"})
    return rows.assign(label=rows["key"].map(labels), place=rows["key"].map(places)).reset_index(
        drop=True
    )
