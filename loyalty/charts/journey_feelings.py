"""The feeling lane of a journey map: the curve through the stages and the touchpoints around it.

Places are pixels; a touchpoint that stands out as pain or delight is named first.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from loyalty.charts.journey_columns import GUTTER, MARGIN, Column, Row, by_stage
from loyalty.charts.labels import Box, Dot, place_names, shorten
from loyalty.charts.lanes import Domain, tick_rows
from loyalty.journey.findings import ENOUGH, score
from loyalty.language import Translate, number

HEIGHT = 250.0
FACES = 44.0  # below the curve: the mean of each stage as a face and in numbers
SPREAD = 0.66  # of a column, over which the dots of a stage are spread
AREAS = (45.0, 340.0)  # pixels squared of a dot of nobody and of the largest stage
NAME_SIZE = 12
LONGEST = 150.0  # pixels of a name beside its dot
MOODS = ((-np.inf, -0.2, "bad"), (-0.2, 0.2, "neutral"), (0.2, np.inf, "good"))  # middle fifth


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


def in_pixels(table: pd.DataFrame, top: float) -> pd.DataFrame:
    """The table with tone, and mean_y, low_y and high_y between `top` and `top + HEIGHT`."""
    low, high = feeling_domain(table)
    names = {"mean_y": "feeling", "low_y": "feeling_low", "high_y": "feeling_high"}
    heights = {key: (table[name] - low) / (high - low) for key, name in names.items()}
    places = {key: top + (1 - height.clip(0, 1)) * HEIGHT for key, height in heights.items()}
    size = table["customers"] / max(1, table["customers"].max())
    return table.assign(**places, tone=tones(table), size=size, sure=table["scored"] >= ENOUGH)


def dots(
    stages: Sequence[Row],
    points: Sequence[Row],
    known: Mapping[str, Column],
    labels: Mapping[str, str],
    first: Sequence[str],
    top: float,
) -> dict[str, Row]:
    """Touchpoint with a feeling -> its dot, and its name where there is room.

    Args:
        stages, points: rows of a table of `in_pixels`, points with most customers first.
        labels: touchpoint -> its name with its signs. first: touchpoints named before all others.
    """
    found = _dots([row for row in points if row["feeling"] == row["feeling"]], known)
    right = max(column.right for column in known.values())
    _name(found, labels, first, (GUTTER, top, right, top + HEIGHT), _curve(stages, known))
    return found


def faces(stages: Sequence[Row], known: Mapping[str, Column], _: Translate) -> list[Row]:
    """part = face: the mean of each stage as a mood, and in numbers with what it rests on."""
    found = []
    for row in stages:
        mean, tone = row["feeling"], row["tone"]
        if mean != mean:
            continue
        mood = next(name for start, end, name in MOODS if start <= tone < end)
        place = {"part": "face", "x": known[row["stage"]].middle, "tone": tone}
        found.append(place | {"mood": mood, "mean": score(mean), "ends": _rests_on(row, _)})
    return found


def _rests_on(row: Row, _: Translate) -> str:
    """The interval of a mean; with few scores their number, for the interval says nothing."""
    if row["sure"]:
        return f"{score(row['feeling_low'])} … {score(row['feeling_high'])}"
    return _("scores: {count}").format(count=number(row["scored"]))


def ticks(table: pd.DataFrame, top: float) -> list[Row]:
    """part = tick: round values of the feeling scale."""
    found = tick_rows(feeling_domain(table), "mean").to_dict("records")
    return [
        {"part": "tick", "tick_y": top + (1 - row["mean"]) * HEIGHT, "label": row["label"]}
        for row in found
    ]


def _dots(points: Sequence[Row], known: Mapping[str, Column]) -> dict[str, Row]:
    """Dots of a stage side by side over its column."""
    found: dict[str, Row] = {}
    for stage, own in by_stage(points).items():
        column = known[stage]
        for place, row in enumerate(own):
            aside = SPREAD * ((place + 0.5) / len(own) - 0.5)
            kept = ("mean_y", "low_y", "high_y", "feeling", "customers", "size")
            found[row["touchpoint"]] = {name: row[name] for name in kept} | {
                "dot_x": column.middle + aside * column.width
            }
    return found


def radius(size: float) -> float:
    """Pixels from the middle of a dot to its edge; `size` is 0 to 1 of the largest stage."""
    return float(np.sqrt((AREAS[0] + (AREAS[1] - AREAS[0]) * np.nan_to_num(size)) / np.pi))


def _name(
    dots: dict[str, Row],
    labels: Mapping[str, str],
    first: Sequence[str],
    room: Box,
    curve: Sequence[Box],
) -> None:
    """Write the places of the names into the dots; marked ones and the ends choose first."""
    if not dots:
        return
    ends = [choose(dots, key=lambda name: dots[name]["feeling"]) for choose in (min, max)]
    largest = sorted(dots, key=lambda name: -np.nan_to_num(dots[name]["customers"]))
    marked = [name for name in first if name in dots]
    order = list(dict.fromkeys([*marked, *ends, *largest]))
    texts = {name: shorten(labels[name], LONGEST, NAME_SIZE) for name in order}
    pixels = [_pixels(texts[name], dots[name]) for name in order]
    for name, place in zip(order, place_names(pixels, NAME_SIZE, room, curve), strict=True):
        if place:
            at = {"label_x": place.x, "label_y": place.y, "align": place.align}
            dots[name] |= at | {"name": texts[name]}


def _pixels(text: str, dot: Row) -> Dot:
    low, high = (dot["mean_y"] if dot[end] != dot[end] else dot[end] for end in ("low_y", "high_y"))
    reach = radius(dot["size"]) + 1
    return Dot(text, dot["dot_x"], dot["mean_y"], reach, top=high, bottom=low)


def _curve(stages: Sequence[Row], known: Mapping[str, Column]) -> list[Box]:
    """What the line through the stages covers."""
    felt = [row for row in stages if row["feeling"] == row["feeling"]]
    if len(felt) < 2:
        return []
    at = np.array([known[row["stage"]].middle for row in felt])
    x = np.arange(at.min(), at.max(), 6)
    y = PchipInterpolator(at, [row["mean_y"] for row in felt])(x)
    return [
        (left - MARGIN, mid - 4, left + MARGIN, mid + 4) for left, mid in zip(x, y, strict=True)
    ]
