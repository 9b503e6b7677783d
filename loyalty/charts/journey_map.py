"""The journey map: stages across, below one another how many come, how it feels, and where.

Volume lane: customers per stage and the share who later reach the next one. Feeling lane: mean
per stage with its 95 % interval, touchpoints as dots sized by customers and coloured by feeling,
pale below 30 scores. Touchpoint lane: every touchpoint by name with customers and feeling.
"""

import json
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.journey_layout import (
    AREAS,
    FEELING_HEIGHT,
    NAME_SIZE,
    feeling_colours,
    feeling_domain,
)
from loyalty.language import Translate

VOLUME_HEIGHT = 120
SLOT_HEIGHT = 36
BAR = 0.21  # of a column, to either side
NAME_LIMIT = 86  # pixels of a name in the touchpoint lane

Settings = dict[str, Any]


def settings(frame: pd.DataFrame) -> Settings:
    """What the picture must know of the data besides its rows; plain values for a cache key."""
    slots = frame["slot"].max()
    return {
        "stages": tuple(frame.loc[frame["part"] == "stage", "label"]),
        "domain": feeling_domain(frame),
        "colours": feeling_colours(frame),
        "most": max(1, int(frame["customers"].max())),
        "slots": 0 if pd.isna(slots) else int(slots) + 1,
    }


def draw(
    frame: pd.DataFrame, _: Translate = str, title: tuple[str, ...] = (), **given: Any
) -> ChartType:
    """The picture of a `journey_layout.layout`; `given` replaces parts of `settings(frame)`."""
    known = settings(frame) | given
    lanes = [_volume(known, _)]
    if known["domain"]:
        lanes.append(_feeling(known, _))
    if known["slots"]:
        lanes.append(_names(known, _))
    heading = {"title": alt.Title(list(title), anchor="start")} if title else {}
    return alt.vconcat(*lanes, data=frame, spacing=12, **heading)


def _volume(known: Settings, _: Translate) -> ChartType:
    names = f"{json.dumps(known['stages'], ensure_ascii=False)}[floor(datum.value)]"
    header = alt.Axis(
        orient="top", values=_middles(known), labelExpr=names, labelFontSize=13,
        labelFontWeight="bold", labelLimit=112, grid=False, ticks=False, domain=False,
    )  # fmt: skip
    top = alt.Scale(domain=[0, known["most"] * 1.2], nice=False)
    height = alt.Y("customers:Q", title=_("Customers"), scale=top, axis=_lane_axis())
    stages = _rows("stage").transform_calculate(left=f"datum.x - {BAR}", right=f"datum.x + {BAR}")
    bars = stages.mark_bar(color=theme.BASELINE, opacity=0.6).encode(
        x=_x(known, "left", header),
        x2="right:Q",
        y=height,
        y2=alt.datum(0),
        tooltip=_stage_tooltip(_),
    )
    counts = stages.mark_text(dy=-8, fontSize=12, color=theme.TEXT).encode(
        x=_x(known, "x", header), y=height, text="count:N"
    )
    arrows = (
        stages.transform_filter("isValid(datum.conversion)")
        .mark_text(fontSize=13, fontWeight="bold", color=theme.TEXT)
        .encode(
            x=_x(known, "arrow_x", header),
            y=alt.value(VOLUME_HEIGHT - 12),
            text="arrow:N",
            tooltip=_stage_tooltip(_),
        )
    )
    return alt.layer(_stripes(known, header), bars, counts, arrows, height=VOLUME_HEIGHT)


def _feeling(known: Settings, _: Translate) -> ChartType:
    scale = alt.Scale(domain=list(known["domain"]), nice=False, zero=False)
    height = alt.Y("feeling:Q", title=_("Feeling"), scale=scale, axis=alt.Axis(tickCount=5))
    x = _x(known, "x")
    band = alt.Y("feeling_low:Q", title=_("Feeling"), scale=scale)
    stages = _rows("stage").encode(x=x, y=height)
    area = stages.mark_area(color=theme.MAIN, opacity=0.16, interpolate="monotone", clip=True)
    line = stages.mark_line(color=theme.MAIN, opacity=0.6, strokeWidth=3, interpolate="monotone")
    scored = _rows("touchpoint").transform_filter("isValid(datum.feeling)")
    whiskers = scored.mark_rule(color=theme.BASELINE, clip=True).encode(
        x=x, y=band, y2="feeling_high:Q"
    )
    dots = scored.mark_circle().encode(x=x, y=height, **_dot(known, _))
    return alt.layer(
        _stripes(known), area.encode(y=band, y2="feeling_high:Q"), line,
        whiskers, dots, *_dot_names(known, scale), height=FEELING_HEIGHT,
    )  # fmt: skip


def _dot_names(known: Settings, scale: alt.Scale) -> list[alt.Chart]:
    """Names beside their dots; a text's alignment cannot be data, so one layer for each."""
    spot = {"x": _x(known, "label_x"), "y": alt.Y("label_y:Q", scale=scale), "text": "label:N"}
    return [
        _rows("touchpoint")
        .transform_filter(f"isValid(datum.label_y) && datum.align == '{align}'")
        .mark_text(align=align, fontSize=NAME_SIZE, color=theme.TEXT)
        .encode(**spot)
        for align in ("left", "center", "right")
    ]


def _names(known: Settings, _: Translate) -> ChartType:
    scale = alt.Scale(domain=[-0.5, known["slots"] - 0.5], reverse=True, nice=False, zero=False)
    height = alt.Y("slot:Q", title=_("Touchpoints"), scale=scale, axis=_lane_axis())
    cards = alt.Chart().transform_filter("datum.part != 'stage' && isValid(datum.slot)")
    cards = cards.transform_calculate(dot="datum.column + 0.11", text="datum.column + 0.21")
    points = cards.transform_filter("datum.part == 'touchpoint'")
    text: dict[str, Any] = {
        "align": "left",
        "color": theme.TEXT,
        "limit": NAME_LIMIT,
        "fontSize": NAME_SIZE,
    }
    x = _x(known, "text")
    layers = [
        _stripes(known),
        points.transform_filter("isValid(datum.feeling)")
        .mark_circle()
        .encode(x=_x(known, "dot"), y=height, **_dot(known, _)),
        points.transform_filter("!isValid(datum.feeling)")
        .mark_circle(color=theme.BASELINE)
        .encode(x=_x(known, "dot"), y=height, size=_size(known)),
        cards.mark_text(dy=-6, **text).encode(
            x=x, y=height, text="label:N", tooltip=_touchpoint_tooltip(_)
        ),
        points.mark_text(dy=8, opacity=0.7, **text).encode(x=x, y=height, text="count:N"),
    ]
    return alt.layer(*layers, height=known["slots"] * SLOT_HEIGHT)


def _dot(known: Settings, _: Translate) -> dict[str, Any]:
    """Size by customers, colour by feeling, pale with few scores."""
    colours = alt.Scale(domain=list(known["colours"]), range=list(theme.FEELING), clamp=True)
    return {
        "size": _size(known),
        "color": alt.Color("feeling:Q", scale=colours, legend=None),
        "opacity": alt.condition("datum.sure", alt.value(0.95), alt.value(0.4)),
        "tooltip": _touchpoint_tooltip(_),
    }


def _size(known: Settings) -> alt.Size:
    area = alt.Scale(domain=[0, known["most"]], range=list(AREAS))
    return alt.Size("customers:Q", scale=area, legend=None)


def _rows(part: str) -> alt.Chart:
    return alt.Chart().transform_filter(f"datum.part == '{part}'")


def _middles(known: Settings) -> list[float]:
    return [place + 0.5 for place in range(len(known["stages"]))]


def _x(known: Settings, field: str, axis: alt.Axis | None = None) -> alt.X:
    """A place on the columns; only the volume lane names them."""
    scale = alt.Scale(domain=[0, len(known["stages"])], nice=False, zero=False)
    return alt.X(f"{field}:Q", scale=scale, title=None, axis=axis)


def _lane_axis() -> alt.Axis:
    """A base line and the lane's name."""
    return alt.Axis(labels=False, ticks=False, grid=False, domain=False)


def _stripes(known: Settings, header: alt.Axis | None = None) -> alt.Chart:
    """Every other column shaded, so that the eye finds the stage through all lanes."""
    odd = _rows("stage").transform_filter("datum.column % 2 == 1")
    sides = odd.transform_calculate(start="datum.column", end="datum.column + 1")
    return sides.mark_rect(color=theme.BASELINE, opacity=0.09).encode(
        x=_x(known, "start", header), x2="end:Q"
    )


def _stage_tooltip(_: Translate) -> list[alt.Tooltip]:
    return [alt.Tooltip("label:N", title=_("Stage")), *_numbers(_)]


def _touchpoint_tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Touchpoint")),
        alt.Tooltip("stage_label:N", title=_("Stage")),
        *_numbers(_),
    ]


def _numbers(_: Translate) -> list[alt.Tooltip]:
    columns = (
        ("customers", _("Customers"), ",d"),
        ("events", _("Events"), ",d"),
        ("feeling", _("Mean feeling"), ".2f"),
        ("feeling_low", _("Interval from"), ".2f"),
        ("feeling_high", _("Interval to"), ".2f"),
        ("scored", _("Scores"), ",d"),
        ("conversion", _("Later reach the next stage"), ".1%"),
        ("median_hours", _("Median hours until then"), ",.1f"),
    )
    next_stage = alt.Tooltip("next_label:N", title=_("Next stage"))
    rows = [alt.Tooltip(f"{key}:Q", title=title, format=form) for key, title, form in columns]
    return [*rows[:6], next_stage, *rows[6:]]
