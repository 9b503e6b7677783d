"""The journey map: stages across, below one another how many come, how it feels, and where.

Volume lane: customers per stage and the share who later reach the next one. Feeling lane: mean
per stage with its 95 % interval, touchpoints as dots sized by customers and coloured by feeling,
pale below 30 scores. Touchpoint lane: every touchpoint by name with customers and feeling.
"""

from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.journey_layout import AREAS, FEELING_HEIGHT, NAME_SIZE
from loyalty.charts.lanes import (
    column_width,
    column_x,
    header,
    lane_name,
    share_y,
    stacked,
    tick_lines,
)
from loyalty.language import Translate

VOLUME_HEIGHT = 110
SLOT_HEIGHT = 34
BAR = 0.21  # of a column, to either side
DOT, NAME, NAME_END = 0.09, 0.18, 1.0  # of a column: where a listed touchpoint stands

Settings = dict[str, Any]


def settings(frame: pd.DataFrame) -> Settings:
    """What the picture must know of its frame: names of the columns and which lanes there are."""
    slots = frame["slot"].max()
    return {
        "stages": tuple(frame.loc[frame["part"] == "stage", "label"]),
        "feelings": bool((frame["part"] == "tick").any()),
        "slots": 0 if pd.isna(slots) else int(slots) + 1,
    }


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: tuple[str, ...] = (),
    width: int | None = None,
    **given: Any,
) -> ChartType:
    """The picture of a `journey_layout.layout`; `given` replaces parts of `settings(frame)`."""
    known = settings(frame) | given
    lanes = [_volume(known, _)]
    if known["feelings"]:
        lanes.append(_feeling(known, _))
    if known["slots"]:
        lanes.append(_touchpoints(known, _))
    return stacked(lanes, frame, title, width)


def _volume(known: Settings, _: Translate) -> ChartType:
    size, names = len(known["stages"]), header(known["stages"])
    height = share_y("size", top=1.2)
    tooltip = [alt.Tooltip("label:N", title=_("Stage")), *_numbers(_)]
    stages = _rows("stage").transform_calculate(left=f"datum.x - {BAR}", right=f"datum.x + {BAR}")
    bars = stages.mark_bar(color=theme.BASELINE, opacity=0.6).encode(
        x=column_x("left", size, names), x2="right:Q", y=height, y2=alt.datum(0), tooltip=tooltip
    )
    counts = stages.mark_text(dy=-8, fontSize=12, color=theme.TEXT).encode(
        x=column_x("x", size, names), y=height, text="count:N"
    )
    known_share = stages.transform_filter("isValid(datum.conversion)")
    arrows = known_share.mark_text(fontSize=13, fontWeight="bold", color=theme.TEXT).encode(
        x=column_x("arrow_x", size, names), y=alt.value(VOLUME_HEIGHT - 12), text="arrow:N",
        tooltip=tooltip,
    )  # fmt: skip
    name = lane_name(_("Customers"), VOLUME_HEIGHT)
    return alt.layer(_stripes(size, names), bars, counts, arrows, name, height=VOLUME_HEIGHT)


def _feeling(known: Settings, _: Translate) -> ChartType:
    x, mean, low = column_x("x", len(known["stages"])), share_y("mean"), share_y("low")
    stages = _rows("stage")
    band = stages.mark_area(color=theme.MAIN, opacity=0.16, interpolate="monotone", clip=True)
    line = stages.mark_line(color=theme.MAIN, opacity=0.85, strokeWidth=3, interpolate="monotone")
    scored = _rows("touchpoint").transform_filter("isValid(datum.feeling)")
    whiskers = scored.mark_rule(color=theme.BASELINE, clip=True)
    return alt.layer(
        _stripes(len(known["stages"])),
        *tick_lines("mean"),
        band.encode(x=x, y=low, y2="high:Q"),
        line.encode(x=x, y=mean),
        whiskers.encode(x=x, y=low, y2="high:Q"),
        scored.mark_circle().encode(x=x, y=mean, **_dot(_)),
        *_dot_names(len(known["stages"])),
        lane_name(_("Feeling"), FEELING_HEIGHT),
        height=FEELING_HEIGHT,
    )


def _dot_names(columns: int) -> list[alt.Chart]:
    """Names beside their dots; a text's alignment cannot be data, so one layer for each."""
    place = {"x": column_x("label_x", columns), "y": share_y("label_y"), "text": "label:N"}
    return [
        _rows("touchpoint")
        .transform_filter(f"isValid(datum.label_y) && datum.align == '{align}'")
        .mark_text(align=align, fontSize=NAME_SIZE, color=theme.TEXT)
        .encode(**place)
        for align in ("left", "center", "right")
    ]


def _touchpoints(known: Settings, _: Translate) -> ChartType:
    size, full = len(known["stages"]), known["slots"] * SLOT_HEIGHT
    scale = alt.Scale(domain=[-0.5, known["slots"] - 0.5], reverse=True, nice=False, zero=False)
    y = alt.Y("slot:Q", scale=scale, axis=None)
    listed = alt.Chart().transform_filter("datum.part != 'stage' && isValid(datum.slot)")
    listed = listed.transform_calculate(dot=f"datum.column + {DOT}", text=f"datum.column + {NAME}")
    dots = listed.transform_filter("datum.part == 'touchpoint'")
    scored = dots.transform_filter("isValid(datum.feeling)").mark_circle()
    grey = dots.transform_filter("!isValid(datum.feeling)").mark_circle(color=theme.BASELINE)
    text: dict[str, Any] = {
        "align": "left", "color": theme.TEXT, "fontSize": NAME_SIZE,
        "limit": (NAME_END - NAME) * column_width(size),
    }  # fmt: skip
    at_dot, at_name = column_x("dot", size), column_x("text", size)
    names = listed.mark_text(dy=-6, **text).encode(x=at_name, y=y, text="label:N")
    return alt.layer(
        _stripes(size),
        scored.encode(x=at_dot, y=y, **_dot(_)),
        grey.encode(x=at_dot, y=y, size=_size(), tooltip=_touchpoint_tooltip(_)),
        names.encode(tooltip=_touchpoint_tooltip(_)),
        dots.mark_text(dy=8, opacity=0.75, **text).encode(x=at_name, y=y, text="count:N"),
        lane_name(_("Touchpoints"), full),
        height=full,
    )


def _dot(_: Translate) -> dict[str, Any]:
    """Size by customers, colour by feeling, pale with few scores."""
    colours = alt.Scale(domain=[-1, 0, 1], range=list(theme.FEELING), clamp=True)
    return {
        "size": _size(),
        "color": alt.Color("tone:Q", scale=colours, legend=None),
        "opacity": alt.condition("datum.sure", alt.value(0.95), alt.value(0.4)),
        "tooltip": _touchpoint_tooltip(_),
    }


def _size() -> alt.Size:
    area = alt.Scale(domain=[0, 1], range=list(AREAS))
    return alt.Size("size:Q", scale=area, legend=None)


def _rows(part: str) -> alt.Chart:
    return alt.Chart().transform_filter(f"datum.part == '{part}'")


def _stripes(columns: int, axis: alt.Axis | None = None) -> alt.Chart:
    """Every other column shaded, so that the eye finds the stage through all lanes."""
    odd = _rows("stage").transform_filter("datum.column % 2 == 1")
    sides = odd.transform_calculate(start="datum.column", end="datum.column + 1")
    return sides.mark_rect(color=theme.BASELINE, opacity=0.09).encode(
        x=column_x("start", columns, axis), x2="end:Q"
    )


def _touchpoint_tooltip(_: Translate) -> list[alt.Tooltip]:
    names = (("label:N", _("Touchpoint")), ("stage_label:N", _("Stage")))
    return [*(alt.Tooltip(field, title=title) for field, title in names), *_numbers(_)]


def _numbers(_: Translate) -> list[alt.Tooltip]:
    columns = (
        ("customers:Q", _("Customers"), ",d"),
        ("events:Q", _("Events"), ",d"),
        ("feeling:Q", _("Mean feeling"), ".2f"),
        ("feeling_low:Q", _("Interval from"), ".2f"),
        ("feeling_high:Q", _("Interval to"), ".2f"),
        ("scored:Q", _("Scores"), ",d"),
        ("conversion:Q", _("Later reach the next stage"), ".1%"),
        ("median_hours:Q", _("Median hours until then"), ",.1f"),
    )
    rows = [alt.Tooltip(field, title=title, format=form) for field, title, form in columns]
    return [*rows[:6], alt.Tooltip("next_label:N", title=_("Next stage")), *rows[6:]]
