"""The journey map: stages across, below one another how many come, how it feels, and where.

Customers per stage and the share who later reach the next one; the mean feeling of each stage with
its 95 % interval and the touchpoints around it, sized by customers and coloured by feeling, pale
below 30 scores, pains and delights of another shape; touchpoints as cards in the lanes of a
service blueprint; owners and opportunities. A legend says it in words.
"""

from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.journey_map import points
from loyalty.charts.journey_map.columns import HEAD_SIZE
from loyalty.charts.journey_map.layout import FOOT_LINE
from loyalty.charts.journey_map.places import box, colours, place_x, place_y, rows, text
from loyalty.charts.lanes import heading
from loyalty.language import Translate

Settings = dict[str, Any]

FACE_AREA = 250
RIM = "M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0Z"
MOUTHS = {"bad": "M-.5,.6Q0,.05,.5,.6", "neutral": "M-.45,.4L.45,.4", "good": "M-.5,.2Q0,.8,.5,.2"}
EYES = "M-.4,-.35L-.4,-.15M.4,-.35L.4,-.15"


def settings(frame: pd.DataFrame) -> Settings:
    """What the picture must know of its frame: its height in pixels."""
    return {"height": round(float(frame["page_bottom"].max()))}


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: tuple[str, ...] = (),
    width: int | None = None,
    **given: Any,
) -> ChartType:
    """The picture of a `layout.layout`; `given` replaces parts of `settings(frame)`.

    A click on a touchpoint selects it as the point "pick".
    """
    height = (settings(frame) | given)["height"]
    layers = [
        *_ground(),
        *_heads(_),
        *_volume(_),
        *_feeling(),
        *_faces(),
        *points.layers(_),
        _foot(),
    ]
    chart = alt.layer(*layers, data=frame, height=height, **heading(title, width))
    chart = chart.configure_mark(aria=False)  # places in pixels say nothing; the page has a text
    return chart.properties(width=width) if width else chart


def _foot() -> alt.Chart:
    """What a picture that leaves the page says of itself."""
    words = rows("page", "datum.foot")
    return text(words, "foot", 8, "foot_y", align="left", baseline="top", lineHeight=FOOT_LINE)


def _ground() -> list[alt.Chart]:
    """Every other column shaded through all lanes, and the lanes with their names."""
    shaded = rows("stage", "datum.shaded")
    ends = {"x": alt.value(0), "x2": alt.value("width"), "y": place_y("lane_y")}
    line = rows("lane", "!datum.strong").mark_rule(color=theme.BASELINE, opacity=0.35)
    sight = rows("lane", "datum.strong").mark_rule(color=theme.BASELINE, strokeDash=[6, 4])
    names = text(rows("lane"), "label", 2, "lane_y", align="left", dy=13, fontWeight="bold")
    return [
        box(shaded, ("left", "right", "top", "bottom"), color=theme.BASELINE, opacity=0.09),
        line.encode(**ends),
        sight.encode(**ends),
        names,
    ]


def _heads(_: Translate) -> list[alt.Chart]:
    """The names of the stages; those nobody records upright and pale."""
    wide, narrow = rows("stage", "!datum.folded"), rows("stage", "datum.folded")
    look: dict[str, Any] = {"color": theme.MAIN, "cornerRadius": 4}
    named: dict[str, Any] = {"fontSize": HEAD_SIZE, "fontWeight": "bold", "lineHeight": 16}
    size = alt.Size("head_size:Q", scale=None)
    upright: dict[str, Any] = {
        "angle": 270,
        "fontSize": 12,
        "lineHeight": 14,
        "dy": -7,
        "opacity": 0.75,
    }
    return [
        box(wide, ("left", "right", "top", "head_bottom"), opacity=0.16, **look).encode(
            tooltip=points.stage_tooltip(_)
        ),
        box(narrow, ("left", "right", "top", "head_bottom"), opacity=0.06, **look),
        text(wide, "head", "x", "head_y", **named).encode(size=size),
        text(narrow, "head", "x", "upright_y", **upright),
    ]


def _volume(_: Translate) -> list[alt.Chart]:
    """Customers as bars, and between them the share who later come to the next stage."""
    wide = rows("stage", "!datum.folded")
    tooltip = points.stage_tooltip(_)
    look: dict[str, Any] = {"color": theme.BASELINE, "opacity": 0.6, "cornerRadius": 2}
    arrows: dict[str, Any] = {"fontSize": HEAD_SIZE, "fontWeight": "bold"}
    return [
        box(wide, ("bar_left", "bar_right", "bar_y", "bar_base"), **look).encode(tooltip=tooltip),
        text(wide, "count", "x", "bar_y", dy=-9, fontSize=HEAD_SIZE),
        text(rows("stage"), "arrow", "arrow_x", "arrow_y", **arrows)
        .transform_filter("isValid(datum.arrow)")
        .encode(tooltip=tooltip),
    ]


def _feeling() -> list[alt.Chart]:
    """The axis, the curve through the stages, and its interval."""
    ticks, stages = rows("tick"), rows("mood")
    known = stages.transform_filter("isValid(datum.low_y)")
    look: dict[str, Any] = {"color": theme.MAIN, "interpolate": "monotone"}
    x, mean = place_x("x"), place_y("mean_y")
    line: dict[str, Any] = {"color": theme.BASELINE, "opacity": 0.25}
    values = text(ticks, "label", 2, "tick_y", align="left", dy=-7, fontSize=12, opacity=0.75)
    return [
        ticks.mark_rule(**line).encode(y=place_y("tick_y")),
        values,
        known.mark_area(opacity=0.2, **look).encode(
            x=x, y=place_y("high_y"), y2="low_y:Q", detail="run:N"
        ),
        stages.mark_line(opacity=0.85, strokeWidth=3, **look).encode(x=x, y=mean, detail="run:N"),
        stages.mark_tick(orient="horizontal", color=theme.MAIN, thickness=5, size=14).encode(
            x=x, y=mean
        ),
    ]


def _faces() -> list[alt.Chart]:
    """The mean of each stage as a face, as a number, and its interval."""
    faces = rows("mood")
    at = {"x": place_x("x"), "y": place_y("face_y")}
    look: dict[str, Any] = {
        "size": FACE_AREA,
        "stroke": theme.INK,
        "strokeWidth": 1.3,
        "xOffset": -22,
    }
    lines: dict[str, Any] = look | {"filled": False, "opacity": 1}
    mouths = [
        rows("mood", f"datum.mood == '{mood}'").mark_point(shape=EYES + mouth, **lines).encode(**at)
        for mood, mouth in MOUTHS.items()
    ]
    rim = faces.mark_point(shape=RIM, filled=True, opacity=0.9, **look).encode(**at, **colours())
    means = text(faces, "mean", "x", "face_y", align="left", dx=-8, fontSize=14, fontWeight="bold")
    return [rim, *mouths, means, text(faces, "ends", "x", "ends_y", fontSize=12, opacity=0.8)]
