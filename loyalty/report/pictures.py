"""Charts as SVG inside the page: no script, no font file, nothing fetched."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from altair.typing import ChartType

from loyalty.charts import theme
from loyalty.report.markup import Markup, element, visible

PROGRAM = Path(__file__).with_name("drawing.py")
SECONDS = 60
WIDTH = 760
FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
TEXT = {"labelFontSize": 12, "labelColor": theme.TEXT, "titleColor": theme.TEXT}
CONFIG = {
    "background": None,
    "padding": {"left": 16, "right": 16, "top": 5, "bottom": 5},
    "font": FONT,
    "axis": TEXT | {"titleFontSize": 12, "titleFontWeight": "normal"},
    "legend": TEXT | {"columnPadding": 24},  # fonts of readers are wider than those measured
    "title": {"color": theme.TEXT},
    "view": {"stroke": None},
}


@dataclass(frozen=True)
class Picture:
    """A chart, what it shows in words, and how wide it is in pixels."""

    chart: ChartType
    alt: str
    width: int = WIDTH


def draw(pictures: Mapping[str, Picture]) -> dict[str, Markup]:
    """The pictures as SVG by name; none when the converter fails."""
    specs = {name: _spec(one) for name, one in pictures.items()}
    drawn = convert(specs, CONFIG) if specs else {}
    return {name: _figure(name, text, pictures[name].alt) for name, text in drawn.items()}


def _spec(picture: Picture) -> dict[str, Any]:
    """The specification with every lane as wide as the picture."""
    spec: dict[str, Any] = picture.chart.to_dict()
    width = {"width": picture.width}
    if "vconcat" not in spec:
        return spec | width
    return spec | {"vconcat": [lane | width for lane in spec["vconcat"]]}


def _clean(part: Any) -> Any:
    """A specification without characters that SVG must not hold."""
    if isinstance(part, dict):
        return {visible(key): _clean(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_clean(one) for one in part]
    return visible(part) if isinstance(part, str) else part


def convert(
    specs: Mapping[str, Any], config: Mapping[str, Any], kind: str = "svg", scale: float = 1.0
) -> dict[str, str]:
    """SVG as text or PNG as base64, by name; nothing when the converter fails.

    Args:
        scale: pixels of a PNG per pixel of the specification.
    """
    wanted = {"specs": _clean(dict(specs)), "config": config, "kind": kind, "scale": scale}
    command = [sys.executable, "-P", str(PROGRAM)]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=json.dumps(wanted),
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return {}
    return dict(json.loads(done.stdout)) if done.returncode == 0 else {}


def _figure(name: str, text: str, alt: str) -> Markup:
    """An SVG whose ids start with `name`, so that pictures of one page do not mix."""
    own = re.sub(r'( id="|url\(#)', rf"\g<1>{name}-", text)
    own = re.sub(r' xmlns(:xlink)?="[^"]*"', "", own)
    start = str(element("svg", role="img", aria_label=alt)).removesuffix("></svg>")
    return element("figure", Markup(own.replace("<svg", start, 1)))
