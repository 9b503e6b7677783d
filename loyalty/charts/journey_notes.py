"""What people wrote on a journey map: owners, and opportunities as sticky notes under their stage.

Places are pixels.
"""

from collections.abc import Callable, Mapping, Sequence

from loyalty.charts.journey_cards import (
    CAPTION,
    GAP,
    LINE,
    NAME_LINES,
    PAD,
    SMALL_LINE,
    SMALL_SIZE,
    caption,
)
from loyalty.charts.journey_columns import MARGIN, Column, Row, by_stage
from loyalty.charts.journey_feelings import NAME_SIZE
from loyalty.charts.labels import block
from loyalty.journey.blueprint import Blueprint
from loyalty.journey.stage_map import shown
from loyalty.language import Translate, listed

NOTE_LINES, OWNED_LINES = 9, 4


def owners(
    points: Sequence[Row], known: Mapping[str, Column], sheet: Blueprint, top: float, _: Translate
) -> tuple[list[Row], float]:
    """part = owner: who owns which touchpoints of a stage; nothing when nobody is named."""
    named = [row for row in points if sheet.card(row["touchpoint"]).owner.strip()]

    def written(rows: Sequence[Row], width: float) -> list[Row]:
        owned: dict[str, list[str]] = {}
        for row in rows:
            owner = sheet.card(row["touchpoint"]).owner.strip()
            owned.setdefault(owner, []).append(shown(row["touchpoint"], _))
        return [_written("owner", who, listed(what, _), width) for who, what in owned.items()]

    return _lane(named, known, written, _("Owners"), top)


def notes(
    points: Sequence[Row], known: Mapping[str, Column], sheet: Blueprint, top: float, _: Translate
) -> tuple[list[Row], float]:
    """part = note: what the user wrote, under the stage; nothing when nothing is written."""
    noted = [row for row in points if sheet.card(row["touchpoint"]).note.strip()]

    def written(rows: Sequence[Row], width: float) -> list[Row]:
        names = [row["touchpoint"] for row in rows]
        return [
            _written("note", shown(name, _), sheet.card(name).note.strip(), width) for name in names
        ]

    return _lane(noted, known, written, _("Opportunities"), top)


def _lane(
    points: Sequence[Row],
    known: Mapping[str, Column],
    written: Callable[[Sequence[Row], float], list[Row]],
    name: str,
    top: float,
) -> tuple[list[Row], float]:
    """Written cards below one another in each column."""
    if not points:
        return [], top
    found, ends = [caption(name, top)], []
    for stage, rows in by_stage(points).items():
        column, y = known[stage], top + CAPTION
        for card in written(rows, column.width - 2 * MARGIN):
            found.append(_placed(card, column.left + MARGIN, column.right - MARGIN, y))
            y = found[-1]["bottom"] + GAP
        ends.append(y)
    return found, max(ends) + GAP


def _written(part: str, head: str, text: str, width: float) -> Row:
    room = width - 2 * PAD
    heads = block(head, room, NAME_SIZE, NAME_LINES)
    lines = block(text, room, SMALL_SIZE, NOTE_LINES if part == "note" else OWNED_LINES)
    return {
        "part": part,
        "label": head,
        "whole": text,
        "title": "\n".join(heads),
        "text": "\n".join(lines),
        "title_lines": len(heads),
        "lines": len(lines),
    }


def _placed(card: Row, left: float, right: float, top: float) -> Row:
    words = top + PAD + LINE * card["title_lines"]
    return card | {
        "left": left,
        "right": right,
        "top": top,
        "bottom": words + SMALL_LINE * card["lines"] + PAD,
        "title_y": top + PAD + LINE / 2,
        "text_x": left + PAD,
        "text_y": words + SMALL_LINE / 2,
    }
