"""The path from the first purchase to the sixth: who comes back, and after how many days.

Upper lane: customers with at least so many purchases and the share who make one more. Lower lane:
days between two purchases, the median as a dot with the middle half as a bar.
"""

import json

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate, number, percent

CUSTOMER_HEIGHT, GAP_HEIGHT = 190, 150
BAR = 0.28  # of a column, to either side


def layout(path: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """`purchase_path` rows with the texts and places the picture shows."""
    return path.assign(
        label=[_("Purchase {number}").format(number=step) for step in path["purchase"]],
        count=[number(size) for size in path["customers"]],
        arrow=["→ " + percent(share) for share in path["conversion"]],
        days=["" if gap != gap else number(gap) for gap in path["gap_median"]],
        place=path["purchase"] - 0.5,
        between=path["purchase"] * 1.0,
    )


def draw(frame: pd.DataFrame, _: Translate = str, title: tuple[str, ...] = ()) -> ChartType:
    """Both lanes of a `layout`."""
    heading = {"title": alt.Title(list(title), anchor="start")} if title else {}
    lanes = (_customers(frame, _), _gaps(frame, _))
    return alt.vconcat(*lanes, data=frame, spacing=10, **heading)


def _customers(frame: pd.DataFrame, _: Translate) -> ChartType:
    names = json.dumps(list(frame["label"]), ensure_ascii=False)
    header = alt.Axis(
        orient="top", values=list(frame["purchase"] - 0.5), grid=False, ticks=False, domain=False,
        labelExpr=f"{names}[floor(datum.value)]", labelFontSize=13, labelLimit=130,
    )  # fmt: skip
    rows = alt.Chart().transform_calculate(
        left=f"datum.place - {BAR}", right=f"datum.place + {BAR}"
    )
    height = alt.Y("customers:Q", title=_("Customers"), scale=alt.Scale(zero=True), axis=_axis())
    bars = rows.mark_bar(color=theme.MAIN, opacity=0.75).encode(
        x=_x(frame, "left", header), x2="right:Q", y=height, y2=alt.datum(0), tooltip=_tooltip(_)
    )
    counts = rows.mark_text(dy=-9, fontSize=12, color=theme.TEXT).encode(
        x=_x(frame, "place", header), y=height, text="count:N"
    )
    arrows = rows.transform_filter("isValid(datum.conversion)").encode(
        x=_x(frame, "between", header), text="arrow:N", tooltip=_tooltip(_),
        y=alt.value(CUSTOMER_HEIGHT - 12),
    )  # fmt: skip
    text = arrows.mark_text(fontSize=13, fontWeight="bold", color=theme.TEXT)
    return alt.layer(bars, counts, text, height=CUSTOMER_HEIGHT)


def _gaps(frame: pd.DataFrame, _: Translate) -> ChartType:
    rows = alt.Chart().transform_filter("isValid(datum.gap_median)")
    scale, title = alt.Scale(zero=True), _("Days to the next purchase")
    x = _x(frame, "between")
    middle = alt.Y("gap_median:Q", title=title, scale=scale, axis=alt.Axis(tickCount=4))
    halves = rows.mark_rule(color=theme.BASELINE, strokeWidth=5, opacity=0.5).encode(
        x=x, y=alt.Y("gap_low:Q", title=title, scale=scale), y2="gap_high:Q", tooltip=_tooltip(_)
    )
    dots = rows.mark_circle(color=theme.MAIN, size=90, opacity=1).encode(
        x=x, y=middle, tooltip=_tooltip(_)
    )
    days = rows.mark_text(dx=10, align="left", fontSize=12, color=theme.TEXT).encode(
        x=x, y=middle, text="days:N"
    )
    return alt.layer(halves, dots, days, height=GAP_HEIGHT)


def _x(frame: pd.DataFrame, field: str, axis: alt.Axis | None = None) -> alt.X:
    scale = alt.Scale(domain=[0, len(frame) + 0.4], nice=False, zero=False)
    return alt.X(f"{field}:Q", scale=scale, title=None, axis=axis)


def _axis() -> alt.Axis:
    return alt.Axis(labels=False, ticks=False, grid=False, domain=False)


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    columns = (
        ("purchase", _("Purchase"), "d"),
        ("customers", _("Customers"), ",d"),
        ("reached", _("Who buy once more"), ",d"),
        ("conversion", _("Share"), ".1%"),
        ("conversion_low", _("Interval from"), ".1%"),
        ("conversion_high", _("Interval to"), ".1%"),
        ("gap_low", _("Days: first quarter"), ",.0f"),
        ("gap_median", _("Days: median"), ",.0f"),
        ("gap_high", _("Days: third quarter"), ",.0f"),
    )
    return [alt.Tooltip(f"{key}:Q", title=title, format=form) for key, title, form in columns]
