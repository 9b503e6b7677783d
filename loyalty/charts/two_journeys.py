"""Two groups of journeys over the same stages: how many come, who goes on and when, how it feels.

The first group is solid, the second dashed; their names stand above the picture and, where there
is room, at the curves.
"""

from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.lanes import (
    column_width,
    column_x,
    lane_name,
    share_y,
    stacked,
    tick_lines,
)
from loyalty.charts.two_journeys_layout import FEELING, NAME_SIZE, NAMES, ONWARD, layout
from loyalty.journey.compare.comparison import SIDES
from loyalty.language import Translate

__all__ = ["COLOURS", "draw", "layout", "settings"]

VOLUME, TOP = 140, 1.45  # pixels; share at the top of the lane, above the names of the stages
COLOURS = theme.SCENARIOS[:2]
DASHES = ([1, 0], [7, 4])


def settings(frame: pd.DataFrame) -> dict[str, Any]:
    """What the picture must know of its frame."""
    return {
        "columns": int(((frame["part"] == "stage") & (frame["group"] == "first")).sum()),
        "feelings": bool((frame["part"] == "tick").any()),
        "onward": bool(frame["arrow"].notna().any()),
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
    size = known["columns"]
    lanes = [_names(), _volume(size, _)]
    if known["onward"]:
        lanes.append(_onwards(size, _))
    if known["feelings"]:
        lanes.append(_feeling(size, _))
    return stacked(lanes, frame, title, width)


def _names() -> ChartType:
    """The name of each group beside a piece of its line."""
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, NAMES], reverse=True, nice=False))
    layers = []
    for side in SIDES:
        rows = alt.Chart().transform_filter(f"datum.part == 'name' && datum.group == '{side}'")
        line = rows.mark_rule(**_stroke(side)).encode(x=alt.value(4), x2=alt.value(40), y=y)
        name = rows.mark_text(align="left", fontSize=13, fontWeight="bold", color=theme.TEXT)
        layers += [line, name.encode(x=alt.value(50), y=y, text="label:N")]
    return alt.layer(*layers, height=NAMES)


def _volume(size: int, _: Translate) -> ChartType:
    height = share_y("journey_share", top=TOP)
    bars = _rows().mark_bar(opacity=0.75).encode(
        x=column_x("left", size), x2="right:Q", y=height, y2=alt.datum(0), color=_colour(),
        tooltip=_tooltip(_),
    )  # fmt: skip
    shares = _rows().mark_text(dy=-8, fontSize=11, color=theme.TEXT)
    heads = _rows().transform_filter("datum.group == 'first'")
    heads = heads.mark_text(
        fontSize=12, fontWeight="bold", color=theme.TEXT, limit=1.1 * column_width(size)
    ).encode(x=column_x("x", size), y=alt.value(10), text="label:N")
    return alt.layer(
        _stripes(size),
        bars,
        shares.encode(x=column_x("middle", size), y=height, text="share_text:N"),
        heads,
        lane_name(_("Journeys"), VOLUME),
        height=VOLUME,
    )


def _onwards(size: int, _: Translate) -> ChartType:
    """Who goes on to the next stage and after how long, a line for each group."""
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, ONWARD], reverse=True, nice=False))
    arrows = _rows().transform_filter("isValid(datum.arrow)").mark_text(
        fontSize=12, fontWeight="bold"
    )  # fmt: skip
    arrows = arrows.encode(
        x=column_x("arrow_x", size), y=y, text="arrow:N", color=_colour(), tooltip=_tooltip(_)
    )
    return alt.layer(_stripes(size), arrows, lane_name(_("Go on"), ONWARD), height=ONWARD)


def _feeling(size: int, _: Translate) -> ChartType:
    x, mean = column_x("x", size), share_y("mean")
    layers: list[alt.Chart] = []
    for side, colour in zip(SIDES, COLOURS, strict=True):
        rows = _rows().transform_filter(f"datum.group == '{side}'")
        known = rows.transform_filter("isValid(datum.mean)")
        band = rows.mark_area(color=colour, opacity=0.14, interpolate="monotone", clip=True)
        line = rows.mark_line(interpolate="monotone", **_stroke(side))
        dots = known.mark_point(size=60, color=colour, opacity=1, filled=side == "first")
        layers += [
            band.encode(x=x, y=share_y("low"), y2="high:Q"),
            line.encode(x=x, y=mean),
            dots.encode(x=x, y=mean, tooltip=_tooltip(_)),
        ]
    lines = tick_lines("mean")
    name = lane_name(_("Feeling"), FEELING)
    return alt.layer(_stripes(size), *lines, *layers, _at_curves(size), name, height=FEELING)


def _at_curves(size: int) -> alt.Chart:
    named = _rows().transform_filter("isValid(datum.label_y)")
    return named.mark_text(fontSize=NAME_SIZE, fontWeight="bold").encode(
        x=column_x("label_x", size), y=share_y("label_y"), text="short:N", color=_colour()
    )


def _rows() -> alt.Chart:
    return alt.Chart().transform_filter("datum.part == 'stage'")


def _stripes(size: int) -> alt.Chart:
    """Every other column shaded."""
    odd = _rows().transform_filter("datum.group == 'first' && datum.column % 2 == 1")
    sides = odd.transform_calculate(start="datum.column", end="datum.column + 1")
    return sides.mark_rect(color=theme.BASELINE, opacity=0.09).encode(
        x=column_x("start", size), x2="end:Q"
    )


def _colour() -> alt.Color:
    scale = alt.Scale(domain=list(SIDES), range=list(COLOURS))
    return alt.Color("group:N", scale=scale, legend=None)


def _stroke(side: str) -> dict[str, Any]:
    place = SIDES.index(side)
    return {"color": COLOURS[place], "strokeWidth": 3, "strokeDash": DASHES[place]}


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    columns = (
        ("name:N", _("Group"), alt.Undefined),
        ("label:N", _("Stage"), alt.Undefined),
        ("customers:Q", _("Customers"), ",d"),
        ("journey_share:Q", _("Share of journeys"), ".1%"),
        ("tip_feeling:N", _("Mean feeling"), alt.Undefined),
        ("tip_ends:N", _("95% interval"), alt.Undefined),
        ("next_label:N", _("Next stage"), alt.Undefined),
        ("tip_share:N", _("Later reach the next stage"), alt.Undefined),
        ("tip_wait:N", _("Median time until then"), alt.Undefined),
    )
    return [alt.Tooltip(field, title=title, format=form) for field, title, form in columns]
