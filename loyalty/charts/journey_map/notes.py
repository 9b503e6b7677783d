"""What people wrote on a journey map: owners, and opportunities as sticky notes under their stage.

Places are pixels.
"""

from collections.abc import Callable, Sequence

from loyalty.charts.journey_map.cards import GAP, LINE, NAME_LINES, PAD, SMALL_LINE, SMALL_SIZE
from loyalty.charts.journey_map.columns import MARGIN
from loyalty.charts.journey_map.content import CAPTION, Content, Placed, Row, by_stage, caption
from loyalty.charts.journey_map.feelings import NAME_SIZE
from loyalty.charts.labels import block
from loyalty.journey.stage_map import shown
from loyalty.language import Translate, listed, number

Text = tuple[str, str]

OWNED_LINES = 4


def owners(content: Content, top: float) -> Placed:
    """part = owner: who owns which touchpoints of a stage; nothing when nobody is named."""
    _ = content.translate

    def owned(rows: Sequence[Row]) -> list[Text]:
        names: dict[str, list[str]] = {}
        for row in rows:
            owner = content.sheet.card(row["touchpoint"]).owner.strip()
            names.setdefault(owner, []).append(shown(row["touchpoint"], _))
        return [(owner, listed(own, _)) for owner, own in names.items() if owner]

    return _lane("owner", _("Owners"), owned, content, top)


def notes(content: Content, top: float) -> Placed:
    """part = note: what the user wrote, under the stage; nothing when nothing is written."""
    _ = content.translate

    def noted(rows: Sequence[Row]) -> list[Text]:
        texts = {row["touchpoint"]: content.sheet.card(row["touchpoint"]).note for row in rows}
        return [(shown(name, _), text.strip()) for name, text in texts.items() if text.strip()]

    return _lane("note", _("Opportunities"), noted, content, top)


def _lane(
    part: str,
    name: str,
    texts: Callable[[Sequence[Row]], list[Text]],
    content: Content,
    top: float,
) -> Placed:
    """Written cards below one another in each column."""
    found: list[Row] = []
    for stage, rows in by_stage(content.points).items():
        column, y = content.columns[stage], top + CAPTION
        left, right = column.left + MARGIN, column.right - MARGIN
        known = texts(rows)
        for head, text in known[: content.room.notes]:
            most = content.room.note_lines if part == "note" else OWNED_LINES
            found.append(_placed(_written(part, head, text, right - left, most), left, right, y))
            y = found[-1]["bottom"] + GAP
        found += _rest(len(known) - content.room.notes, column.middle, y, content.translate)
    if not found:
        return {}, [], top
    return {}, [caption(name, top), *found], max(row["bottom"] for row in found) + 2 * GAP


def _rest(count: int, middle: float, top: float, _: Translate) -> list[Row]:
    """part = more: how many have no room."""
    if count <= 0:
        return []
    text = _("and {count} more").format(count=number(count))
    ends = {"more_y": top + LINE / 2, "bottom": top + LINE}
    return [{"part": "more", "x": middle, "label": text} | ends]


def _written(part: str, head: str, text: str, width: float, most: int) -> Row:
    room = width - 2 * PAD
    heads = block(head, room, NAME_SIZE, NAME_LINES)
    lines = block(text, room, SMALL_SIZE, most)
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
