"""What the lanes of a journey map are made of, and what a lane gives back."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loyalty.journey.blueprint import Blueprint
from loyalty.language import Translate

Row = dict[str, Any]
Placed = tuple[dict[str, Row], list[Row], float]

CAPTION = 24.0  # pixels of the name of a lane
FACES = 44.0  # below the curve the mean of each stage, as a face and in numbers


@dataclass(frozen=True)
class Room:
    """How much of a picture its parts take, in pixels from its top downwards.

    Attributes:
        bar_top, bar_base: the ends of the bar of the largest stage. arrow_y: the shares that go on.
        volume_end: where the lane of the customers ends. feeling: height of the curve.
        cards: at most so many of a stage and lane below one another.
        notes: at most so many sticky notes of a stage; note_lines: lines of one.
        merged: whether the touchpoints stand in one lane, whatever works behind them.
        brief: whether the legend leaves out what a speaker says.
    """

    bar_top: float = 84.0
    bar_base: float = 162.0
    arrow_y: float = 175.0
    volume_end: float = 188.0
    feeling: float = 250.0
    cards: int = 6
    notes: int = 1000
    note_lines: int = 9
    merged: bool = False
    brief: bool = False

    @property
    def start(self) -> float:
        """Where the lanes below the customers begin."""
        return self.volume_end + 8

    @property
    def curve_top(self) -> float:
        """Where the best feeling stands."""
        return self.start + CAPTION

    @property
    def names_top(self) -> float:
        """Where the name of the best feeling may stand: beside that of a lane without room."""
        return self.start + 4 if self.brief else self.curve_top

    @property
    def curve_end(self) -> float:
        """Where the worst feeling stands."""
        return self.curve_top + self.feeling


USUAL = Room()


@dataclass(frozen=True)
class Column:
    """A stage and the pixels it reaches over."""

    stage: str
    left: float
    right: float
    folded: bool

    @property
    def middle(self) -> float:
        """Half-way between its ends."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """Pixels from end to end."""
        return self.right - self.left


@dataclass(frozen=True)
class Content:
    """A journey map to be laid out.

    A lane is a function of the content and the pixel where it begins; it gives touchpoint -> where
    it stands in the lane, further rows, and the pixel where it ends.

    Attributes:
        stages, points: the rows of the map, with heights in pixels of the feeling lane; touchpoints
            with most customers first.
        columns: stage -> where it stands, in order.
        labels: touchpoint -> its name with its signs. first: touchpoints to be named first.
        sheet: what people know beside the data. translate: into the language of the picture.
        scale: the ends of the scale of feelings. room: how much its parts take.
    """

    stages: Sequence[Row]
    points: Sequence[Row]
    columns: Mapping[str, Column]
    labels: Mapping[str, str]
    first: Sequence[str]
    sheet: Blueprint
    translate: Translate
    scale: tuple[float, float] = (-math.inf, math.inf)
    room: Room = USUAL


def by_stage(points: Iterable[Row]) -> dict[str, list[Row]]:
    """Touchpoints by their stage, in their order."""
    found: dict[str, list[Row]] = {}
    for row in points:
        found.setdefault(row["stage"], []).append(row)
    return found


def caption(text: str, top: float, strong: bool = False) -> Row:
    """part = lane: the name of a lane above its left end; a strong line is the line of sight."""
    return {"part": "lane", "label": text, "lane_y": top, "strong": strong}
