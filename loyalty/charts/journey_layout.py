"""Where everything on the journey map stands.

`layout` turns a journey map (`loyalty.journey.journey_map`) into one frame for all lanes, so that
the picture itself need not know the data. part = stage; touchpoint; more (how many touchpoints a
column has beyond those listed); tick (a value of the feeling axis). x counts columns from 0, slot
is a touchpoint's row in its column, size is 0 to 1 of the largest stage, mean, low and high are
0 to 1 of the feeling lane, tone is -1 (worst) to 1 (best). label_x, label_y and align place a
name beside its dot in the feeling lane; they are missing where there is no room.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from loyalty.charts.labels import Box, Dot, place_names
from loyalty.charts.lanes import Domain, column_width, tick_rows
from loyalty.journey.findings import ENOUGH, score
from loyalty.journey.measures import stage_rows, touchpoint_rows
from loyalty.journey.stage_map import shown, stage_label
from loyalty.language import Translate, number, percent

FEELING_HEIGHT = 220
SLOTS = 6  # touchpoints listed per stage: those with the most customers
SPREAD = 0.66  # of a column, over which the dots of a stage are spread
AREAS = (25.0, 200.0)  # pixels squared of a dot of nobody and of the largest
NAME_SIZE = 11


def layout(table: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """All rows of the picture; see the module."""
    table = _scaled(table)
    stages = _stages(stage_rows(table), _)
    places = dict(zip(stages["stage"], stages["column"], strict=True))
    dots = _named(_dots(touchpoint_rows(table), places, _), stages)
    ticks = tick_rows(feeling_domain(table), "mean")
    return pd.concat([stages, dots, _more(dots, _), ticks], ignore_index=True)


def feeling_domain(table: pd.DataFrame) -> Domain:
    """Ends of the feeling lane: every mean and interval, within the scores given."""
    low = max(table["feeling_low"].fillna(table["feeling"]).min(), table["feeling_least"].min())
    high = min(table["feeling_high"].fillna(table["feeling"]).max(), table["feeling_most"].max())
    pad = 0.1 * (high - low) or 0.5
    return float(low - pad), float(high + pad)


def tones(table: pd.DataFrame) -> pd.Series:
    """Feelings from -1 to 1: the neutral one is 0 on a scale around 0, else its middle."""
    least, most = table["feeling_least"].min(), table["feeling_most"].max()
    middle = 0.0 if least < 0 < most else (least + most) / 2
    reach = np.where(table["feeling"] < middle, middle - least, most - middle)
    return (table["feeling"] - middle) / np.where(reach > 0, reach, 1)


def _scaled(table: pd.DataFrame) -> pd.DataFrame:
    low, high = feeling_domain(table)
    parts = {"mean": "feeling", "low": "feeling_low", "high": "feeling_high"}
    lane = {key: (table[name] - low) / (high - low) for key, name in parts.items()}
    size = table["customers"] / max(1, table["customers"].max())
    return table.assign(**lane, tone=tones(table), size=size)


def _stages(rows: pd.DataFrame, _: Translate) -> pd.DataFrame:
    rows = rows.assign(part="stage", column=np.arange(len(rows)))
    target = rows["next_stage"].map(rows.set_index("stage")["column"])
    return rows.assign(
        x=rows["column"] + 0.5,
        label=_stage_names(rows["stage"], _),
        next_label=_stage_names(rows["next_stage"], _),
        count=[number(size) if size else "–" for size in rows["customers"]],
        arrow_x=(rows["column"] + target) / 2 + 0.5,
        arrow=["→ " + percent(share) for share in rows["conversion"]],
    )


def _dots(rows: pd.DataFrame, places: dict[str, int], _: Translate) -> pd.DataFrame:
    rows = rows.sort_values(["customers", "touchpoint"], ascending=[False, True])
    slot = rows.groupby("stage").cumcount()
    column = rows["stage"].map(places).astype("float64")
    return rows.assign(
        part="touchpoint",
        column=column,
        slot=slot.where(slot < SLOTS),
        x=column + 0.5 + SPREAD * _spread(rows),
        label=[shown(name, _) for name in rows["touchpoint"]],
        stage_label=_stage_names(rows["stage"], _),
        next_label=_stage_names(rows["next_stage"], _),
        count=[_card(*pair) for pair in zip(rows["customers"], rows["feeling"], strict=True)],
        sure=rows["scored"] >= ENOUGH,
        label_x=np.nan,
        label_y=np.nan,
        align="",
    )


def _spread(rows: pd.DataFrame) -> pd.Series:
    """-0.5 to 0.5: where the dots with a feeling stand in their column."""
    stages = rows["stage"].where(rows["feeling"].notna())
    size = stages.groupby(stages).transform("size")
    return (stages.groupby(stages).cumcount() + 0.5) / size - 0.5


def _card(customers: int, feeling: float) -> str:
    return number(customers) + ("" if feeling != feeling else f" · {score(feeling)}")


def _stage_names(stages: pd.Series, _: Translate) -> list[str]:
    return [stage_label(one, _) if isinstance(one, str) else "–" for one in stages]


def _more(dots: pd.DataFrame, _: Translate) -> pd.DataFrame:
    hidden = dots[dots["slot"].isna()].groupby("column").size()
    texts = [_("and {count} more").format(count=number(size)) for size in hidden]
    return pd.DataFrame(
        {"part": "more", "column": hidden.index, "slot": float(SLOTS), "label": texts}
    )


def _named(dots: pd.DataFrame, stages: pd.DataFrame) -> pd.DataFrame:
    """Adds the places of the names: the worst and the best choose first, then the largest."""
    scored = dots[dots["feeling"].notna()]
    if scored.empty:
        return dots
    ends = [scored["feeling"].idxmin(), scored["feeling"].idxmax()]
    order = list(dict.fromkeys([*ends, *scored.index]))
    wide = column_width(len(stages))
    room = (0.0, 0.0, len(stages) * wide, float(FEELING_HEIGHT))
    pixels = [_pixels(row, wide) for row in scored.loc[order].itertuples()]
    places = place_names(pixels, NAME_SIZE, room, _curve(stages, wide))
    for index, place in zip(order, places, strict=True):
        if place:
            dots.loc[index, "label_x"] = place.x / wide
            dots.loc[index, "label_y"] = 1 - place.y / FEELING_HEIGHT
            dots.loc[index, "align"] = place.align
    return dots


def _curve(stages: pd.DataFrame, wide: float) -> list[Box]:
    """What the line through the stages covers."""
    known = stages[stages["mean"].notna()]
    if len(known) < 2:
        return []
    x = np.arange(known["x"].min() * wide, known["x"].max() * wide, 6)
    y = (1 - PchipInterpolator(known["x"] * wide, known["mean"])(x)) * FEELING_HEIGHT
    return [(left - 3, middle - 4, left + 3, middle + 4) for left, middle in zip(x, y, strict=True)]


def _pixels(row: Any, wide: float) -> Dot:
    area = AREAS[0] + (AREAS[1] - AREAS[0]) * row.size
    low, high = np.clip(np.nan_to_num([row.low, row.high], nan=row.mean), 0, 1)
    return Dot(
        name=row.label,
        x=row.x * wide,
        y=(1 - row.mean) * FEELING_HEIGHT,
        radius=float(np.sqrt(area / np.pi)) + 1,
        top=(1 - high) * FEELING_HEIGHT,
        bottom=(1 - low) * FEELING_HEIGHT,
    )
