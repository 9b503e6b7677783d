"""The service blueprint of a journey map: touchpoints as cards under their stage, in its lanes.

Places are pixels. Those with most customers stand first; what does not fit is counted.
"""

from collections.abc import Sequence

from loyalty.charts.journey_map.columns import MARGIN, piles
from loyalty.charts.journey_map.content import (
    CAPTION,
    Column,
    Content,
    Placed,
    Row,
    by_stage,
    caption,
)
from loyalty.charts.journey_map.feelings import NAME_SIZE, radius
from loyalty.charts.labels import block
from loyalty.journey.blueprint import LANES
from loyalty.journey.findings import score
from loyalty.language import number

PAD, LINE, SMALL_LINE, DOT_LINE, GAP = 5.0, 16.0, 15.0, 20.0, 5.0
SMALL_SIZE = 12
NAME_LINES = 2


def blueprint(content: Content, top: float) -> Placed:
    """The cards of all touchpoints; a lane without any is left out."""
    _ = content.translate
    lanes: dict[str, list[Row]] = {key: [] for key in LANES}
    for row in content.points:
        lane = "front" if content.room.merged else content.sheet.lane(row["touchpoint"])
        lanes[lane].append(row)
    used = [key for key in LANES if lanes[key]]
    cards: dict[str, Row] = {}
    others: list[Row] = []
    for key in used:
        name = _(LANES[key]) if used != ["front"] else _("Touchpoints")
        placed, more, end = _lane(lanes[key], content, top + CAPTION)
        cards |= placed
        others += [caption(name, top, strong=key == "back"), *more]
        top = end + GAP
    return cards, others, top


def _lane(rows: Sequence[Row], content: Content, top: float) -> Placed:
    cards: dict[str, Row] = {}
    others, bottom = [], top
    for stage, own in by_stage(rows).items():
        placed, more, end = _stack(own, content.columns[stage], content, top)
        cards |= placed
        others += more
        bottom = max(bottom, end)
    return cards, others, bottom


def _stack(rows: Sequence[Row], column: Column, content: Content, top: float) -> Placed:
    """Cards side by side as often as they fit, each below the shortest pile."""
    ends = [top] * piles(column)
    width = column.width / len(ends)
    fit = content.room.cards * len(ends)
    cards: dict[str, Row] = {}
    for row in rows[:fit]:
        place = ends.index(min(ends))
        left = column.left + place * width + MARGIN
        card = _card(row, content.labels[row["touchpoint"]], left, width - 2 * MARGIN, ends[place])
        cards[row["touchpoint"]] = card
        ends[place] = card["card_bottom"] + GAP
    rest = len(rows) - fit
    if rest <= 0:
        return cards, [], max(ends)
    _ = content.translate
    text = _("and {count} more").format(count=number(rest))
    more = {"part": "more", "x": column.middle, "more_y": max(ends) + LINE / 2, "label": text}
    return cards, [more], max(ends) + LINE + GAP


def _card(row: Row, label: str, left: float, width: float, top: float) -> Row:
    lines = block(label, width - 2 * PAD, NAME_SIZE, NAME_LINES)
    numbers = top + PAD + LINE * len(lines) + DOT_LINE / 2
    told, mean = number(row["customers"]), row["feeling"]
    told += "" if mean != mean else f" · {score(mean)}"
    return {
        "card_left": left,
        "card_right": left + width,
        "card_top": top,
        "card_bottom": numbers + DOT_LINE / 2 + PAD - 3,
        "card_text_x": left + PAD,
        "card_name_y": top + PAD + LINE / 2,
        "card_name": "\n".join(lines),
        "card_dot_x": left + PAD + radius(1.0),
        "card_told_x": left + PAD + 2 * radius(1.0) + MARGIN,
        "card_told_y": numbers,
        "card_told": told,
    }
