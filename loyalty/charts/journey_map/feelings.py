"""The feeling lane of a journey map: the curve through the stages and the touchpoints around it.

Places are pixels; a touchpoint that stands out as pain or delight is named first.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator

from loyalty.charts.journey_map.columns import GUTTER, MARGIN, piles
from loyalty.charts.journey_map.content import (
    CAPTION,
    FACES,
    Column,
    Content,
    Placed,
    Room,
    Row,
    by_stage,
    caption,
)
from loyalty.charts.journey_map.tones import Tones, mood
from loyalty.charts.labels import Box, Dot, place_names, shorten, text_width
from loyalty.charts.lanes import BOLDER, Domain, tick_rows
from loyalty.journey.findings import ENOUGH, score
from loyalty.language import Translate, number

SPREAD = 0.66  # of a column, over which the dots of a stage are spread
AREAS = (45.0, 340.0)  # pixels squared of a dot of nobody and of the largest stage
NAME_SIZE = 13
TINY = 1e-9
FACE, ENDS = 14.0, 18.0  # pixels from the curve to the faces, and on to their intervals
LONGEST = 150.0  # pixels of a name beside its dot


def feeling_domain(rows: Sequence[Row]) -> Domain:
    """Ends of the feeling lane: every mean and interval, and some room."""
    felt = [row for row in rows if row["feeling"] == row["feeling"]]
    if not felt:
        return np.nan, np.nan
    low = min(_or(row["feeling_low"], row["feeling"]) for row in felt)
    high = max(_or(row["feeling_high"], row["feeling"]) for row in felt)
    pad = 0.1 * (high - low) or 0.5
    return low - pad, high + pad


def in_pixels(rows: Sequence[Row], tones: Tones, room: Room) -> list[Row]:
    """The rows with sure and size (0 to 1), and tone, mean_y, low_y and high_y where felt."""
    low, high = feeling_domain(rows)
    largest = max(1.0, *(_or(row["customers"], 0.0) for row in rows))

    def place(value: float) -> float:
        share = min(1.0, max(0.0, (value - low) / (high - low)))
        return room.curve_top + room.feeling * (1 - share)

    known = {"mean_y": "feeling", "low_y": "feeling_low", "high_y": "feeling_high"}
    return [
        row
        | {"size": row["customers"] / largest, "sure": row["scored"] >= ENOUGH}
        | {"tone": tones.of(row["feeling"])}
        | {
            key: place(row[name]) if row[name] == row[name] else np.nan
            for key, name in known.items()
        }
        for row in rows
    ]


def _or(value: float, other: float) -> float:
    return float(other if value != value else value)


def feelings(content: Content, top: float) -> Placed:
    """Axis, curve and dots with their names; nothing when nobody told a feeling."""
    felt = [row for row in content.points if row["feeling"] == row["feeling"]]
    if not felt:
        return {}, [], top
    drawn = _drawn(felt, content)
    dots, moods = _dots(drawn, content.columns), _moods(content)
    right = max(column.right for column in content.columns.values())
    room = content.room
    name = caption(_named(len(drawn), len(felt), content.translate), room.start)
    rather_not = [*_curve(moods), _box(name)]
    _name(dots, content, (GUTTER, room.names_top, right, room.curve_end), rather_not)
    return dots, [name, *_ticks(content), *moods], room.curve_end + FACES


def _box(name: Row) -> Box:
    """What the name of the lane covers."""
    top = name["lane_y"]
    return 0.0, top, text_width(name["label"], BOLDER * NAME_SIZE), top + CAPTION


def _drawn(felt: Sequence[Row], content: Content) -> list[Row]:
    """As many touchpoints of a stage as a lane has cards: those marked, then most customers."""
    marked = set(content.first)
    kept = {
        row["touchpoint"]
        for stage, own in by_stage(felt).items()
        for row in sorted(own, key=lambda row: row["touchpoint"] not in marked)[
            : content.room.cards * piles(content.columns[stage])
        ]
    }
    return [row for row in felt if row["touchpoint"] in kept]


def _named(drawn: int, felt: int, _: Translate) -> str:
    """The name of the lane, and how many touchpoints it has no room for."""
    if drawn == felt:
        return _("Feeling")
    return _("Feeling ({shown} of {count} touchpoints: most customers in their stage)").format(
        shown=number(drawn), count=number(felt)
    )


def _moods(content: Content) -> list[Row]:
    """part = mood: the mean of each stage as a place on the curve, a face, and in numbers.

    run: stages of the same number are joined by the curve, which breaks where a stage that people
    came to has no feeling.
    """
    found: list[Row] = []
    run, end = 0, content.room.curve_end
    for row in content.stages:
        column = content.columns[row["stage"]]
        if row["feeling"] == row["feeling"]:
            kept = {name: row[name] for name in ("tone", "mean_y", "low_y", "high_y")}
            told = {"mean": score(row["feeling"]), "ends": _rests_on(row, content.translate)}
            place = {"part": "mood", "x": column.middle, "run": run, "mood": mood(row["tone"])}
            below = {"face_y": end + FACE, "ends_y": end + FACE + ENDS}
            found.append(place | kept | told | below)
        elif not column.folded:
            run += 1
    return found


def _rests_on(row: Row, _: Translate) -> str:
    """The interval of a mean; with few scores their number, for the interval says nothing."""
    if row["sure"]:
        return f"{score(row['feeling_low'])} … {score(row['feeling_high'])}"
    return _("scores: {count}").format(count=number(row["scored"]))


def _ticks(content: Content) -> list[Row]:
    """part = tick: round values, none beyond the scale."""
    low, high = feeling_domain([*content.stages, *content.points])
    found = tick_rows((low, high), "mean").to_dict("records")
    least, most = content.scale
    room = content.room
    return [
        {
            "part": "tick",
            "tick_y": room.curve_top + (1 - row["mean"]) * room.feeling,
            "label": row["label"],
        }
        for row in found
        if least - TINY <= low + row["mean"] * (high - low) <= most + TINY
    ]


def _dots(points: Sequence[Row], known: Mapping[str, Column]) -> dict[str, Row]:
    """Dots of a stage side by side over its column."""
    found: dict[str, Row] = {}
    for stage, own in by_stage(points).items():
        column = known[stage]
        for place, row in enumerate(own):
            aside = SPREAD * ((place + 0.5) / len(own) - 0.5)
            kept = ("mean_y", "low_y", "high_y", "feeling", "size")
            found[row["touchpoint"]] = {name: row[name] for name in kept} | {
                "dot_x": column.middle + aside * column.width
            }
    return found


def radius(size: float) -> float:
    """Pixels from the middle of a dot to its edge; `size` is 0 to 1 of the largest stage."""
    known = size if size == size else 0.0
    return math.sqrt((AREAS[0] + (AREAS[1] - AREAS[0]) * known) / math.pi)


def _name(dots: dict[str, Row], content: Content, room: Box, others: Sequence[Box]) -> None:
    """Write the places of the names into the dots; marked ones and the ends choose first."""
    ends = [choose(dots, key=lambda name: dots[name]["feeling"]) for choose in (min, max)]
    marked = [name for name in content.first if name in dots]
    order = list(dict.fromkeys([*marked, *ends, *dots]))
    texts = {name: shorten(content.labels[name], LONGEST, NAME_SIZE) for name in order}
    pixels = [_pixels(texts[name], dots[name]) for name in order]
    for name, place in zip(order, place_names(pixels, NAME_SIZE, room, others), strict=True):
        if place:
            at = {"label_x": place.x, "label_y": place.y, "align": place.align}
            dots[name] |= at | {"name": texts[name]}


def _pixels(text: str, dot: Row) -> Dot:
    low, high = (dot["mean_y"] if dot[end] != dot[end] else dot[end] for end in ("low_y", "high_y"))
    return Dot(text, dot["dot_x"], dot["mean_y"], radius(dot["size"]) + 1, top=high, bottom=low)


def _curve(moods: Sequence[Row]) -> list[Box]:
    """What the line through the stages covers."""
    if len(moods) < 2:
        return []
    at = np.array([row["x"] for row in moods])
    x = np.arange(at.min(), at.max(), 8)
    y = PchipInterpolator(at, [row["mean_y"] for row in moods])(x)
    return [
        (left - MARGIN, mid - 4, left + MARGIN, mid + 4) for left, mid in zip(x, y, strict=True)
    ]
