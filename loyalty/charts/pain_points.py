"""Pain points: feeling across, customers upward, larger dots where a bad experience costs more.

Left of the line it feels worse than usual. A sure pain point is filled, an uncertain one pale (also
one that surely feels low, unless who felt bad there surely buys no less); what has no pain is grey.
A click picks a touchpoint.
"""

import json
import math
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.labels import Dot, place_names
from loyalty.journey.stage_map import shown, stage_label
from loyalty.language import Translate, mark

PICK = "pick"
WIDTH, HEIGHT = 740.0, 360.0  # pixels: the narrowest plot that names are placed for
AROUND = 112.0  # pixels above and below the plot: legend, axis and its title
NAME_SIZE = 12
AREAS = (60.0, 900.0)  # of a dot without effect, and with the largest
PALE = 0.5
ROOM = 1.25  # of the most customers, above which nothing is drawn
KINDS = {
    "pain": (mark("Pain point"), theme.LEVELS["low"]),
    "unsure": (mark("Uncertain pain point"), theme.LEVELS["fair"]),
    "none": (mark("No pain point"), theme.BASELINE),
}


def settings(found: pd.DataFrame) -> dict[str, Any]:
    """What the picture must know of `loyalty.journey.pains.of`: its ends and the line."""
    if found.empty:
        return {"low": -1.0, "high": 1.0, "line": 0.0, "most": 1.0}
    ends = found[["feeling", "feeling_low", "feeling_high", "line"]].to_numpy(float)
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    pad = 0.06 * (high - low) or 1.0
    return {
        "low": round(low - pad, 4),
        "high": round(high + pad, 4),
        "line": round(float(found["line"].iloc[0]), 4),
        "most": float(found["customers"].max()) * ROOM,
    }


def layout(found: pd.DataFrame, chosen: str = "", _: Translate = str) -> pd.DataFrame:
    """Rows of `pains.of` with name, kind (of `KINDS`), area, chosen, first, a place for the name.

    label_x (feeling), label_y (customers) and align are missing where a name would cover something.
    """
    unsure = (found["pain"] > 0) | (found["low"] & ~(found["effect_high"] < 0))
    cost = found["effect"].clip(lower=0).fillna(0)
    share = cost / cost.max() if len(cost) and cost.max() > 0 else cost
    rows = found.assign(
        label=[shown(name, _) for name in found["touchpoint"]],
        about=[stage_label(stage, _) for stage in found["stage"]],
        kind=np.select([found["sure"], unsure], ["pain", "unsure"], "none"),
        area=AREAS[0] + (AREAS[1] - AREAS[0]) * share,
        chosen=found["touchpoint"] == chosen,
        first=np.arange(len(found)) == 0,
        effect_points=found["effect"] * 100,
    )
    return rows.join(_names(rows, settings(found)))


def _names(rows: pd.DataFrame, known: dict[str, Any]) -> pd.DataFrame:
    """Places of the names: those with pain choose first, then the most customers."""
    order = rows.sort_values(["pain", "customers"], ascending=False, kind="stable")
    dots = [_dot(row, known) for row in order.itertuples()]
    places = place_names(dots, NAME_SIZE, (0.0, 0.0, WIDTH, HEIGHT))
    width = known["high"] - known["low"]
    return pd.DataFrame(
        {
            "label_x": [known["low"] + one.x / WIDTH * width if one else None for one in places],
            "label_y": [
                known["most"] * (1 - one.y / HEIGHT) ** 2 if one else None for one in places
            ],
            "align": [one.align if one else "" for one in places],
        },
        index=order.index,
    ).astype({"label_x": "float64", "label_y": "float64", "align": object})


def _dot(row: Any, known: dict[str, Any]) -> Dot:
    x = (row.feeling - known["low"]) / (known["high"] - known["low"]) * WIDTH
    y = HEIGHT * (1 - math.sqrt(row.customers / known["most"]))
    radius = math.sqrt(row.area / math.pi)
    return Dot(row.label, x, y, radius, y - radius, y + radius)


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    low: float = -1.0,
    high: float = 1.0,
    line: float = 0.0,
    most: float = 1.0,
    usual: bool = True,
) -> ChartType:
    """The dots of a `layout`; low to most are its `settings`.

    usual: whether the line is what is usual, or the middle of the scale.
    """
    names = {kind: _(text) for kind, (text, _colour) in KINDS.items()}
    base = (
        alt.Chart()
        .transform_calculate(series=f"{json.dumps(names, ensure_ascii=False)}[datum.kind]")
        .encode(x=_x("feeling", low, high, _), y=_y("customers", most, _))
    )
    text = _("usual: {value}") if usual else _("middle: {value}")
    said = text.format(value=f"{line:,.2f}".replace("-", "−"))
    return alt.layer(
        *_ground(low, line, said),
        base.mark_rule(color=theme.BASELINE, opacity=0.7).encode(
            x=_x("feeling_low", low, high, _), x2="feeling_high:Q"
        ),
        *_dots(base, names, _),
        *[_texts(align, low, high, most, _) for align in ("left", "center", "right")],
        data=frame,
        height=HEIGHT + AROUND,
    )


def _ground(low: float, line: float, said: str) -> list[alt.Chart]:
    """The side that hurts, and the line with its words."""
    here = (
        alt.Chart()
        .transform_filter("datum.first")
        .transform_calculate(said=json.dumps(said, ensure_ascii=False))
    )
    side = here.mark_rect(color=theme.LEVELS["low"], opacity=0.07)
    rule = here.mark_rule(color=theme.BASELINE, strokeDash=[4, 3])
    words = here.mark_text(align="left", dx=5, fontSize=12, color=theme.TEXT, opacity=0.8)
    return [
        side.encode(x=alt.datum(low), x2=alt.datum(line)),
        rule.encode(x=alt.datum(line)),
        words.encode(x=alt.datum(line), y=alt.value(9), text="said:N"),
    ]


def _dots(base: alt.Chart, names: dict[str, str], _: Translate) -> list[alt.Chart]:
    scale = alt.Scale(domain=list(names.values()), range=[colour for _t, colour in KINDS.values()])
    legend = alt.Legend(orient="top", title=None, labelLimit=320, symbolOpacity=1)
    area = alt.Size("area:Q", scale=None, legend=None)
    pick = alt.selection_point(name=PICK, on="click", fields=["touchpoint"])
    opacity = alt.condition("datum.kind == 'pain'", alt.value(0.9), alt.value(PALE))
    dots = base.mark_circle(cursor="pointer").encode(
        size=area,
        color=alt.Color("series:N", scale=scale, legend=legend),
        opacity=opacity,
        tooltip=_tooltip(_),
    )
    ring = base.transform_filter("datum.chosen").mark_point(
        filled=False, color=theme.TEXT, strokeWidth=2.5, opacity=1
    )
    return [ring.encode(size=area), dots.properties(name="pain_dots").add_params(pick)]


def _texts(align: str, low: float, high: float, most: float, _: Translate) -> alt.Chart:
    """Names beside their dots; a text's alignment cannot be data, so one layer for each."""
    look: dict[str, Any] = {"align": align, "fontSize": NAME_SIZE, "color": theme.TEXT}
    named = alt.Chart().transform_filter(f"datum.align == '{align}'")
    place = {"x": _x("label_x", low, high, _), "y": _y("label_y", most, _)}
    return named.mark_text(**look).encode(**place, text="label:N")


def _x(field: str, low: float, high: float, _: Translate) -> alt.X:
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    title = _("Mean feeling, on the scale of the data, with its 95% interval")
    return alt.X(f"{field}:Q", scale=scale, title=title, axis=alt.Axis(grid=False, tickCount=8))


def _y(field: str, most: float, _: Translate) -> alt.Y:
    scale = alt.Scale(type="sqrt", domain=[0, most], nice=False)
    axis = alt.Axis(tickCount=6, format=",d", gridOpacity=0.4)
    return alt.Y(f"{field}:Q", scale=scale, title=_("Customers"), axis=axis)


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Touchpoint")),
        alt.Tooltip("about:N", title=_("Stage")),
        alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
        alt.Tooltip("feeling:Q", title=_("Mean feeling"), format=".2f"),
        alt.Tooltip("feeling_low:Q", title=_("Interval from"), format=".2f"),
        alt.Tooltip("feeling_high:Q", title=_("Interval to"), format=".2f"),
        alt.Tooltip("scored:Q", title=_("Scores"), format=",d"),
        alt.Tooltip("effect_points:Q", title=_("Effect, points"), format="+.1f"),
        alt.Tooltip("pain:Q", title=_("Pain"), format=".1f"),
    ]
