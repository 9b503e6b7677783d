"""HTML from parts: every part is escaped unless it is `Markup` already."""

import re
from collections.abc import Iterable, Sequence
from html import escape

# Control characters, marks that hide text or turn its direction, and what is no character at all.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


class Markup(str):
    """HTML that is safe to stand in the page as it is."""


def visible(text: object) -> str:
    """`text` with a sign in place of every character that cannot be seen."""
    return UNSEEN.sub("\ufffd", str(text))


def html(*parts: object) -> Markup:
    """The parts one after the other; texts are escaped, None is nothing."""
    return Markup("".join(_one(part) for part in parts if part is not None))


def element(tag: str, *parts: object, **attributes: str) -> Markup:
    """An element; write class_ for the attribute class."""
    named = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(visible(value))}"'
        for name, value in attributes.items()
    )
    return Markup(f"<{tag}{named}>{html(*parts)}</{tag}>")


def table(
    header: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[int] = ()
) -> Markup:
    """A table; the columns at the places `numbers` are set flush right."""
    head = [element("th", name, class_=_kind(place, numbers)) for place, name in enumerate(header)]
    body = [
        element("tr", *(element("td", c, class_=_kind(n, numbers)) for n, c in enumerate(row)))
        for row in rows
    ]
    inner = element("thead", element("tr", *head)), element("tbody", *body)
    return element("div", element("table", *inner), class_="scroll")


def bullets(items: Iterable[object]) -> Markup:
    """An unordered list."""
    return element("ul", *(element("li", item) for item in items))


def _one(part: object) -> str:
    return part if isinstance(part, Markup) else escape(visible(part))


def _kind(place: int, numbers: Sequence[int]) -> str:
    return "number" if place in numbers else "text"
