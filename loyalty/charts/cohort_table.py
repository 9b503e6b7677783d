"""Cohorts as a heat map: a row per joining month, a column per age, the share in every cell.

The strength of one colour over the ground tells the share, so it reads on light and dark.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.cohorts import SHARES
from loyalty.language import Translate, mark, number

ROW = 24
IN_ROW = {"labelFlush": False}  # else the first name leaves the middle of its row
STRENGTH = (0.05, 0.7)  # of the colour; text stays readable on it
FONTS = ((14, 12), (26, 10), (40, 8))  # up to so many columns, this size; no numbers beyond
AGES = {
    "month": mark("Months since the month of the first order"),
    "quarter": mark("Quarters since the quarter of the first order"),
}
COUNTS = {"retention": mark("Who ordered"), "repurchase": mark("With two orders or more")}
MEANINGS = {
    "retention": mark("Share of the cohort who ordered in that period, in %"),
    "repurchase": mark("Share of the cohort with two orders or more by then, in %"),
}


def layout(
    cohorts: pd.DataFrame, measure: str = "retention", period: str = "month"
) -> pd.DataFrame:
    """Rows of `loyalty.cohorts.cohorts` as `points`, and row: the label of their line."""
    cells = points(cohorts, cohort_names(cohorts["cohort"], period), measure)
    sizes = [number(size) for size in cells["size"]]
    labels = [f"{name}  ({size})" for name, size in zip(cells["name"], sizes, strict=True)]
    return cells.assign(row=labels)


def points(rows: pd.DataFrame, names: Sequence[str], measure: str) -> pd.DataFrame:
    """One measure of cohorts by age: name, age, size, count, share (of size), low, high.

    Retention is 100 % at age 0 by definition, so it begins at age 1.
    """
    found = pd.DataFrame(
        {
            "name": np.asarray(names, dtype=object),
            "age": rows["age"],
            "size": rows["size"],
            "count": rows[SHARES[measure]],
            "share": rows[measure],
            "low": rows[f"{measure}_low"],
            "high": rows[f"{measure}_high"],
        }
    )
    return found[found["age"] >= (measure == "retention")].reset_index(drop=True)


def cohort_names(first_days: pd.Series, period: str = "month") -> list[str]:
    """2024-03 or 2024-Q1."""
    quarters = period == "quarter"
    return [f"{day:%Y}-Q{day.quarter}" if quarters else f"{day:%Y-%m}" for day in first_days]


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    measure: str = "retention",
    period: str = "month",
    columns: int = 12,
) -> ChartType:
    """The cells of a `layout`; `columns` says how many ages there are, for the size of the text."""
    cells = alt.Chart().encode(
        x=alt.X("age:O", title=_(AGES[period]), axis=_axis(orient="top", labelAngle=0)),
        y=alt.Y(
            "row:N", title=_("Joined (customers)"), axis=_axis(labelLimit=200, labelFlush=False)
        ),
        tooltip=tooltip(_, measure),
    )
    return alt.layer(
        _ground(cells),
        *[_percents(cells, size) for limit, size in FONTS if columns <= limit][:1],
        data=frame,
        height=alt.Step(ROW),
        title=alt.Title(_(MEANINGS[measure]), anchor="start", fontSize=12, fontWeight="normal"),
    )


def _ground(cells: alt.Chart) -> alt.Chart:
    share = alt.Scale(range=list(STRENGTH), zero=True)
    opacity = alt.Opacity("share:Q", scale=share, legend=None)
    return cells.mark_rect(color=theme.MAIN, cornerRadius=2).encode(opacity=opacity)


def _percents(cells: alt.Chart, size: int) -> alt.Chart:
    named = cells.transform_calculate(percent="format(datum.share * 100, '.0f')")
    return named.mark_text(fontSize=size, color=theme.TEXT).encode(text="percent:N")


def tooltip(_: Translate, measure: str) -> list[alt.Tooltip]:
    """What a cell or a point says of its cohort."""
    return [
        alt.Tooltip("name:N", title=_("Joined")),
        alt.Tooltip("age:Q", title=_("Age"), format="d"),
        alt.Tooltip("size:Q", title=_("Customers"), format=",d"),
        alt.Tooltip("count:Q", title=_(COUNTS[measure]), format=",d"),
        alt.Tooltip("share:Q", title=_("Share"), format=".1%"),
        alt.Tooltip("low:Q", title=_("Interval from"), format=".1%"),
        alt.Tooltip("high:Q", title=_("Interval to"), format=".1%"),
    ]


def _axis(**settings: Any) -> alt.Axis:
    return alt.Axis(domain=False, ticks=False, grid=False, **settings)
