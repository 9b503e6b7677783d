"""Two divisions of the same customers: a heat map of who is where in both."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate

STEP = 32


def layout(table: pd.DataFrame, first: dict[str, str], second: dict[str, str]) -> pd.DataFrame:
    """Rows of `loyalty.segmentation.compare.cross_table` without empty segments, ready to draw.

    Args:
        first, second: names of the segments of both, in their order.
    """
    kept = table[
        (table.groupby("first")["customers"].transform("sum") > 0)
        & (table.groupby("second")["customers"].transform("sum") > 0)
    ]
    places = [{key: place for place, key in enumerate(names)} for names in (first, second)]
    return kept.assign(
        row=kept["first"].map(places[0]),
        column=kept["second"].map(places[1]),
        first_label=kept["first"].map(first),
        second_label=kept["second"].map(second),
    ).reset_index(drop=True)


def draw(frame: pd.DataFrame, _: Translate = str, first: str = "", second: str = "") -> ChartType:
    """Fields of a `layout`: the darker, the larger the share of the row.

    Args:
        first, second: what the rows and the columns are.
    """
    base = alt.Chart().encode(
        x=alt.X(
            "second_label:N",
            sort=alt.EncodingSortField("column", op="min"),
            title=second,
            axis=alt.Axis(
                orient="top", labelAngle=-40, labelLimit=150, labelOverlap=False, grid=False
            ),
        ),
        y=alt.Y(
            "first_label:N",
            sort=alt.EncodingSortField("row", op="min"),
            title=first,
            axis=alt.Axis(labelLimit=180, labelOverlap=False, labelFlush=False, grid=False),
        ),
        tooltip=[
            alt.Tooltip("first_label:N", title=first),
            alt.Tooltip("second_label:N", title=second),
            alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
            alt.Tooltip("share_of_first:Q", title=_("Share of the row"), format=".1%"),
            alt.Tooltip("share_of_second:Q", title=_("Share of the column"), format=".1%"),
        ],
    )
    strength = alt.Scale(domain=[0, 1], range=[0.04, 0.8])
    fields = base.mark_rect(color=theme.MAIN).encode(
        opacity=alt.Opacity("share_of_first:Q", scale=strength, legend=None)
    )
    counts = base.transform_filter("datum.customers > 0").mark_text(fontSize=11, color=theme.TEXT)
    texts = counts.encode(text=alt.Text("customers:Q", format=",d"))
    return alt.layer(fields, texts, data=frame, height=alt.Step(STEP))
