"""Where everything stands in the picture of two groups of journeys.

`layout` has two rows for each stage (part = stage; group = first or second), one for the name of
each group (part = name), and the values of the feeling axis (part = tick). x counts columns from
0; mean, low and high are 0 to 1 of the feeling lane; row counts pixels. label_x and label_y place
the name of a group at its curve; they are missing where there is no room.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from loyalty.charts.labels import Box, Dot, place_names
from loyalty.charts.lanes import Domain, column_width, tick_rows
from loyalty.journey.compare import SIDES
from loyalty.journey.stage_map import stage_label
from loyalty.language import Translate, number, percent

NAMES, ONWARD, FEELING = 42, 46, 230  # heights of lanes in pixels
BAR = 0.26  # of a column, to either side of its middle
APART = 0.31  # of a column, between the numbers above the bars
LONGEST = 22  # letters of a name at its curve
NAME_SIZE = 12
ROOMY, NARROW = 95.0, 66.0  # pixels of a column that texts need
LONG = 10  # days from which on tenths do not matter


def layout(
    table: pd.DataFrame, names: tuple[str, str], customers: tuple[int, int], _: Translate = str
) -> pd.DataFrame:
    """All rows of the picture of a `Comparison.table`; see the module."""
    stages = table[table["touchpoint"].isna()].reset_index(drop=True)
    domain = feeling_domain(stages)
    sides = [_side(stages, place, names[place], domain, _) for place in range(2)]
    text = [
        _("{group} ({count} customers)").format(group=name, count=number(count))
        for name, count in zip(names, customers, strict=True)
    ]
    keys = pd.DataFrame({"part": "name", "group": SIDES, "label": text, "row": [11.0, 31.0]})
    rows = _labelled(pd.concat(sides, ignore_index=True))
    return pd.concat([rows, keys, tick_rows(domain, "mean")], ignore_index=True)


def feeling_domain(stages: pd.DataFrame) -> Domain:
    """Ends of the feeling lane: every mean, and every interval as far as the curves' double."""
    means = stages[[f"feeling_{side}" for side in SIDES]]
    low, high = float(means.min().min()), float(means.max().max())
    reach = max(high - low, 0.1) * 0.5
    ends = [stages[[f"feeling_{end}_{side}" for side in SIDES]].stack() for end in ("low", "high")]
    low, high = max(min([low, *ends[0]]), low - reach), min(max([high, *ends[1]]), high + reach)
    pad = 0.1 * (high - low) or 0.5
    return low - pad, high + pad


def _side(
    stages: pd.DataFrame, place: int, name: str, domain: Domain, _: Translate
) -> pd.DataFrame:
    """One row per stage, of one group."""
    side = SIDES[place]
    own = [str(name) for name in stages if str(name).endswith(f"_{side}")]
    ends = {name: name.removesuffix(f"_{side}") for name in own}
    rows = stages[["stage", "next_stage", *ends]].rename(columns=ends)
    column = pd.Series(np.arange(len(rows)), dtype="float64")
    target = rows["next_stage"].map(dict(zip(rows["stage"], column, strict=True)))
    parts = {"mean": "feeling", "low": "feeling_low", "high": "feeling_high"}
    wide, fits = domain[1] - domain[0], column_width(len(rows)) > NARROW
    return rows.assign(
        part="stage",
        group=side,
        name=name,
        column=column,
        x=column + 0.5,
        left=column + 0.5 - BAR * (1 - place),
        right=column + 0.5 + BAR * place,
        middle=column + 0.5 + APART * (place - 0.5),
        label=[stage_label(one, _) for one in rows["stage"]],
        next_label=_next_names(rows["next_stage"], _),
        share_text=[percent(share) if fits else "" for share in rows["journey_share"]],
        arrow_x=(column + target) / 2 + 0.5,
        arrow=pd.Series(_onward(rows, _), index=rows.index, dtype=object),
        row=14.0 + 19 * place,
        **{key: (rows[column] - domain[0]) / wide for key, column in parts.items()},
    )


def _next_names(stages: pd.Series, _: Translate) -> list[str]:
    return [stage_label(one, _) if isinstance(one, str) else "–" for one in stages]


def _onward(rows: pd.DataFrame, _: Translate) -> list[str | None]:
    """The share who go on, and after how long where there is room for it."""
    hours = rows["median_hours"] if column_width(len(rows)) > ROOMY else [np.nan] * len(rows)
    pairs = zip(rows["conversion"], hours, strict=True)
    return [None if share != share else _going_on(share, wait, _) for share, wait in pairs]


def _going_on(conversion: float, hours: float, _: Translate) -> str:
    share = "→ " + percent(conversion)
    if hours != hours:
        return share
    days = hours / 24
    text = number(days, digits=0 if days >= LONG else 1)
    return _("{share} · {days} d").format(share=share, days=text)


def _labelled(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds label_x, label_y and align: the name of each group where its curve is far from the
    other one."""
    rows = rows.assign(label_x=np.nan, label_y=np.nan, align="", short=rows["name"].map(_short))
    known = rows[rows["mean"].notna()]
    gap = known.groupby("column")["mean"].agg(lambda means: means.max() - means.min())
    both = known.groupby("column").size() == 2
    wide = column_width(int(rows["column"].max()) + 1)
    for column in gap[both].sort_values(ascending=False).index:
        chosen = known.index[known["column"] == column]
        order = [*chosen, *known.index.drop(chosen)]
        dots = [_dot(known.loc[at], wide, named=at in chosen) for at in order]
        room = (0.0, 0.0, wide * (rows["column"].max() + 1), float(FEELING))
        places = place_names(dots, NAME_SIZE, room, _curves(known, wide))[:2]
        if all(places):
            rows.loc[chosen, "label_x"] = [place.x / wide for place in places if place]
            rows.loc[chosen, "label_y"] = [1 - place.y / FEELING for place in places if place]
            rows.loc[chosen, "align"] = [place.align for place in places if place]
            break
    return rows


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _dot(row: Any, wide: float, named: bool) -> Dot:
    y = (1 - row["mean"]) * FEELING
    return Dot(row["short"] if named else "", row["x"] * wide, y, 6.0, y, y)


def _curves(known: pd.DataFrame, wide: float) -> list[Box]:
    """What both lines cover."""
    boxes: list[Box] = []
    for _group, rows in known.groupby("group"):
        if len(rows) > 1:
            x = np.arange(rows["x"].min() * wide, rows["x"].max() * wide, 6)
            y = (1 - PchipInterpolator(rows["x"] * wide, rows["mean"])(x)) * FEELING
            boxes += [(a - 3, b - 4, a + 3, b + 4) for a, b in zip(x, y, strict=True)]
    return boxes
