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
        scale: the ends of the scale of feelings.
    """

    stages: Sequence[Row]
    points: Sequence[Row]
    columns: Mapping[str, Column]
    labels: Mapping[str, str]
    first: Sequence[str]
    sheet: Blueprint
    translate: Translate
    scale: tuple[float, float] = (-math.inf, math.inf)


def by_stage(points: Iterable[Row]) -> dict[str, list[Row]]:
    """Touchpoints by their stage, in their order."""
    found: dict[str, list[Row]] = {}
    for row in points:
        found.setdefault(row["stage"], []).append(row)
    return found


def caption(text: str, top: float, strong: bool = False) -> Row:
    """part = lane: the name of a lane above its left end; a strong line is the line of sight."""
    return {"part": "lane", "label": text, "lane_y": top, "strong": strong}
