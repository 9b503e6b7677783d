"""Where everything on the journey map stands.

`layout` turns a journey map (`loyalty.journey.journey_map`) into one frame for all lanes: part =
stage, touchpoint or more (how many touchpoints a column has beyond those shown). x counts columns
from 0; slot is a touchpoint's row in its column; label_x, label_y and align place its name beside
its dot in the feeling lane, missing where there is no room.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from loyalty.charts.labels import Box, Dot, place_names
from loyalty.charts.lanes import column_width
from loyalty.journey.findings import ENOUGH, score
from loyalty.journey.measures import stage_rows, touchpoint_rows
from loyalty.journey.stage_map import LABELS, shown
from loyalty.language import Translate, number, percent

FEELING_HEIGHT = 220
SLOTS = 6  # touchpoints shown per stage: those with the most customers
SPREAD = 0.66  # of a column, over which the dots of a stage are spread
AREAS = (30.0, 260.0)  # pixels squared of a dot of nobody and of the largest
NAME_SIZE = 11

Domain = tuple[float, float]


def layout(table: pd.DataFrame, _: Translate = str) -> pd.DataFrame:
    """All rows of the picture; see the module."""
    stages = _stages(stage_rows(table), _)
    places = dict(zip(stages["stage"], stages["column"], strict=True))
    dots = _dots(touchpoint_rows(table), places, _)
    domain = feeling_domain(table)
    if domain:
        dots = _named(dots, stages, domain, int(table["customers"].max()))
    return pd.concat([stages, dots, _more(dots, _)], ignore_index=True)


def feeling_domain(table: pd.DataFrame) -> Domain | None:
    """Ends of the feeling axis: every mean and interval, within the scores given; None without."""
    if table["feeling"].isna().all():
        return None
    low = max(table["feeling_low"].fillna(table["feeling"]).min(), table["feeling_least"].min())
    high = min(table["feeling_high"].fillna(table["feeling"]).max(), table["feeling_most"].max())
    pad = 0.1 * (high - low) or 0.5
    return float(low - pad), float(high + pad)


def feeling_colours(table: pd.DataFrame) -> tuple[float, float, float]:
    """Worst, neutral and best score; neutral is 0 on a scale around 0, else the middle."""
    least, most = float(table["feeling_least"].min()), float(table["feeling_most"].max())
    return least, 0.0 if least < 0 < most else (least + most) / 2, most


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
    return [_(LABELS[stage]) if stage in LABELS else "–" for stage in stages]


def _more(dots: pd.DataFrame, _: Translate) -> pd.DataFrame:
    hidden = dots[dots["slot"].isna()].groupby("column").size()
    texts = [_("and {count} more").format(count=number(size)) for size in hidden]
    return pd.DataFrame(
        {"part": "more", "column": hidden.index, "slot": float(SLOTS), "label": texts}
    )


def _named(dots: pd.DataFrame, stages: pd.DataFrame, domain: Domain, most: int) -> pd.DataFrame:
    """Adds the places of the names: the worst and the best choose first, then the largest."""
    scored = dots[dots["feeling"].notna()]
    ends = [scored["feeling"].idxmin(), scored["feeling"].idxmax()]
    order = list(dict.fromkeys([*ends, *scored.index]))
    wide, scale = column_width(len(stages)), FEELING_HEIGHT / (domain[1] - domain[0])
    pixels = [_pixels(row, most, domain[1], wide, scale) for row in scored.loc[order].itertuples()]
    room = (0.0, 0.0, len(stages) * wide, float(FEELING_HEIGHT))
    places = place_names(pixels, NAME_SIZE, room, _curve(stages, domain[1], wide, scale))
    for index, place in zip(order, places, strict=True):
        if place:
            dots.loc[index, "label_x"] = place.x / wide
            dots.loc[index, "label_y"] = domain[1] - place.y / scale
            dots.loc[index, "align"] = place.align
    return dots


def _curve(stages: pd.DataFrame, top: float, wide: float, scale: float) -> list[Box]:
    """What the line through the stages covers."""
    known = stages[stages["feeling"].notna()]
    if len(known) < 2:
        return []
    x = np.arange(known["x"].min() * wide, known["x"].max() * wide, 6)
    y = (top - PchipInterpolator(known["x"] * wide, known["feeling"])(x)) * scale
    return [(left - 3, middle - 4, left + 3, middle + 4) for left, middle in zip(x, y, strict=True)]


def _pixels(row: Any, most: int, top: float, wide: float, scale: float) -> Dot:
    area = AREAS[0] + (AREAS[1] - AREAS[0]) * row.customers / most
    low, high = np.nan_to_num([row.feeling_low, row.feeling_high], nan=row.feeling)
    return Dot(
        name=row.label,
        x=row.x * wide,
        y=(top - row.feeling) * scale,
        radius=float(np.sqrt(area / np.pi)) + 1,
        top=max(0.0, (top - high) * scale),
        bottom=min(float(FEELING_HEIGHT), (top - low) * scale),
    )
