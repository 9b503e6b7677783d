"""Where everything stands in the picture of two groups of journeys.

`layout` has two rows for each stage (part = stage; group = first or second), one for the name of
each group (part = name), and the values of the feeling axis (part = tick). x counts columns from
0; mean, low and high are 0 to 1 of the feeling lane; row counts pixels. label_x and label_y place
the name of a group at its curve; they are missing where there is no room.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from loyalty.charts.journey_map.columns import rests_on
from loyalty.charts.labels import Box, text_width
from loyalty.charts.lanes import BOLDER, Domain, column_width, tick_rows
from loyalty.journey import feeling_interval
from loyalty.journey.compare.comparison import SIDES
from loyalty.journey.findings import score
from loyalty.journey.stage_map import stage_label
from loyalty.journey.units import duration
from loyalty.language import Translate, number, percent

NAMES, ONWARD, FEELING = 42, 46, 230  # heights of lanes in pixels
BAR = 0.26  # of a column, to either side of its middle
APART = 0.31  # of a column, between the numbers above the bars
LONGEST = 22  # letters of a name at its curve
NAME_SIZE, AWAY = 12, 17  # pixels: of a name, and between it and its curve
ANY_SCALE = (-np.inf, np.inf)
ROOMY, NARROW = 95.0, 66.0  # pixels of a column that texts need
LONG = 10  # days from which on tenths do not matter


def layout(
    table: pd.DataFrame,
    names: tuple[str, str],
    customers: tuple[int, int],
    _: Translate = str,
    scale: Domain = ANY_SCALE,
) -> pd.DataFrame:
    """All rows of the picture of a `Comparison.table`; see the module.

    Args:
        scale: ends of the scale of feelings, which no interval leaves.
    """
    stages = _told(table[table["touchpoint"].isna()].reset_index(drop=True), scale)
    domain = feeling_domain(stages)
    sides = [_side(stages, place, names[place], domain, _) for place in range(2)]
    text = [
        _("{group} ({count} customers)").format(group=name, count=number(count))
        for name, count in zip(names, customers, strict=True)
    ]
    keys = pd.DataFrame({"part": "name", "group": SIDES, "label": text, "row": [11.0, 31.0]})
    rows = _labelled(pd.concat(sides, ignore_index=True))
    return pd.concat([rows, keys, tick_rows(domain, "mean")], ignore_index=True)


def _told(stages: pd.DataFrame, scale: Domain) -> pd.DataFrame:
    """The intervals of both groups as they are told; see `loyalty.journey.feeling_interval`."""
    for side in SIDES:
        ends = {f"{name}_{side}": name for name in (*feeling_interval.ENDS, "scored")}
        told = feeling_interval.told(stages[list(ends)].rename(columns=ends), scale)
        stages = stages.assign(**{f"{name}_{side}": told[name] for name in feeling_interval.ENDS})
    return stages


def feeling_domain(stages: pd.DataFrame) -> Domain:
    """Ends of the feeling lane: every mean, and every interval as far as the curves' double."""
    means = stages[[f"feeling_{side}" for side in SIDES]]
    low, high = float(means.min().min()), float(means.max().max())
    reach = max(high - low, 0.1) * 0.5
    ends = [stages[[f"feeling_{end}_{side}" for side in SIDES]].stack() for end in ("low", "high")]
    low, high = max(min([low, *ends[0]]), low - reach), min(max([high, *ends[1]]), high + reach)
    pad = 0.15 * (high - low) or 0.5
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
        **_tips(rows, _),
        **{key: (rows[column] - domain[0]) / wide for key, column in parts.items()},
    )


def _tips(rows: pd.DataFrame, _: Translate) -> dict[str, list[str]]:
    """The figures in words; a dash where unknown."""
    records = [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
    feelings = rows["feeling"].astype(float)
    return {
        "tip_feeling": [score(mean) if mean == mean else "–" for mean in feelings],
        "tip_ends": [rests_on(row, _) for row in records],
        "tip_share": [percent(share, digits=1) for share in rows["conversion"]],
        "tip_wait": [duration(hours, _) for hours in rows["median_hours"]],
    }


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
    """Adds label_x, label_y and short: the names above and below the curves, where these are
    furthest apart and the names cover neither."""
    rows = rows.assign(label_x=np.nan, label_y=np.nan, short=rows["name"].map(_short))
    known = rows[rows["mean"].notna()]
    ends = known.groupby("column")["mean"].agg(["max", "min", "size"])
    gap = (ends["max"] - ends["min"])[ends["size"] == len(SIDES)]
    wide = column_width(int(rows["column"].max()) + 1)
    taken = _curves(known, wide)
    for column in gap.sort_values(ascending=False).index:
        here = known[known["column"] == column].sort_values("mean", ascending=False)
        places = [_above(here.iloc[0], wide), _above(here.iloc[1], wide, -1)]
        if all(_free(box, taken) for box in places):
            rows.loc[here.index, "label_x"] = here["x"]
            rows.loc[here.index, "label_y"] = [
                1 - (top + low) / 2 / FEELING for _l, top, _r, low in places
            ]
            break
    return rows


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _above(row: pd.Series, wide: float, side: int = 1) -> Box:
    """Where the name stands above the curve; below it with the other side."""
    half = BOLDER * text_width(row["short"], NAME_SIZE) / 2
    x, y = row["x"] * wide, (1 - row["mean"]) * FEELING - side * AWAY
    return x - half, y - NAME_SIZE / 2, x + half, y + NAME_SIZE / 2


def _free(box: Box, taken: Sequence[Box]) -> bool:
    """Whether the name stands within the lane and covers no curve."""
    left, top, right, low = box
    within = top >= 0 and low <= FEELING
    return within and not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < low
        for other in taken
    )


def _curves(known: pd.DataFrame, wide: float) -> list[Box]:
    """What both lines and their dots cover."""
    dots = zip(known["x"] * wide, (1 - known["mean"]) * FEELING, strict=True)
    boxes = [(x - 5, y - 5, x + 5, y + 5) for x, y in dots]
    for _group, rows in known.groupby("group"):
        if len(rows) > 1:
            x = np.arange(rows["x"].min() * wide, rows["x"].max() * wide, 6)
            y = (1 - PchipInterpolator(rows["x"] * wide, rows["mean"])(x)) * FEELING
            boxes += [(a - 3, b - 3, a + 3, b + 3) for a, b in zip(x, y, strict=True)]
    return boxes
