"""The path from the first purchase to the sixth: who comes back, and after how many days.

Upper lane: customers with at least so many purchases and the share who make one more. Lower lane:
days between two purchases, the median as a dot with the middle half as a bar.
"""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.lanes import column_x, header, lane_name, stacked, value_axis
from loyalty.language import Translate, number, percent

CUSTOMER_HEIGHT, GAP_HEIGHT = 180, 150
BAR = 0.27  # of a column, to either side
END = 0.25  # of a column, for the share after the last purchase


def layout(path: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """`purchase_path` rows with the texts and places the picture shows."""
    return path.assign(
        label=[_("Purchase {number}").format(number=step) for step in path["purchase"]],
        count=[number(size) for size in path["customers"]],
        arrow=["→ " + percent(share) for share in path["conversion"]],
        days=["" if gap != gap else number(gap) for gap in path["gap_median"]],
        place=path["purchase"] - 0.5,
        between=path["purchase"] - 0.02,
    )


def draw(
    frame: pd.DataFrame, _: Translate = str, title: tuple[str, ...] = (), most: int | None = None
) -> ChartType:
    """Both lanes of a `layout`; `most` customers fill the upper one."""
    top = max(1, int(frame["customers"].max()) if most is None else most)
    return stacked((_customers(frame, top, _), _gaps(frame, _)), frame, title)


def _customers(frame: pd.DataFrame, top: int, _: Translate) -> ChartType:
    size, names = len(frame) + END, header(list(frame["label"]))
    rows = alt.Chart().transform_calculate(
        left=f"datum.place - {BAR}", right=f"datum.place + {BAR}"
    )
    scale = alt.Scale(domain=[0, top * 1.15], nice=False)
    height = alt.Y("customers:Q", scale=scale, axis=None)
    bars = rows.mark_bar(color=theme.MAIN, opacity=0.75).encode(
        x=column_x("left", size, names), x2="right:Q", y=height, y2=alt.datum(0),
        tooltip=_tooltip(_),
    )  # fmt: skip
    counts = rows.mark_text(dy=-9, fontSize=12, color=theme.TEXT).encode(
        x=column_x("place", size, names), y=height, text="count:N"
    )
    known = rows.transform_filter("isValid(datum.conversion)")
    arrows = known.mark_text(fontSize=13, fontWeight="bold", color=theme.TEXT).encode(
        x=column_x("between", size, names), y=alt.value(CUSTOMER_HEIGHT - 12), text="arrow:N",
        tooltip=_tooltip(_),
    )  # fmt: skip
    name = lane_name(_("Customers"), CUSTOMER_HEIGHT)
    return alt.layer(bars, counts, arrows, name, height=CUSTOMER_HEIGHT)


def _gaps(frame: pd.DataFrame, _: Translate) -> ChartType:
    rows = alt.Chart().transform_filter("isValid(datum.gap_median)").encode(tooltip=_tooltip(_))
    scale, axis = alt.Scale(zero=True), value_axis()
    x = column_x("between", len(frame) + END)
    median = alt.Y("gap_median:Q", title=None, scale=scale, axis=axis)
    low = alt.Y("gap_low:Q", title=None, scale=scale, axis=axis)
    halves = rows.mark_rule(color=theme.BASELINE, strokeWidth=5, opacity=0.5)
    dots = rows.mark_circle(color=theme.MAIN, size=90, opacity=1)
    days = rows.mark_text(dx=-10, align="right", fontSize=12, color=theme.TEXT)
    return alt.layer(
        halves.encode(x=x, y=low, y2="gap_high:Q"),
        dots.encode(x=x, y=median),
        days.encode(x=x, y=median, text="days:N"),
        lane_name(_("Days to the next"), GAP_HEIGHT),
        height=GAP_HEIGHT,
    )


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
