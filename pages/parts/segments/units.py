"""The unit of a column a rule may name, as people read it."""

from loyalty.indicators import BY_KEY
from loyalty.language import mark
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

MONEY = ("money", "money per order")
OTHER = {
    "last_gap_days": mark("days"),
    "score": mark("points, 0 to 100"),
    "rfm": mark("rating, 1 to 5"),
    "answer": mark("points"),
    "touchpoint": mark("visits"),
    "felt": mark("points"),
}


def unit(column: str) -> str:
    """Days, points, a share ...; the currency for amounts; "" where a column has no unit."""
    if column in BY_KEY:
        found = BY_KEY[column].unit
        return escape(words.currency() or "") if found in MONEY else _(found)
    kind = column.partition(".")[0]
    return _(OTHER[kind]) if kind in OTHER else ""


def with_unit(label: str, column: str) -> str:
    """A label with the unit of its column in brackets, unless the label says it."""
    found = unit(column)
    said = not found or found.casefold() in label.casefold()
    return label if said else _("{label} ({unit})").format(label=label, unit=found)
