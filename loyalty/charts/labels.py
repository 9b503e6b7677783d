"""Texts in a picture: estimated widths, line breaks, and places where they cover nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels

GAP = 4.0
OMITTED = "…"
DIFFERING = 0.7  # of the width, at most, for what tells a text from others
CLOSING = "，。；：、！？）”》,.;:!?)"


@dataclass(frozen=True)
class Dot:
    """A dot to be named: its middle, its radius and the whisker through it, in pixels."""

    name: str
    x: float
    y: float
    radius: float
    top: float
    bottom: float

    @property
    def boxes(self) -> tuple[Box, Box]:
        """What the dot and its whisker cover."""
        r = self.radius
        dot = (self.x - r, self.y - r, self.x + r, self.y + r)
        return dot, (self.x - 1, self.top, self.x + 1, self.bottom)


@dataclass(frozen=True)
class Place:
    """Where a name is written: it starts ("left"), ends ("right") or is centred at x, y."""

    x: float
    y: float
    align: str


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Estimated width in pixels: a Chinese letter is as wide as it is high, others about half."""
    return sum(size * _width(letter) for letter in text)


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than `width` pixels; Chinese breaks anywhere, other texts at spaces."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def shorten(text: str, width: float, size: float) -> str:
    """The text, or as much of it as fits into `width` pixels with the mark of an omission."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + OMITTED, size) > width:
        kept = kept[:-1]
    return kept.rstrip() + OMITTED


def apart(texts: Sequence[str], width: float, size: float) -> dict[str, str]:
    """`shorten` of each text, but where some would look alike, what they share is left out."""
    short = {text: shorten(text, width, size) for text in texts}
    alike: dict[str, list[str]] = {}
    for text, one in short.items():
        alike.setdefault(one, []).append(text)
    for text, one in short.items():
        if len(alike[one]) > 1:
            shared = _shared(alike[one])
            short[text] = _differing(text, shared, width, size)
    return short


def _shared(texts: Sequence[str]) -> int:
    """How many letters at their beginning all texts have in common."""
    columns = zip(*texts, strict=False)
    return sum(1 for _letters in takewhile(lambda letters: len(set(letters)) == 1, columns))


def _differing(text: str, shared: int, width: float, size: float) -> str:
    """As much as fits of the first `shared` letters, then what follows them."""
    head, rest = text[:shared], shorten(text[shared:], DIFFERING * width, size)
    while head and text_width(head.rstrip() + OMITTED + rest, size) > width:
        head = head[:-1]
    return head.rstrip() + OMITTED + rest


def block(text: str, width: float, size: float, most: int) -> list[str]:
    """At most `most` lines no wider than `width` pixels; what is left out is marked."""
    lines = [line for part in text.splitlines() for line in wrap(part, width, size)]
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += OMITTED
    return [shorten(line, width, size) for line in kept]


def place_names(
    dots: Sequence[Dot], size: float, room: Box, rather_not: Sequence[Box] = ()
) -> list[Place | None]:
    """A place beside, above or below each dot; None where a name would cover something.

    Earlier dots choose first. Boxes of `rather_not` are covered only if nothing else is free.
    """
    taken = [box for dot in dots for box in dot.boxes]
    places: list[Place | None] = []
    for dot in dots:
        free = [(place, box) for place, box in _around(dot, size) if _free(box, taken, room)]
        free.sort(key=lambda one: _meets(one[1], rather_not))
        taken += [box for _, box in free[:1]]
        places.append(free[0][0] if free else None)
    return places


def _around(dot: Dot, size: float) -> list[tuple[Place, Box]]:
    aside, high = dot.radius + GAP, size * 0.65
    places = [
        Place(dot.x + aside, dot.y, "left"),
        Place(dot.x - aside, dot.y, "right"),
        Place(dot.x, dot.y - aside - high, "center"),
        Place(dot.x, dot.y + aside + high, "center"),
        Place(dot.x + dot.radius, dot.y - aside - high / 2, "left"),
        Place(dot.x + dot.radius, dot.y + aside + high / 2, "left"),
        Place(dot.x - dot.radius, dot.y - aside - high / 2, "right"),
        Place(dot.x - dot.radius, dot.y + aside + high / 2, "right"),
        Place(dot.x, dot.top - GAP - high, "center"),
        Place(dot.x, dot.bottom + GAP + high, "center"),
    ]
    return [(place, _text_box(place, text_width(dot.name, size), high)) for place in places]


def _text_box(place: Place, width: float, high: float) -> Box:
    left = place.x - width * {"left": 0, "center": 0.5, "right": 1}[place.align]
    return left, place.y - high, left + width, place.y + high


def _width(letter: str) -> float:
    if ord(letter) > 0x2E7F:
        return 1.0
    if letter in "iljI.,:;'|! ":
        return 0.3
    if letter in "tfr()":
        return 0.4
    wide = letter in "mwMW" or ord(letter) > 0x20FF
    return 0.95 if wide else 0.7 if letter.isupper() else 0.6


def _free(box: Box, taken: Sequence[Box], room: Box) -> bool:
    within = box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3]
    return within and not _meets(box, taken)


def _meets(box: Box, others: Sequence[Box]) -> bool:
    left, top, right, bottom = box
    return any(
        left < other_right and other_left < right and top < other_bottom and other_top < bottom
        for other_left, other_top, other_right, other_bottom in others
    )


def _pieces(text: str) -> list[str]:
    """Words with the space before them; single letters where the script needs no spaces."""
    pieces: list[str] = []
    for letter in text:
        breaks = letter == " " or ord(letter) > 0x2E7F or ord((pieces or ["一"])[-1][-1]) > 0x2E7F
        if breaks and not (pieces and letter in CLOSING):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces
