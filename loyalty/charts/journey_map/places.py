"""How the rows of a `layout` become marks: pixels down, a share of the width across."""

from typing import Any

import altair as alt

from loyalty.charts import theme
from loyalty.charts.lanes import WIDTH

LINE_BREAK = "\n"


def rows(part: str, *conditions: str) -> alt.Chart:
    """The rows of a part for which all conditions hold."""
    wanted = " && ".join([f"datum.part == '{part}'", *conditions])
    return alt.Chart().transform_filter(wanted)


def place_x(field: str) -> alt.X:
    """A place across the picture."""
    scale = alt.Scale(domain=[0, WIDTH], nice=False, zero=False)
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def place_y(field: str) -> alt.Y:
    """A place down the picture, in pixels from its top."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def box(base: alt.Chart, sides: tuple[str, str, str, str], **look: Any) -> alt.Chart:
    """A rectangle between four fields: left, right, top, bottom."""
    left, right, top, bottom = sides
    ends = {"x2": f"{right}:Q", "y2": f"{bottom}:Q"}
    return base.mark_rect(**look).encode(x=place_x(left), y=place_y(top), **ends)


def text(base: alt.Chart, field: str, x: str | float, y: str | float, **look: Any) -> alt.Chart:
    """Words at a place: fields, or pixels from the upper left corner."""
    across = place_x(x) if isinstance(x, str) else alt.value(x)
    down = place_y(y) if isinstance(y, str) else alt.value(y)
    known: dict[str, Any] = {"fontSize": 13, "color": theme.TEXT, "lineBreak": LINE_BREAK} | look
    return base.mark_text(**known).encode(x=across, y=down, text=f"{field}:N")


def colours() -> dict[str, alt.Fill]:
    """The colour of a tone from -1 to 1; mixed so that no third hue comes between two."""
    scale = alt.Scale(domain=[-1, 0, 1], range=list(theme.FEELING), clamp=True, interpolate="lab")
    return {"fill": alt.Fill("tone:Q", scale=scale, legend=None)}
