"""As-is and to-be: the journey of today and the one with targets, over the same stages.

Customers: today's bar in grey, that of the to-be journey in its colour with its 90 % band. Going
on: the share who later reach the next stage, below it the one it becomes. Feeling: today's line
with its interval, the to-be line dashed; targets are handles, pale where nothing follows from them
or what follows may be chance.
"""

from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.lanes import (
    column_width,
    column_x,
    header,
    lane_name,
    share_y,
    stacked,
    tick_lines,
)
from loyalty.charts.to_be_layout import LINES, layout
from loyalty.language import Translate

__all__ = ["COLOUR", "draw", "layout", "settings"]

COLOUR = theme.SCENARIOS[2]
VOLUME, ONWARD, FEELING = 120, 44, 220  # pixels
DASH = [7, 4]


def settings(frame: pd.DataFrame) -> dict[str, Any]:
    """What the picture must know of its frame."""
    return {
        "stages": tuple(frame.loc[frame["part"] == "stage", "label"]),
        "feelings": bool((frame["part"] == "tick").any()),
    }


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: tuple[str, ...] = (),
    width: int | None = None,
    **given: Any,
) -> ChartType:
    """The picture of a `layout`; `given` replaces parts of `settings(frame)`."""
    known = settings(frame) | given
    size = len(known["stages"])
    lanes = [_volume(known["stages"], _), _onward(size, _)]
    if known["feelings"]:
        lanes.append(_feeling(size, _))
    return stacked(lanes, frame, title, width)


def _volume(stages: tuple[str, ...], _: Translate) -> ChartType:
    size, names, tips = len(stages), header(stages), _tooltip(_)
    x, y = column_x("left", size, names), share_y("size", top=1.35)
    bar: dict[str, Any] = {"y2": alt.datum(0), "tooltip": tips}
    today = _stages().mark_bar(color=theme.BASELINE, opacity=0.6)
    after = _stages().transform_filter("isValid(datum.size_to_be)")
    to_be = after.mark_bar(color=COLOUR, opacity=0.75)
    band = after.mark_rule(color=theme.TEXT, strokeWidth=1.5)
    counts = _stages().mark_text(dy=-19, fontSize=12, color=theme.TEXT)
    changes = _stages().mark_text(dy=-6, fontSize=12, fontWeight="bold", color=COLOUR)
    above = alt.Y("top:Q", axis=None)
    high = {"top": "max(datum.size, datum.size_high)"}
    return alt.layer(
        _stripes(size, names),
        today.encode(x=x, x2="left_end:Q", y=y, **bar),
        to_be.encode(
            x=column_x("x", size, names), x2="right:Q", y=share_y("size_to_be", 1.35), **bar
        ),
        band.encode(x=column_x("to_x", size, names), y=share_y("size_low", 1.35), y2="size_high:Q"),
        counts.transform_calculate(**high).encode(
            x=column_x("x", size, names), y=above, text="count:N"
        ),
        changes.transform_calculate(**high).encode(
            x=column_x("x", size, names), y=above, text="change:N"
        ),
        lane_name(_("Customers"), VOLUME),
        height=VOLUME,
    )


def _onward(size: int, _: Translate) -> ChartType:
    x = column_x("arrow_x", size)
    layers = [
        _stages()
        .transform_filter(f"isValid(datum.{field})")
        .mark_text(fontSize=12, fontWeight="bold", color=colour)
        .encode(x=x, y=alt.value(row), text=f"{field}:N", tooltip=_tooltip(_))
        for field, row, colour in zip(
            ("arrow", "arrow_to_be"), LINES, (theme.TEXT, COLOUR), strict=True
        )
    ]
    return alt.layer(_stripes(size), *layers, lane_name(_("Go on"), ONWARD), height=ONWARD)


def _feeling(size: int, _: Translate) -> ChartType:
    x, rows, tips = column_x("x", size), _stages(), _tooltip(_)
    line: dict[str, Any] = {"interpolate": "monotone", "strokeWidth": 3}
    band: dict[str, Any] = {"interpolate": "monotone", "opacity": 0.14, "clip": True}
    moved = rows.transform_filter("isValid(datum.to_mean)")
    felt = rows.transform_filter("isValid(datum.mean)")
    return alt.layer(
        _stripes(size),
        *tick_lines("mean"),
        rows.mark_area(color=theme.MAIN, **band).encode(x=x, y=share_y("low"), y2="high:Q"),
        moved.mark_area(color=COLOUR, **band).encode(x=x, y=share_y("to_low"), y2="to_high:Q"),
        rows.mark_line(color=theme.MAIN, **line).encode(x=x, y=share_y("mean")),
        moved.mark_line(color=COLOUR, strokeDash=DASH, **line).encode(x=x, y=share_y("to_mean")),
        felt.mark_circle(size=55, color=theme.MAIN, opacity=1).encode(
            x=x, y=share_y("mean"), tooltip=tips
        ),
        *_handles(size, _),
        lane_name(_("Feeling"), FEELING),
        height=FEELING,
    )


def _handles(size: int, _: Translate) -> list[alt.Chart]:
    """From today's value of the touchpoint to its target: a rule, a knob, its name."""
    rows = alt.Chart().transform_filter("datum.part == 'target'")
    x, y = column_x("x", size), share_y("mean")
    tips = [
        alt.Tooltip("label:N", title=_("Touchpoint")),
        alt.Tooltip("count:N", title=_("Feeling")),
        alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
    ]
    pale = alt.condition("datum.sure", alt.value(1), alt.value(theme.PALE))
    text: dict[str, Any] = {
        "fontSize": 11, "fontWeight": "bold", "color": theme.TEXT,
        "limit": 1.4 * column_width(size),
    }  # fmt: skip
    knob = rows.mark_point(
        shape="circle", size=190, filled=True, color=COLOUR, stroke=theme.TEXT, strokeWidth=1.5
    )
    names = [
        rows.transform_filter(f"{'' if up else '!'}datum.up")
        .mark_text(dy=offset, **text)
        .encode(x=x, y=y, text="label:N")
        for up, offset in ((True, -16), (False, 18))
    ]
    return [
        rows.mark_rule(color=COLOUR, strokeWidth=2).encode(
            x=x, y=share_y("from_mean"), y2="mean:Q", opacity=pale
        ),
        rows.mark_point(size=60, color=COLOUR, strokeWidth=2, opacity=1).encode(
            x=x, y=share_y("from_mean"), tooltip=tips
        ),
        knob.encode(x=x, y=y, opacity=pale, tooltip=tips),
        rows.mark_text(fontSize=12, color="white", baseline="middle", dy=0.5).encode(
            x=x, y=y, text=alt.value("↕"), tooltip=tips
        ),
        *names,
    ]


def _stages() -> alt.Chart:
    return alt.Chart().transform_filter("datum.part == 'stage'")


def _stripes(size: int, axis: alt.Axis | None = None) -> alt.Chart:
    """Every other column shaded."""
    odd = _stages().transform_filter("datum.column % 2 == 1")
    sides = odd.transform_calculate(start="datum.column", end="datum.column + 1")
    return sides.mark_rect(color=theme.BASELINE, opacity=0.09).encode(
        x=column_x("start", size, axis), x2="end:Q"
    )


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    columns = (
        ("label:N", _("Stage"), alt.Undefined),
        ("customers:Q", _("Customers today"), ",d"),
        ("customers_p50:Q", _("Customers to be"), ",.0f"),
        ("more_p05:Q", _("Change from (5%)"), "+,.0f"),
        ("more_p95:Q", _("Change to (95%)"), "+,.0f"),
        ("conversion:Q", _("Go on today"), ".1%"),
        ("conversion_p50:Q", _("Go on to be"), ".1%"),
        ("feeling:Q", _("Feeling today"), ".2f"),
        ("to_be:Q", _("Feeling to be"), ".2f"),
    )
    return [alt.Tooltip(field, title=title, format=form) for field, title, form in columns]
