"""Where everything on the journey map stands.

`layout` turns a journey map (`loyalty.journey.journey_map`) and what people wrote beside it into
one frame for the whole picture, so that the drawing need not know the data. Places are pixels of
a picture `WIDTH` wide, counted from its upper left corner; texts are measured for that width, and
a wider picture stretches the places alone. part = stage, touchpoint, mood (the mean of a stage),
tick (a value of the feeling axis), lane (a caption), more (how many touchpoints a lane has beyond
those shown), owner, note, legend, page (its bottom, and words below it).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from loyalty.charts.journey_map import legend as map_legend
from loyalty.charts.journey_map import tones
from loyalty.charts.journey_map.cards import blueprint
from loyalty.charts.journey_map.columns import HEAD, UNKNOWN, columns, figures, head_rows
from loyalty.charts.journey_map.content import USUAL, Content, Placed, Room, Row, caption
from loyalty.charts.journey_map.feelings import feelings, in_pixels
from loyalty.charts.journey_map.legend import SIGNS
from loyalty.charts.journey_map.notes import notes, owners
from loyalty.charts.labels import wrap
from loyalty.charts.lanes import WIDTH
from loyalty.journey import feeling_interval
from loyalty.journey.blueprint import EMPTY, LANES, Blueprint
from loyalty.journey.stage_map import shown, stage_label
from loyalty.language import Translate

BUILT: dict[str, Callable[[Content, float], Placed]] = {
    "feelings": feelings,
    "touchpoints": blueprint,
    "owners": owners,
    "notes": notes,
}
NOTHING = pd.DataFrame({"touchpoint": [], "kind": []})
FOOT_SIZE, FOOT_LINE = 13, 17.0
SHAPES = ("pain", "delight")  # kinds of marks that give a dot another shape

Kinds = Mapping[str, list[str]]


def layout(
    table: pd.DataFrame,
    _: Translate = str,
    sheet: Blueprint = EMPTY,
    marks: pd.DataFrame = NOTHING,
    lanes: Collection[str] = tuple(BUILT),
    scale: tuple[float, float] | None = None,
    room: Room = USUAL,
) -> pd.DataFrame:
    """All rows of the picture; see the module.

    Args:
        sheet: channels, and the lanes, owners and notes that people chose.
        marks: touchpoint and kind (pain, delight, high, low or end), the most important first.
        lanes: keys of `BUILT`, the lanes that are shown below the volume.
        scale: ends of the scale of feelings; None: as the feelings of the table suggest.
        room: how much the parts of the picture take.
    """
    kinds, scale = _kinds(marks), scale or feeling_interval.scale(table)
    colours = tones.tones(table, scale)
    rows = in_pixels(_records(feeling_interval.told(table, scale)), colours, room)
    content = replace(_content(rows, sheet, kinds, _), scale=scale, room=room)
    points = {row["touchpoint"]: row for row in _points(content, kinds)}
    rows, top = [caption(_("Customers"), HEAD + 4)], room.start
    for key, build in BUILT.items():
        placed, more, top = build(content, top) if key in lanes else ({}, [], top)
        points = {name: row | placed.get(name, {}) for name, row in points.items()}
        rows += more
    heads = head_rows(content)
    heads = [row | {"top": 0.0, "bottom": top} for row in heads]
    drawn = [kind for name in content.labels for kind in kinds.get(name, [])]
    legend, top = map_legend.rows(content.points, drawn, WIDTH, top, _, colours, room.brief)
    page = {"part": "page", "page_bottom": top}
    return pd.DataFrame([*heads, *points.values(), *rows, *legend, page])


def footed(frame: pd.DataFrame, lines: Sequence[str]) -> pd.DataFrame:
    """A layout with these sentences below the picture, broken into lines that fit."""
    words = [line for text in lines for line in wrap(text, WIDTH, FOOT_SIZE)]
    page = frame["part"] == "page"
    return frame.assign(
        foot=np.where(page, "\n".join(words), ""),
        foot_y=np.where(page, frame["page_bottom"] + FOOT_LINE / 2, np.nan),
        page_bottom=frame["page_bottom"] + FOOT_LINE * (len(words) + 0.5),
    )


def _content(rows: Sequence[Row], sheet: Blueprint, kinds: Kinds, _: Translate) -> Content:
    stages = [row for row in rows if not isinstance(row["touchpoint"], str)]
    points = [row for row in rows if isinstance(row["touchpoint"], str)]
    points.sort(key=lambda row: (-np.nan_to_num(row["customers"]), row["touchpoint"]))
    return Content(
        stages=stages,
        points=points,
        columns=columns(stages, WIDTH),
        labels={row["touchpoint"]: _label(row["touchpoint"], kinds, _) for row in points},
        first=list(kinds),
        sheet=sheet,
        translate=_,
    )


def _records(table: pd.DataFrame) -> list[Row]:
    columns = {str(name): table[name].tolist() for name in table}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _kinds(marks: pd.DataFrame) -> dict[str, list[str]]:
    """Touchpoint -> the kinds of its marks, the most important touchpoint first."""
    found: dict[str, list[str]] = {}
    for touchpoint, kind in zip(marks["touchpoint"], marks["kind"], strict=True):
        found.setdefault(touchpoint, []).append(kind)
    return found


def _points(content: Content, kinds: Kinds) -> list[Row]:
    """part = touchpoint: its numbers, what people wrote, and its shape."""
    return [row | _words(row, content, kinds) for row in content.points]


def _words(row: Row, content: Content, kinds: Kinds) -> Row:
    name, _ = row["touchpoint"], content.translate
    card = content.sheet.card(name)
    return figures(row, _) | {
        "part": "touchpoint",
        "label": shown(name, _),
        "stage_label": stage_label(row["stage"], _),
        "lane": _(LANES[content.sheet.lane(name)]),
        "owner": card.owner or UNKNOWN,
        "note": card.note or UNKNOWN,
        "shape": next((kind for kind in kinds.get(name, []) if kind in SHAPES), "plain"),
        "chosen": False,
    }


def _label(touchpoint: str, kinds: Kinds, _: Translate) -> str:
    """Its name in one line, with the signs of those of its marks that its dot does not show."""
    told = [kind for kind in kinds.get(touchpoint, []) if kind not in SHAPES]
    signs = "".join(sign for kind, sign in SIGNS.items() if kind in told)
    return " ".join([signs, *shown(touchpoint, _).split()]).strip()
