"""Where everything on the journey map stands.

`layout` turns a journey map (`loyalty.journey.journey_map`) and what people wrote beside it into
one frame for the whole picture, so that the drawing need not know the data. Places are pixels of
a picture `WIDTH` wide, counted from its upper left corner; texts are measured for that width, and
a wider picture stretches the places alone. part = stage, touchpoint, face (the mean of a stage),
tick (a value of the feeling axis), lane (a caption), more (how many touchpoints a lane has beyond
those shown), owner, note, legend, page (its bottom).
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from loyalty.charts import journey_cards, journey_feelings, journey_legend, journey_notes
from loyalty.charts.journey_cards import CAPTION, caption
from loyalty.charts.journey_columns import (
    HEAD,
    VOLUME_END,
    Column,
    Row,
    columns,
    head_rows,
    next_label,
)
from loyalty.charts.journey_legend import SIGNS
from loyalty.charts.lanes import WIDTH
from loyalty.journey.blueprint import EMPTY, LANES, Blueprint
from loyalty.journey.measures import stage_rows, touchpoint_rows
from loyalty.journey.stage_map import shown, stage_label
from loyalty.language import Translate

FEELING_TOP = VOLUME_END + 8.0
NOTHING = pd.DataFrame({"touchpoint": [], "kind": []})
SHAPES = ("pain", "delight")  # kinds of marks that give a dot another shape


def layout(
    table: pd.DataFrame,
    _: Translate = str,
    sheet: Blueprint = EMPTY,
    marks: pd.DataFrame = NOTHING,
) -> pd.DataFrame:
    """All rows of the picture; see the module.

    Args:
        sheet: channels, and the lanes, owners and notes that people chose.
        marks: touchpoint and kind (pain, delight, peak or end), the most important first.
    """
    table = journey_feelings.in_pixels(table, FEELING_TOP + CAPTION)
    stages, points = _records(stage_rows(table)), _records(_largest_first(table))
    known = columns(stages, WIDTH)
    kinds = _kinds(marks)
    labels = {name: _label(name, kinds.get(name, []), _) for name in _names(points)}
    felt, dots, top = _feeling(table, stages, points, known, labels, list(kinds), _)
    cards, lanes, top = journey_cards.blueprint(points, known, sheet, labels, top, _)
    owned, top = journey_notes.owners(points, known, sheet, top, _)
    noted, top = journey_notes.notes(points, known, sheet, top, _)
    heads = [row | {"top": 0.0, "bottom": top} for row in head_rows(stages, known, _)]
    drawn = [kind for name in labels for kind in kinds.get(name, [])]
    legend, top = journey_legend.rows(points, drawn, WIDTH, top, _)
    rest = [caption(_("Customers"), HEAD + 4), {"part": "page", "page_bottom": top}]
    named = _points(points, kinds, sheet, _)
    placed = [
        row | dots.get(row["touchpoint"], {}) | cards.get(row["touchpoint"], {}) for row in named
    ]
    return pd.DataFrame([*heads, *felt, *placed, *lanes, *owned, *noted, *legend, *rest])


def _kinds(marks: pd.DataFrame) -> dict[str, list[str]]:
    """Touchpoint -> the kinds of its marks, the most important touchpoint first."""
    found: dict[str, list[str]] = {}
    for touchpoint, kind in zip(marks["touchpoint"], marks["kind"], strict=True):
        found.setdefault(touchpoint, []).append(kind)
    return found


def _largest_first(table: pd.DataFrame) -> pd.DataFrame:
    points = touchpoint_rows(table)
    return points.sort_values(["customers", "touchpoint"], ascending=[False, True])


def _records(rows: pd.DataFrame) -> list[Row]:
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]


def _names(points: Sequence[Row]) -> list[str]:
    return [row["touchpoint"] for row in points]


def _feeling(
    table: pd.DataFrame,
    stages: Sequence[Row],
    points: Sequence[Row],
    known: Mapping[str, Column],
    labels: Mapping[str, str],
    first: Sequence[str],
    _: Translate,
) -> tuple[list[Row], dict[str, Row], float]:
    """Caption and ticks of the feeling lane, its dots, and where it ends; nothing unless felt."""
    if not table["feeling"].notna().any():
        return [], {}, FEELING_TOP
    top = FEELING_TOP + CAPTION
    dots = journey_feelings.dots(stages, points, known, labels, first, top)
    ticks, faces = journey_feelings.ticks(table, top), journey_feelings.faces(stages, known, _)
    end = top + journey_feelings.HEIGHT + journey_feelings.FACES
    return [caption(_("Feeling"), FEELING_TOP), *ticks, *faces], dots, end


def _points(
    points: Sequence[Row], kinds: Mapping[str, list[str]], sheet: Blueprint, _: Translate
) -> list[Row]:
    """part = touchpoint: its numbers, what people wrote, and its shape."""
    found = []
    for row in points:
        name = row["touchpoint"]
        shapes = [kind for kind in kinds.get(name, []) if kind in SHAPES]
        words = {
            "part": "touchpoint",
            "label": shown(name, _),
            "stage_label": stage_label(row["stage"], _),
            "next_label": next_label(row, _),
            "lane": _(LANES[sheet.lane(name)]),
            "owner": sheet.card(name).owner or None,
            "note": sheet.card(name).note or None,
            "shape": shapes[0] if shapes else "plain",
            "chosen": False,
        }
        found.append(row | words)
    return found


def _label(touchpoint: str, kinds: Sequence[str], _: Translate) -> str:
    """Its name with the signs of its marks, in one line."""
    signs = "".join(sign for kind, sign in SIGNS.items() if kind in kinds)
    return " ".join([signs, *shown(touchpoint, _).split()]).strip()
