"""How often something has which place: a heat map of shares, rows by columns."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate, percent

ROW = 30
WRITTEN = 0.01  # the smallest share written into its field
STRENGTH = (0.06, 0.8)  # of the colour, from none to all; text stays readable on it


def layout(matrix: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """A square of shares, its labels as index and columns, as row, column, share, text."""
    long = (
        matrix.rename_axis("row").reset_index().melt("row", var_name="column", value_name="share")
    )
    known = long.dropna(subset="share")
    written = [percent(one, language) if one >= WRITTEN else "" for one in known["share"]]
    return known.assign(column=known["column"].astype("str"), text=written)


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    rows: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
    row_title: str = "",
    column_title: str = "",
) -> ChartType:
    """Fields of a `layout` in the order of `rows` and `columns`; darker is more often."""
    base = alt.Chart().encode(
        x=alt.X(
            "column:N",
            sort=list(columns),
            title=column_title,
            axis=alt.Axis(orient="top", labelAngle=0, labelLimit=110, grid=False, ticks=False),
        ),
        y=alt.Y(
            "row:N",
            sort=list(rows),
            title=row_title,
            axis=alt.Axis(labelLimit=220, grid=False, ticks=False),
        ),
        tooltip=[
            alt.Tooltip("row:N", title=row_title),
            alt.Tooltip("column:N", title=column_title),
            alt.Tooltip("share:Q", title=_("Share"), format=".1%"),
        ],
    )
    scale = alt.Scale(domain=[0, 1], range=list(STRENGTH))
    fields = base.mark_rect(color=theme.MAIN, cornerRadius=2).encode(
        opacity=alt.Opacity("share:Q", scale=scale, legend=None)
    )
    shares = base.mark_text(fontSize=11, color=theme.TEXT).encode(text="text:N")
    return alt.layer(fields, shares, data=frame, height=alt.Step(ROW))
