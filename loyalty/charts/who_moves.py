"""Who moves: a flow from the saved to the edited segments.

Those who stay are pale; those who move carry the colour of where they came from.
"""

from collections.abc import Sequence
from unicodedata import east_asian_width

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import Translate

STEPS = 24
GAP = 0.015
LINE = 0.045  # of the height of all customers: what a label needs
NAME = 24  # half-width letters of a name that fit beside the flow with its numbers
ROOM = (-0.6, 1.75)  # of the flow's width 0 to 1: what names and numbers need beside it
LEAST = 1.5  # pixels: the outline of those who move, so that a few of many are seen


def layout(moves: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Ribbons of the flow: pair, source, target, customers, moved, x (0-1), low and high.

    The height of a ribbon is its share of all customers; each end leaves a gap between groups.
    """
    total = max(1, moves["customers"].sum())
    place = {name: number for number, name in enumerate(names)}
    rows = moves.assign(
        height=moves["customers"] / total,
        left=moves["source"].map(place),
        right=moves["target"].map(place),
    )
    rows["start"] = _stacked(rows, ["left", "right"], "left")
    rows["end"] = _stacked(rows, ["right", "left"], "right")
    return _ribbons(rows)


def draw(
    frame: pd.DataFrame,
    _: Translate = str,
    keys: tuple[str, ...] = (),
    colours: tuple[str, ...] = (),
    height: int = 420,
) -> ChartType:
    """The flow; `frame` holds the rows of `layout` and, with part = "end", one label per end."""
    scale = alt.Scale(domain=list(keys), range=list(colours))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=list(ROOM), nice=False))
    ribbons = (
        alt.Chart()
        .transform_filter("datum.part == 'ribbon'")
        .mark_area()
        .encode(
            x=x,
            y=alt.Y("low:Q", axis=None, scale=alt.Scale(reverse=True, zero=True)),
            y2="high:Q",
            detail="pair:N",
            color=alt.Color("source:N", scale=scale, legend=None),
            stroke=alt.Stroke("source:N", scale=scale, legend=None),
            strokeWidth=alt.condition("datum.moved", alt.value(LEAST), alt.value(0)),
            opacity=alt.condition("datum.moved", alt.value(0.9), alt.value(theme.PALE)),
            tooltip=[
                alt.Tooltip("label:N", title=_("From → to")),
                alt.Tooltip("customers:Q", title=_("Customers"), format=",d"),
            ],
        )
    )
    return alt.layer(ribbons, *_ends(), data=frame, height=height)


def _ends() -> list[alt.Chart]:
    ends = alt.Chart().transform_filter("datum.part == 'end'")
    ends = ends.encode(x="x:Q", y="low:Q", text="label:N")
    left, right = (ends.transform_filter(f"datum.x == {side}") for side in (0, 1))
    return [
        left.mark_text(align="right", dx=-8, fontSize=13, baseline="middle", color=theme.TEXT),
        right.mark_text(align="left", dx=8, fontSize=13, baseline="middle", color=theme.TEXT),
    ]


def _stacked(rows: pd.DataFrame, order: list[str], side: str) -> pd.Series:
    """Where each ribbon begins at one side, stacked in the order of the names."""
    sorted_rows = rows.sort_values(order)
    below = sorted_rows["height"].cumsum() - sorted_rows["height"]
    groups = sorted_rows[side].rank(method="dense") - 1
    return (below + groups * GAP).reindex(rows.index)


def _ribbons(rows: pd.DataFrame) -> pd.DataFrame:
    """`STEPS` points along each ribbon, which swings from its start to its end."""
    x = np.linspace(0, 1, STEPS)
    swing = (1 - np.cos(np.pi * x)) / 2
    start = rows["start"].to_numpy()[:, None]
    low = start + (rows["end"].to_numpy()[:, None] - start) * swing
    one = rows[["source", "target", "customers"]].assign(
        part="ribbon",
        pair=rows["source"] + "→" + rows["target"],
        moved=rows["source"] != rows["target"],
    )
    points = one.iloc[np.repeat(np.arange(len(rows)), STEPS)].reset_index(drop=True)
    high = low + rows["height"].to_numpy()[:, None]
    return points.assign(x=np.tile(x, len(rows)), low=low.ravel(), high=high.ravel())


def ends(
    moves: pd.DataFrame, names: Sequence[str], labels: dict[str, str], changes: bool = True
) -> pd.DataFrame:
    """One label per group and side: middle of the group, its name and size, and its change.

    Without `changes` where the groups of both sides are not the same ones.
    """
    total = max(1, moves["customers"].sum())
    order = pd.Index(names)
    before = moves.groupby("source")["customers"].sum().reindex(order, fill_value=0).to_numpy()
    after = moves.groupby("target")["customers"].sum().reindex(order, fill_value=0).to_numpy()
    left = [f"{_short(labels[name])}  {size:,}" for name, size in zip(names, before, strict=True)]
    right = [
        f"{_short(labels[name])}  {now:,}"
        + (f" ({now - then:+,})" if changes and now != then else "")
        for name, then, now in zip(names, before, after, strict=True)
    ]
    return pd.concat([_side(before / total, left, 0), _side(after / total, right, 1)])


def _short(name: str) -> str:
    """A name of at most `NAME` half widths; a Chinese letter is two wide."""
    width = np.cumsum([1 + (east_asian_width(letter) in "WF") for letter in name])
    if not len(width) or width[-1] <= NAME:
        return name
    return f"{name[: int((width < NAME).sum())]}…"


def _side(height: np.ndarray, text: list[str], x: int) -> pd.DataFrame:
    present = height > 0
    middle = height.cumsum() - height / 2 + (present.cumsum() - 1) * GAP
    ends = pd.DataFrame({"part": "end", "x": x, "low": middle, "label": text})[present]
    return ends.assign(low=apart(ends["low"].to_numpy(), 1 + (len(ends) - 1) * GAP))


def apart(middle: np.ndarray, bottom: float) -> np.ndarray:
    """Rising places moved as little as needed to stand a `LINE` apart and above `bottom`."""
    steps = LINE * np.arange(len(middle))
    down = np.maximum.accumulate(middle - steps) + steps
    return np.minimum(down, bottom - LINE / 2 - steps[::-1])
