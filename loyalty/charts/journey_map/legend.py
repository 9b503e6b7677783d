"""The legend of a journey map: what colour, size, shape and signs mean, in words.

Only what the picture shows is explained. Places are pixels; entries flow into lines.
"""

from collections.abc import Sequence

from loyalty.charts.journey_map.content import Row
from loyalty.charts.journey_map.feelings import radius
from loyalty.charts.journey_map.tones import Tones
from loyalty.charts.labels import text_width
from loyalty.journey.findings import ENOUGH, score
from loyalty.language import Translate

SIZE = 13
LINE = 22.0
LEFT, BETWEEN = 8.0, 20.0
SIGNS = {"pain": "▼", "delight": "▲", "high": "◆", "low": "◇", "end": "■"}


def rows(
    points: Sequence[Row],
    kinds: Sequence[str],
    width: float,
    top: float,
    _: Translate,
    tones: Tones,
    brief: bool = False,
) -> tuple[list[Row], float]:
    """part = legend, and where the legend ends.

    Args:
        points: touchpoints with their numbers and sure. kinds: of the marks in the picture.
        tones: what the colours mean. brief: without arrows, sizes and the line.
    """
    found, x, y = [], LEFT, top + LINE / 2
    entries = [*_feelings(points, tones, _), *_signs(kinds, tones, _)]
    if not brief:
        entries = [*_arrows(points, _), *_line(points, _), *entries]
    for entry in entries:
        reach = entry["reach"] + text_width(entry["label"], SIZE)
        if x + reach > width and x > LEFT:
            x, y = LEFT, y + LINE
        middle = x + entry["reach"] / 2 - 3
        at = {"legend_x": middle, "legend_text_x": x + entry["reach"], "legend_y": y}
        found.append({"part": "legend"} | entry | at)
        x += reach + BETWEEN
    return found, y + LINE


def _arrows(points: Sequence[Row], _: Translate) -> list[Row]:
    """What every map shows: shares that go on, and sizes."""
    larger = _dot(_("larger: more customers"), 1.0)
    going = [row for row in points if row["conversion"] == row["conversion"]]
    share = _sign("→", _("share who later reach the next stage"))
    return [*([share] if going else []), *([larger] if points else [])]


def _feelings(points: Sequence[Row], tones: Tones, _: Translate) -> list[Row]:
    scored = [row for row in points if row["feeling"] == row["feeling"]]
    if not scored:
        return []
    found = [_dot(word, 0.5, tone=tone, sure=True) for tone, word in _colours(tones, _).items()]
    if not all(row["sure"] for row in scored):
        few = _("pale: fewer than {count} scores").format(count=ENOUGH)
        found.append(_dot(few, 0.5, tone=1.0, sure=False))
    if len(scored) < len(points):
        found.append(_dot(_("grey: no scores"), 0.5))
    return found


def _line(points: Sequence[Row], _: Translate) -> list[Row]:
    if not any(row["feeling"] == row["feeling"] for row in points):
        return []
    return [{"legend": "line", "reach": 32.0, "label": _("mean feeling with its 95% interval")}]


def _colours(tones: Tones, _: Translate) -> dict[float, str]:
    """Tone -> what it says."""
    if not tones.usual:
        return {-1.0: _("feels bad"), 0.0: _("neutral"), 1.0: _("feels good")}
    middle, ends = tones.middle, (tones.middle - tones.reach, tones.middle + tones.reach)
    return {
        -1.0: _("feels worse than usual ({value} or less)").format(value=score(ends[0])),
        0.0: _("as usual ({value})").format(value=score(middle)),
        1.0: _("feels better ({value} or more)").format(value=score(ends[1])),
    }


def _signs(kinds: Sequence[str], tones: Tones, _: Translate) -> list[Row]:
    words = {
        "pain": _("pain point (below usual)") if tones.usual else _("pain point"),
        "delight": _("delight (above usual)") if tones.usual else _("delight"),
        "high": _("high point of the journey"),
        "low": _("low point of the journey"),
        "end": _("end of the journey"),
    }
    return [_sign(SIGNS[kind], words[kind]) for kind in SIGNS if kind in kinds]


def _dot(label: str, size: float, **look: object) -> Row:
    """A dot as on the map; without a tone it is grey."""
    reach = 2 * radius(size) + 6
    return {"legend": "dot", "label": label, "size": size, "shape": "plain", "reach": reach} | look


def _sign(sign: str, label: str) -> Row:
    return {"legend": "sign", "sign": sign, "label": label, "reach": 18.0}
