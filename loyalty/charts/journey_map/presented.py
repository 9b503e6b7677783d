"""The journey map for a projector: on one screen, its letters read from the back of a room.

The same picture as for the desk with fewer lanes and less room for the bars; what is left goes to
the feelings. It is laid out `WIDTH` wide and then enlarged as a whole, letters and dots included.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from loyalty.charts.journey_map import layout as map_layout
from loyalty.charts.journey_map import picture
from loyalty.charts.journey_map.content import Room
from loyalty.language import Translate

ZOOM = 1.36  # `WIDTH` fills a screen of 1280 pixels, less the margins of the page
HEIGHT = 384.0  # pixels before the zoom
LANES = ("feelings", "notes")
WITHOUT_FEELINGS = ("touchpoints", "notes")
ROOM = Room(
    bar_top=78.0, bar_base=106.0, arrow_y=96.0, volume_end=106.0,
    feeling=40.0, cards=6, notes=1, note_lines=2, merged=True, brief=True,
)  # fmt: skip
LENGTHS = frozenset(
    ("fontSize", "lineHeight", "dx", "dy", "xOffset", "cornerRadius", "strokeWidth", "thickness")
)
DOWN = frozenset(
    ("top", "bottom", "head_bottom", "head_size", "bar_base", "card_top", "card_bottom",
     "page_bottom")
)  # fmt: skip

settings = picture.settings


def layout(
    table: pd.DataFrame, _: Translate = str, foot: Sequence[str] = (), **known: Any
) -> pd.DataFrame:
    """The rows of `layout.layout` for one screen; `known` are its further arguments.

    `foot` stands below the picture.

    The feelings get what the other lanes leave; without any, as many touchpoints of a stage are
    shown as fit.
    """
    felt = table["feeling"].notna().any()
    known |= {"lanes": LANES if felt else WITHOUT_FEELINGS}
    for room in _rooms():
        frame = map_layout.footed(map_layout.layout(table, _, room=room, **known), foot)
        spare = HEIGHT - float(frame["page_bottom"].max())
        if spare >= 0:
            break
    if felt and spare > 0:
        room = replace(room, feeling=room.feeling + spare)
        frame = map_layout.footed(map_layout.layout(table, _, room=room, **known), foot)
    return _enlarged(frame)


def _rooms() -> Iterator[Room]:
    """From the most that is told to the least."""
    yield ROOM
    for cards in range(ROOM.cards, 0, -1):
        yield replace(ROOM, cards=cards, note_lines=1)


def _enlarged(frame: pd.DataFrame) -> pd.DataFrame:
    down = [name for name in map(str, frame) if name in DOWN or name.endswith("_y")]
    return frame.assign(**{name: frame[name] * ZOOM for name in down})


def draw(frame: pd.DataFrame, _: Translate = str, **given: Any) -> ChartType:
    """`picture.draw`, enlarged as its rows are."""
    spec = picture.draw(frame, _, **given).to_dict(validate=False)
    spec["layer"] = _zoomed(spec["layer"])
    return alt.LayerChart.from_dict(spec, validate=False)


def _zoomed(part: Any) -> Any:
    """A part of a chart with its lengths enlarged, its areas by the square."""
    if isinstance(part, list):
        return [_zoomed(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: _larger(part, key, value) for key, value in part.items()}


def _larger(part: dict[str, Any], key: str, value: Any) -> Any:
    if isinstance(value, int | float):
        if key == "size":
            return value * (ZOOM**2 if part.get("type") == "point" else ZOOM)
        return value * ZOOM if key in LENGTHS or key == "value" else value
    if key == "range" and all(isinstance(one, int | float) for one in value):
        return [one * ZOOM**2 for one in value]
    return value if key == "opacity" else _zoomed(value)
