"""The funnel: how many customers each stage has, who later reaches the next one, and how fast.

Customers: the pale bar is everybody who was in the stage, its filled part those who later came to
the next one; grey where there is no next one. Share: with its 95 % interval. Time: quartiles from
the first moment in the stage to the first later one in the next.
"""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import durations, theme
from loyalty.charts.lanes import (
    column_x,
    header,
    lane_name,
    share_y,
    stacked,
    tick_lines,
)
from loyalty.journey.findings import ENOUGH
from loyalty.journey.measures import stage_rows
from loyalty.journey.stage_map import stage_label
from loyalty.journey.units import duration
from loyalty.language import Translate, number, percent

CUSTOMER_HEIGHT, SHARE_HEIGHT, TIME_HEIGHT = 180, 110, 130
BAR = 0.3  # of a column, to either side
TOP = 1.3  # of the customer lane: room for two lines above the highest bar
BESIDE: dict[str, Any] = {"dx": 11, "align": "left", "fontSize": 12, "color": theme.TEXT}
SHARES = (0.0, 0.5, 1.0)
PLACES = {"wait_low": "hours_low", "wait": "median_hours", "wait_high": "hours_high"}


def layout(table: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """Stage rows (part = stage) of a journey map with places and words, and ticks of two lanes.

    size and filled are 0 to 1 of the largest stage; wait_low, wait and wait_high are 0 to 1 of the
    lane of times; part = tick are ticks of the lane of shares (conversion) or of times (wait).
    """
    rows = stage_rows(table)
    places = {key: durations.place(rows[name]) for key, name in PLACES.items()}
    ends = durations.domain(pd.concat([places["wait_low"], places["wait_high"]]))
    lane = {key: (at - ends[0]) / (ends[1] - ends[0]) for key, at in places.items()}
    largest = max(1, rows["customers"].max())
    stages = rows.assign(
        part="stage", x=np.arange(len(rows)) + 0.5, **lane,
        size=rows["customers"] / largest, filled=rows["reached"] / largest,
        label=[stage_label(key, _) for key in rows["stage"]],
        next_label=[stage_label(key, _) or "–" for key in rows["next_stage"].fillna("")],
        count=[number(size) if size else "–" for size in rows["customers"]],
        gone=[_lost(row, _) for row in rows.itertuples()],
        going=[percent(share) if share == share else "" for share in rows["conversion"]],
        sure_of=[_interval(row) for row in rows.itertuples()],
        took=[duration(one, _) if one == one else "" for one in rows["median_hours"]],
        half=[_half(row, _) for row in rows.itertuples()],
        sure=rows["customers"] >= ENOUGH,
    )  # fmt: skip
    shares = pd.DataFrame(
        {"part": "tick", "conversion": SHARES, "label": [percent(one) for one in SHARES]}
    )
    return pd.concat([stages, shares, durations.tick_rows(ends, "wait", _)], ignore_index=True)


def settings(frame: pd.DataFrame) -> dict[str, Any]:
    """What the picture must know of its frame: the names of its columns."""
    return {"stages": tuple(frame.loc[frame["part"] == "stage", "label"])}


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: tuple[str, ...] = (),
    width: int | None = None,
    **given: Any,
) -> ChartType:
    """The lanes of a `layout`; `given` replaces parts of `settings(frame)`."""
    labels = (settings(frame) | given)["stages"]
    lanes = (_customers(labels, _), _shares(len(labels), _), _times(len(labels), _))
    return stacked(lanes, frame, title, width)


def _customers(labels: tuple[str, ...], _: Translate) -> ChartType:
    columns, names = len(labels), header(labels)
    rows = _stages().transform_calculate(left=f"datum.x - {BAR}", right=f"datum.x + {BAR}")
    bars = rows.encode(x=column_x("left", columns, names), x2="right:Q", tooltip=_tooltip(_))
    at = rows.encode(x=column_x("x", columns, names), y=share_y("size", TOP))
    nothing = alt.datum(0)
    return alt.layer(
        bars.transform_filter("isValid(datum.next_stage)")
        .mark_bar(color=theme.MAIN, opacity=theme.PALE)
        .encode(y=share_y("size", TOP), y2=nothing),
        bars.transform_filter("!isValid(datum.next_stage)")
        .mark_bar(color=theme.BASELINE, opacity=0.5)
        .encode(y=share_y("size", TOP), y2=nothing),
        bars.mark_bar(color=theme.MAIN, opacity=0.85).encode(y=share_y("filled", TOP), y2=nothing),
        at.mark_text(dy=-24, fontSize=13, fontWeight="bold", color=theme.TEXT).encode(
            text="count:N"
        ),
        at.mark_text(dy=-9, fontSize=11, opacity=0.8, color=theme.TEXT).encode(text="gone:N"),
        lane_name(_("Customers"), CUSTOMER_HEIGHT),
        height=CUSTOMER_HEIGHT,
    )


def _shares(columns: int, _: Translate) -> ChartType:
    written = _stages().encode(x=column_x("x", columns), y=share_y("conversion"), text="going:N")
    return alt.layer(
        *tick_lines("conversion"),
        *_intervals(("conversion_low", "conversion", "conversion_high"), columns, _),
        written.mark_text(**BESIDE, fontWeight="bold"),
        written.mark_text(**BESIDE | {"fontSize": 10.5}, dy=14, opacity=0.8).encode(
            text="sure_of:N"
        ),
        lane_name(_("Reach next"), SHARE_HEIGHT),
        height=SHARE_HEIGHT,
    )


def _times(columns: int, _: Translate) -> ChartType:
    written = _stages().encode(x=column_x("x", columns), y=share_y("wait"), text="took:N")
    return alt.layer(
        *tick_lines("wait"),
        *_intervals(("wait_low", "wait", "wait_high"), columns, _),
        written.mark_text(**BESIDE),
        lane_name(_("Time until then"), TIME_HEIGHT),
        height=TIME_HEIGHT,
    )


def _intervals(fields: tuple[str, str, str], columns: int, _: Translate) -> list[alt.Chart]:
    """A bar from the first field to the third with a dot at the second; pale for few customers."""
    low, middle, high = fields
    known = _stages().transform_filter(f"isValid(datum.{middle})")
    known = known.encode(x=column_x("x", columns), tooltip=_tooltip(_))
    layers = []
    for test, strength in (("!datum.sure", theme.PALE), ("datum.sure", 1.0)):
        rows = known.transform_filter(test)
        bar = rows.mark_rule(color=theme.BASELINE, strokeWidth=6, opacity=0.55 * strength)
        dot = rows.mark_circle(color=theme.MAIN, size=90, opacity=strength)
        layers += [bar.encode(y=share_y(low), y2=f"{high}:Q"), dot.encode(y=share_y(middle))]
    return layers


def _stages() -> alt.Chart:
    return alt.Chart().transform_filter("datum.part == 'stage'")


def _lost(row: Any, _: Translate) -> str:
    """Who has not reached the next stage; empty without a next one."""
    if row.drop_off != row.drop_off or not row.lost:
        return ""
    return _("{count} not yet").format(count=number(row.lost))


def _interval(row: Any) -> str:
    if row.conversion != row.conversion:
        return ""
    return f"{percent(row.conversion_low)} – {percent(row.conversion_high)}"


def _half(row: Any, _: Translate) -> str:
    if row.hours_low != row.hours_low:
        return "–"
    return " – ".join(duration(one, _) for one in (row.hours_low, row.hours_high))


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    texts = [("label:N", _("Stage")), ("next_label:N", _("Next stage"))]
    times = [("took:N", _("Median time until then")), ("half:N", _("Middle half"))]
    numbers = [
        ("customers:Q", _("Customers"), ",d"),
        ("reached:Q", _("Customers who later reach it"), ",d"),
        ("conversion:Q", _("Later reach the next stage"), ".1%"),
        ("conversion_low:Q", _("Interval from"), ".1%"),
        ("conversion_high:Q", _("Interval to"), ".1%"),
        ("lost:Q", _("Not there so far"), ",d"),
        ("beyond:Q", _("There or further"), ",d"),
    ]
    counted = [alt.Tooltip(field, title=title, format=form) for field, title, form in numbers]
    named, taken = (
        [alt.Tooltip(field, title=title) for field, title in part] for part in (texts, times)
    )
    return [*named, *counted, *taken]
