"""A chart as a file to be put into other documents: SVG or PNG, dark on white ground."""

import base64
from typing import Any

from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.report import pictures

GROUND = "white"
SCALE = 3.0  # pixels of a PNG per pixel of the chart


def svg(chart: ChartType) -> bytes:
    """The chart as SVG; Refused when it cannot be drawn."""
    return _drawn(chart, "svg").encode()


def png(chart: ChartType) -> bytes:
    """The chart as PNG, three pixels for each of its own; Refused when it cannot be drawn."""
    return base64.b64decode(_drawn(chart, "png"))


def _drawn(chart: ChartType, kind: str) -> str:
    """What the converter makes of the chart under `kind`."""
    spec = _inked(chart.to_dict())
    config = _inked(pictures.CONFIG) | {"background": GROUND}
    drawn = pictures.convert({"chart": spec}, config, kind, SCALE)
    if "chart" not in drawn:
        raise Refused(mark("The picture could not be drawn. Try again, or take the other format."))
    return drawn["chart"]


def _inked(part: Any) -> Any:
    """The same with the colour of texts, which a page would give, written down."""
    if isinstance(part, dict):
        return {key: _inked(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_inked(one) for one in part]
    return theme.INK if part == theme.TEXT else part
