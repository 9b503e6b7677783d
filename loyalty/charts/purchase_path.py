"""The path from the first purchase to the sixth: who comes back, and after how many days.

Upper lane: customers with at least so many purchases and the share who make one more. Lower lane:
days between two purchases, the median as a dot with the middle half as a bar.
"""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.lanes import (
    column_x,
    header,
    lane_name,
    share_y,
    stacked,
    tick_lines,
    tick_rows,
)
from loyalty.language import Translate, number, percent

CUSTOMER_HEIGHT, GAP_HEIGHT = 180, 150
BAR = 0.27  # of a column, to either side
END = 0.25  # of a column, for the share after the last purchase


def layout(path: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """`purchase_path` rows (part = purchase) with texts and places, and ticks of the lower lane.

    size is 0 to 1 of all buyers; low, median and high are 0 to 1 of the lane of days.
    """
    longest = path["gap_high"].max() * 1.05
    days = {"low": "gap_low", "median": "gap_median", "high": "gap_high"}
    rows = path.assign(
        part="purchase",
        label=[_("Purchase {number}").format(number=step) for step in path["purchase"]],
        count=[number(size) for size in path["customers"]],
        arrow=["→ " + percent(share) for share in path["conversion"]],
        days=["" if gap != gap else number(gap) for gap in path["gap_median"]],
        place=path["purchase"] - 0.5,
        between=path["purchase"] - 0.02,
        size=path["customers"] / max(1, path["customers"].max()),
        **{key: path[name] / longest for key, name in days.items()},
    )
    ticks = tick_rows((longest * 0, longest), "median")
    return pd.concat([rows, ticks], ignore_index=True)


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: tuple[str, ...] = (),
    width: int | None = None,
) -> ChartType:
    """Both lanes of a `layout`."""
    labels = list(frame.loc[frame["part"] == "purchase", "label"])
    return stacked((_customers(labels, _), _gaps(labels, _)), frame, title, width)


def _customers(labels: list[str], _: Translate) -> ChartType:
    columns, names = len(labels) + END, header(labels)
    rows = alt.Chart().transform_filter("datum.part == 'purchase'")
    rows = rows.transform_calculate(left=f"datum.place - {BAR}", right=f"datum.place + {BAR}")
    height = share_y("size", top=1.15)
    bars = rows.mark_bar(color=theme.MAIN, opacity=0.75).encode(
        x=column_x("left", columns, names), x2="right:Q", y=height, y2=alt.datum(0),
        tooltip=_tooltip(_),
    )  # fmt: skip
    counts = rows.mark_text(dy=-9, fontSize=12, color=theme.TEXT).encode(
        x=column_x("place", columns, names), y=height, text="count:N"
    )
    known = rows.transform_filter("isValid(datum.conversion)")
    arrows = known.mark_text(fontSize=13, fontWeight="bold", color=theme.TEXT).encode(
        x=column_x("between", columns, names), y=alt.value(CUSTOMER_HEIGHT - 12), text="arrow:N",
        tooltip=_tooltip(_),
    )  # fmt: skip
    name = lane_name(_("Customers"), CUSTOMER_HEIGHT)
    return alt.layer(bars, counts, arrows, name, height=CUSTOMER_HEIGHT)


def _gaps(labels: list[str], _: Translate) -> ChartType:
    rows = alt.Chart().transform_filter("datum.part == 'purchase' && isValid(datum.gap_median)")
    rows = rows.encode(x=column_x("between", len(labels) + END), tooltip=_tooltip(_))
    halves = rows.mark_rule(color=theme.BASELINE, strokeWidth=5, opacity=0.5)
    dots = rows.mark_circle(color=theme.MAIN, size=90, opacity=1)
    days = rows.mark_text(dx=-10, align="right", fontSize=12, color=theme.TEXT)
    return alt.layer(
        *tick_lines("median"),
        halves.encode(y=share_y("low"), y2="high:Q"),
        dots.encode(y=share_y("median")),
        days.encode(y=share_y("median"), text="days:N"),
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
