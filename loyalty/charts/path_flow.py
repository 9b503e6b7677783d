"""The flow of paths: where journeys are with their first, second ... step, and where they go next.

A bar is as high as its share of all journeys; ribbons lead from each bar to the next step; what
ends there runs out in a grey wedge. Every bar, ribbon and wedge says its numbers when pointed at.
"""

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.charts.labels import apart
from loyalty.charts.lanes import WIDTH, heading
from loyalty.journey.flow import OTHER
from loyalty.journey.moves import END
from loyalty.journey.stage_map import shown
from loyalty.language import Translate, number, percent

HEIGHT = 440
TOP = 0.06  # of the height, for the names of the columns
GAP = 0.018  # of the height, between two bars
BAR, WEDGE, CURVE = 0.06, 0.16, 7  # widths in columns; points along a ribbon
LEAST = 0.0012  # of the height: thinner ribbons cannot be seen
TWO_LINES, ONE_LINE = 30, 13  # pixels a bar needs for its name and number, for its name
TEXT_SIZE, NAME = 12, 0.84 * WIDTH  # the room for the names of all columns
SAFE = 0.85  # of the room for a name, as widths are estimated
SIDE = 0.06  # of a column, free beside the picture
DARKEST = ("#332288", "#117733")  # hardly seen on dark ground, so used last
PALETTE = (*(one for one in theme.SPARE if one not in DARKEST), *DARKEST)
Write = Callable[[str, Translate], str]


def layout(
    flow: pd.DataFrame, order: Sequence[str], _: Translate = str, write: Write = shown
) -> pd.DataFrame:
    """Rows of the picture from `loyalty.journey.flow.of_log`.

    part = step (name and size of a column), bar, ribbon or wedge. x counts columns from 0; low and
    high are 0 to 1 of the height of the picture from above. colour is the place of a name in the
    palette, -1 for `OTHER`. `write` gives a name as people read it.
    """
    if flow.empty:
        return pd.DataFrame({"part": []})
    names = [*(name for name in order if name != OTHER), OTHER]
    whole = int(flow.loc[flow["step"] == 1, "journeys"].sum())
    flow = flow.assign(height=flow["journeys"] * _scale(flow))
    bars = _bars(flow, names)
    rows = _ribbons(flow, bars, names)
    labels = {name: write(name, _) for name in names} | {OTHER: _("all others"), END: _("the end")}
    found = pd.concat([_columns(bars, whole, _), bars, rows], ignore_index=True)
    places = {name: place for place, name in enumerate(names[:-1])} | {OTHER: -1}
    room = NAME / found["step"].max()
    short = apart(list(labels.values()), SAFE * room, TEXT_SIZE)
    return found.assign(
        source_label=found["source"].map(labels),
        short=found["source"].map(labels).map(short),
        target_label=found["target"].map(labels),
        colour=found["source"].map(places),
        share=found["journeys"] / whole,
        room=(found["high"] - found["low"]) * HEIGHT,
    )


def settings(frame: pd.DataFrame) -> dict[str, Any]:
    """What the picture must know of its frame: how many columns and colours it has."""
    steps = frame["step"].max() if len(frame) else 1
    colours = frame["colour"].max() if len(frame) else 0
    return {"columns": int(steps), "colours": max(int(colours), 0) + 1}


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    title: tuple[str, ...] = (),
    width: int | None = None,
    **given: Any,
) -> ChartType:
    """The picture of a `layout`; `given` replaces parts of `settings(frame)`."""
    known = settings(frame) | given
    x = alt.X(
        "x:Q", axis=None,
        scale=alt.Scale(domain=[-SIDE, known["columns"] - 0.1], nice=False, zero=False),
    )  # fmt: skip
    colours = _colours(known["colours"])
    size = {"width": width} if width else {}
    return alt.layer(
        _areas("ribbon", x, 0.42, _).encode(color=colours),
        _areas("wedge", x, 0.75, _).encode(color=alt.value(theme.BASELINE)),
        _rows("bar").mark_bar(opacity=1).encode(
            x=x, x2="right:Q", y=_y("low"), y2="high:Q", color=colours, tooltip=_bar_tooltip(_)
        ),
        *_names(x, known["columns"]),
        data=frame, height=HEIGHT, **heading(title, width), **size,
    )  # fmt: skip


def _bars(flow: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """One bar for each step and name, stacked from above in the order of the names."""
    size = flow.groupby(["step", "source"], as_index=False)[["journeys", "height"]].sum()
    ended = flow[flow["target"] == END].set_index(["step", "source"])["journeys"]
    pairs = pd.MultiIndex.from_arrays([size["step"], size["source"]])
    rank = size["source"].map({name: place for place, name in enumerate(names)})
    size = size.assign(rank=rank, ended=ended.reindex(pairs).fillna(0).to_numpy())
    size = size.sort_values(["step", "rank"], ignore_index=True)
    height = size["height"]
    by_step = height.groupby(size["step"])
    low = by_step.cumsum() - height + by_step.cumcount() * GAP + TOP
    x = size["step"] - 1.0
    return size.assign(
        part="bar", low=low, high=low + height, x=x, right=x + BAR,
        count=[number(one) for one in size["journeys"]],
    )  # fmt: skip


def _scale(flow: pd.DataFrame) -> float:
    """The height of a journey with which the fullest column just fits."""
    columns = flow.groupby("step").agg({"journeys": "sum", "source": "nunique"})
    free = 1 - TOP - (columns["source"] - 1) * GAP
    return float((free / columns["journeys"]).min())


def _ribbons(flow: pd.DataFrame, bars: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Points along every ribbon and wedge that can be seen."""
    rank = {name: place for place, name in enumerate([*names, END])}
    rows = flow.assign(left=flow["source"].map(rank), right=flow["target"].map(rank))
    at = bars.set_index(["step", "source"])["low"]
    rows["start"] = _stacked(rows, at, ["step", "source"], "right")
    arriving = rows.assign(step=rows["step"] + 1, source=rows["target"])
    rows["end"] = _stacked(arriving, at, ["step", "source"], "left")
    rows = rows[rows["height"] >= LEAST]
    over = rows["target"] == END
    going = rows[~over & rows["end"].notna()]
    return pd.concat([_swinging(going), _wedges(rows[over])], ignore_index=True)


def _stacked(rows: pd.DataFrame, at: pd.Series, keys: list[str], by: str) -> pd.Series:
    """Where each ribbon begins on its bar: one below the other in the order of `by`."""
    ordered = rows.sort_values([*keys, by])
    below = ordered.groupby(keys)["height"].cumsum() - ordered["height"]
    low = at.reindex(pd.MultiIndex.from_arrays([ordered[key] for key in keys])).to_numpy()
    return (below + low).reindex(rows.index)


def _swinging(rows: pd.DataFrame) -> pd.DataFrame:
    share = np.linspace(0, 1, CURVE)
    swing = (1 - np.cos(np.pi * share)) / 2
    start = rows["start"].to_numpy()[:, None]
    low = start + (rows["end"].to_numpy()[:, None] - start) * swing
    x = (rows["step"].to_numpy() - 1 + BAR)[:, None] + share * (1 - BAR)
    return _points(rows, "ribbon", x, low, low + rows["height"].to_numpy()[:, None])


def _wedges(rows: pd.DataFrame) -> pd.DataFrame:
    """Triangles that run out to the right."""
    low = np.repeat(rows["start"].to_numpy()[:, None], 2, axis=1)
    high = low + np.outer(rows["height"], [1.0, 0.0])
    x = (rows["step"].to_numpy() - 1 + BAR)[:, None] + np.array([0, WEDGE])
    return _points(rows, "wedge", x, low, high)


def _points(
    rows: pd.DataFrame, part: str, x: np.ndarray, low: np.ndarray, high: np.ndarray
) -> pd.DataFrame:
    kept = rows[["step", "source", "target", "journeys"]].reset_index(drop=True)
    kept = kept.assign(part=part, pair=np.arange(len(kept)))
    points = kept.iloc[np.repeat(np.arange(len(kept)), x.shape[1])].reset_index(drop=True)
    return points.assign(x=x.ravel(), low=low.ravel(), high=high.ravel())


def _columns(bars: pd.DataFrame, whole: int, _: Translate) -> pd.DataFrame:
    size = bars.groupby("step")["journeys"].sum()
    texts = [
        _("Step {number}: {share}").format(number=number(step), share=percent(count / whole))
        for step, count in zip(size.index.tolist(), size.tolist(), strict=True)
    ]
    return pd.DataFrame(
        {"part": "step", "step": size.index, "x": size.index - 1.0, "low": 0.0, "label": texts}
    )


def _areas(part: str, x: alt.X, opacity: float, _: Translate) -> alt.Chart:
    areas = _rows(part).mark_area(opacity=opacity, interpolate="monotone")
    return areas.encode(x=x, y=_y("low"), y2="high:Q", detail="pair:N", tooltip=_pair_tooltip(_))


def _names(x: alt.X, columns: int) -> list[alt.Chart]:
    """Columns above, names and numbers beside their bars where these are high enough."""
    text: dict[str, Any] = {
        "align": "left", "fontSize": TEXT_SIZE, "color": theme.TEXT,
        "limit": NAME / columns, "baseline": "middle",
    }  # fmt: skip
    steps = _rows("step").encode(x=x, y=_y("low"), text="label:N")
    bars = _rows("bar").transform_calculate(
        middle="(datum.low + datum.high) / 2", beside=f"datum.x + {BAR} + 0.04"
    )
    named = bars.encode(
        x=alt.X("beside:Q", axis=None), y=alt.Y("middle:Q", axis=None), text="short:N"
    )
    high = named.transform_filter(f"datum.room >= {TWO_LINES}")
    flat = named.transform_filter(f"datum.room >= {ONE_LINE} && datum.room < {TWO_LINES}")
    return [
        steps.mark_text(**text | {"fontWeight": "bold", "dy": 7}),
        high.mark_text(**text, dy=-7),
        high.mark_text(**text, dy=8).encode(text="count:N"),
        flat.mark_text(**text),
    ]


def _colours(size: int) -> alt.Color:
    known = [PALETTE[place % len(PALETTE)] for place in range(size)]
    scale = alt.Scale(domain=list(range(-1, size)), range=[theme.NOBODYS, *known])
    return alt.Color("colour:O", scale=scale, legend=None)


def _y(field: str) -> alt.Y:
    scale = alt.Scale(domain=[0, 1], reverse=True, nice=False, zero=False)
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def _rows(part: str) -> alt.Chart:
    return alt.Chart().transform_filter(f"datum.part == '{part}'")


def _pair_tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("step:Q", title=_("Step"), format="d"),
        alt.Tooltip("source_label:N", title=_("From …")),
        alt.Tooltip("target_label:N", title=_("… to")),
        *_sizes(_),
    ]


def _bar_tooltip(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("step:Q", title=_("Step"), format="d"),
        alt.Tooltip("source_label:N", title=_("Here")),
        *_sizes(_),
        alt.Tooltip("ended:Q", title=_("End here"), format=",d"),
    ]


def _sizes(_: Translate) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("journeys:Q", title=_("Journeys"), format=",d"),
        alt.Tooltip("share:Q", title=_("Share of all journeys"), format=".1%"),
    ]
