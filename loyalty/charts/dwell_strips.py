"""How long customers stay: a strip per stage or touchpoint on a scale from minutes to years.

Thin line: the middle 80 % of stays; bar: the middle half; dot: the median, also written out with
the number of moves it rests on. Pale where these are few.
"""

import json
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import durations, theme
from loyalty.charts.lanes import heading
from loyalty.journey.findings import ENOUGH
from loyalty.journey.stage_map import shown
from loyalty.journey.units import duration
from loyalty.language import Translate, number

STEP = 28
ROOM = 0.42  # of the scale, right of it, for the median in words
PLACES = {"p10": "hours_10", "low": "hours_low", "middle": "median_hours", "high": "hours_high",
          "p90": "hours_90"}  # fmt: skip


def layout(
    rows: pd.DataFrame,
    name: str,
    _: Translate = str,
    write: Callable[[str, Translate], str] = shown,
) -> pd.DataFrame:
    """Rows of `loyalty.journey.dwell.of_log` with places and words; `name` is the column named."""
    places = {key: durations.place(rows[column]) for key, column in PLACES.items()}
    low, high = durations.domain(pd.concat([places["p10"], places["p90"]]))
    return rows.assign(
        **places,
        label=[write(one, _) for one in rows[name]],
        row=range(len(rows)),
        sure=rows["moves"] >= ENOUGH,
        text=[_words(row, _) for row in rows.itertuples()],
        beside=high + 0.04 * (high - low),
        typical=[duration(one, _) for one in rows["median_hours"]],
        half=[_range(row.hours_low, row.hours_high, _) for row in rows.itertuples()],
        most=[_range(row.hours_10, row.hours_90, _) for row in rows.itertuples()],
        start=low,
        end=high,
    )


def settings(frame: pd.DataFrame) -> dict[str, Any]:
    """What the picture must know of its frame: the ends of the scale and the rows in order."""
    if frame.empty:
        return {"ends": (0.0, 1.0), "labels": ()}
    ends = (float(frame["start"].iloc[0]), float(frame["end"].iloc[0]))
    return {"ends": ends, "labels": tuple(frame["label"])}


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: tuple[str, ...] = (),
    width: int | None = None,
    **given: Any,
) -> ChartType:
    """The strips of a `layout`; `given` replaces parts of `settings(frame)`."""
    known = settings(frame) | given
    base = alt.Chart().encode(y=_y(known["labels"]), tooltip=_tooltip(_))
    moved = base.transform_filter("isValid(datum.middle)")
    sure, few = (moved.transform_filter(f"{sign}datum.sure") for sign in ("", "!"))
    low, high = known["ends"]
    scale = alt.Scale(domain=[low, high + ROOM * (high - low)], nice=False, zero=False)
    axis = durations.axis((low, high), _)
    text = base.mark_text(align="left", fontSize=12, color=theme.TEXT)
    size = {"width": width} if width else {}
    return alt.layer(
        *_strips(few, scale, axis, theme.PALE),
        *_strips(sure, scale, axis, 1.0),
        text.encode(x=alt.X("beside:Q", scale=scale), text="text:N"),
        data=frame, height=alt.Step(STEP), **heading(title, width), **size,
    )  # fmt: skip


def _strips(rows: alt.Chart, scale: alt.Scale, axis: alt.Axis, strength: float) -> list[alt.Chart]:
    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis, title=None)

    line = rows.mark_rule(color=theme.BASELINE, strokeWidth=2, opacity=strength)
    bar = rows.mark_rule(color=theme.MAIN, strokeWidth=10, opacity=0.45 * strength)
    dot = rows.mark_circle(color=theme.MAIN, size=90, opacity=strength)
    return [
        line.encode(x=x("p10"), x2="p90:Q"),
        bar.encode(x=x("low"), x2="high:Q"),
        dot.encode(x=x("middle")),
    ]


def _words(row: Any, _: Translate) -> str:
    if not row.moves:
        return _("nobody has moved on yet")
    return _("{time} (moves: {count})").format(
        time=duration(row.median_hours, _), count=number(row.moves)
    )


def _range(low: Any, high: Any, _: Translate) -> str:
    if low != low:
        return "–"
    ends = (duration(one, _) for one in (low, high))
    return " – ".join(ends)


def _y(labels: tuple[str, ...]) -> alt.Y:
    names = json.dumps(list(labels), ensure_ascii=False)
    axis = alt.Axis(
        labelExpr=f"{names}[datum.value]", labelLimit=190, labelFontSize=12, labelOverlap=False,
        ticks=False, domain=False, grid=False,
    )  # fmt: skip
    return alt.Y("row:O", title=None, axis=axis)


def _tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Here")),
        alt.Tooltip("typical:N", title=_("Median stay")),
        alt.Tooltip("half:N", title=_("Middle half")),
        alt.Tooltip("most:N", title=_("Middle 80%")),
        alt.Tooltip("moves:Q", title=_("Stays that end with a move elsewhere"), format=",d"),
        alt.Tooltip("last:Q", title=_("Journeys that end here"), format=",d"),
    ]
