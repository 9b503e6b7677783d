"""Where the stages of a journey map stand, and what stands at their head: names and volume.

Places are pixels of a picture `width` wide. A stage that nobody records is folded into a narrow
column, so that a gap in the data is seen and takes no room.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from loyalty.charts.journey_map.content import CAPTION, Column, Content, Room, Row
from loyalty.charts.labels import OMITTED, block
from loyalty.charts.lanes import BOLDER
from loyalty.journey.findings import score
from loyalty.journey.stage_map import stage_label
from loyalty.journey.units import duration
from loyalty.language import Translate, number, percent

GUTTER = 34.0  # left of the first column, for the values of an axis
FOLDED = 40.0
MARGIN = 3.0  # between a column and what stands in it
NARROWEST = 98.0  # pixels of a card: a wider column has cards side by side
HEAD_SIZE, HEAD_SIZES = 14, (14, 13, 12, 11)  # the largest in which all names fit
HEAD = 40.0
UNKNOWN = "–"
BAR = 0.22  # of a column, to either side


def columns(stages: Sequence[Row], width: float) -> dict[str, Column]:
    """Stage -> column, in the order of the stage rows."""
    empty = [row["customers"] == 0 for row in stages]
    folded = [one and not all(empty) for one in empty]
    unit = (width - GUTTER - FOLDED * sum(folded)) / max(1, len(folded) - sum(folded))
    found, left = {}, GUTTER
    for row, narrow in zip(stages, folded, strict=True):
        right = left + (FOLDED if narrow else unit)
        found[row["stage"]] = Column(row["stage"], left, right, narrow)
        left = right
    return found


def piles(column: Column) -> int:
    """How many piles of cards stand side by side in a column."""
    return max(1, int(column.width // NARROWEST))


def head_rows(content: Content) -> list[Row]:
    """part = stage: the name, the bar, the count and the arrow to the next stage."""
    stages, known, _ = content.stages, content.columns, content.translate
    room = content.room
    largest = max(1.0, *(np.nan_to_num(row["customers"]) for row in stages))
    wide = [one.stage for one in known.values() if not one.folded]
    size = _head_size(known, _)
    return [
        row
        | {"part": "stage", "shaded": row["stage"] in wide[1::2]}
        | {"label": stage_label(row["stage"], _)}
        | figures(row, _)
        | _head(known[row["stage"]], row["customers"], size, _)
        | {"upright_y": (HEAD + CAPTION + room.bar_base) / 2, "arrow_y": room.arrow_y}
        | _bar(known[row["stage"]], row["customers"] / largest, room)
        | _arrow(row, known)
        for row in stages
    ]


def figures(row: Row, _: Translate) -> Row:
    """The numbers of a stage or touchpoint in words, with intervals; a dash where unknown."""
    following = row["next_stage"]
    ends = (percent(row[name]) for name in ("conversion_low", "conversion_high"))
    share = f"{percent(row['conversion'])} ({' … '.join(ends)})"
    return {
        "next_label": stage_label(following, _) if isinstance(following, str) else UNKNOWN,
        "tip_customers": number(row["customers"]),
        "tip_events": number(row["events"]),
        "tip_feeling": score(row["feeling"]) if row["feeling"] == row["feeling"] else UNKNOWN,
        "tip_ends": rests_on(row, _),
        "tip_share": share if row["conversion"] == row["conversion"] else UNKNOWN,
        "tip_wait": duration(row["median_hours"], _),
    }


def rests_on(row: Row, _: Translate) -> str:
    """The interval of a mean and its scores; these alone where no interval is told."""
    if not row["scored"] > 0:
        return UNKNOWN
    scores = _("scores: {count}").format(count=number(row["scored"]))
    low, high = row["feeling_low"], row["feeling_high"]
    return f"{score(low)} … {score(high)}, {scores}" if low == low else scores


def _head_size(known: Mapping[str, Column], _: Translate) -> int:
    """The largest size in which the names of all wide columns fit, else the smallest."""
    wide = [one for one in known.values() if not one.folded]
    for size in HEAD_SIZES:
        if not any(line.endswith(OMITTED) for one in wide for line in _name(one, size, _)):
            return size
    return HEAD_SIZES[-1]


def _name(column: Column, size: int, _: Translate) -> list[str]:
    return block(stage_label(column.stage, _), column.width - MARGIN, BOLDER * size, 2)


def _head(column: Column, customers: float, size: int, _: Translate) -> Row:
    label, nobody = stage_label(column.stage, _), _("nobody recorded")
    lines = _name(column, size, _)
    return {
        "x": column.middle,
        "left": column.left + MARGIN / 2,
        "right": column.right - MARGIN / 2,
        "folded": column.folded,
        "head": f"{label}\n{nobody}" if column.folded else "\n".join(lines),
        "head_y": HEAD / 2 - 8 * (len(lines) - 1),
        "head_bottom": HEAD,
        "head_size": size,
        "count": nobody if customers == 0 else number(customers),
    }


def _bar(column: Column, share: float, room: Room) -> Row:
    known = share == share and not column.folded
    return {
        "bar_left": column.middle - BAR * column.width,
        "bar_right": column.middle + BAR * column.width,
        "bar_base": room.bar_base,
        "bar_y": room.bar_base - (room.bar_base - room.bar_top) * (share if known else 0),
    }


def _arrow(row: Row, known: Mapping[str, Column]) -> Row:
    """The share who later come to the next stage, half-way to it."""
    share = row["conversion"]
    if not isinstance(row["next_stage"], str) or share != share:
        return {}
    here, there = known[row["stage"]], known[row["next_stage"]]
    return {"arrow_x": (here.right + there.left) / 2, "arrow": "→ " + percent(share)}
