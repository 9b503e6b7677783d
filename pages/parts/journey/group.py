"""A group of journeys: everybody, a segment, a level, an attribute's value, or days of starting.

What is chosen under a key is kept for the session, and in the link where it tells of nobody: an
attribute's value only when `FEWEST` customers share it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args
from urllib.parse import quote, unquote

import numpy as np

from loyalty import labels, scoring, segmentation
from pages import _results as results
from pages import _session as session
from pages._session import _

Kind = Literal["everybody", "segment", "level", "attribute", "dates"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SHOWN = "shown"  # the group that the page shows
FEWEST = 10
LETTERS = 50  # of a text of the data within a name
ATTRIBUTE = "attribute."


@dataclass(frozen=True)
class Group:
    """Whose journeys are meant.

    Attributes:
        value: key of a segment or level, or the text of an attribute. column: of the attribute.
        start, end: first and last day on which the journeys begin.
    """

    kind: Kind = "everybody"
    value: str = ""
    column: str = ""
    start: date | None = None
    end: date | None = None


EVERYBODY = Group()


def shown() -> Group:
    """The group chosen for the whole page."""
    return chosen(SHOWN, EVERYBODY)


def chosen(key: str, default: Group) -> Group:
    """The group chosen under `key`: in this session, else by the link; `default` if it is gone."""
    if session.picked(_slot(key)) is None and session.linked(key):
        session.bind(_slot(key), session.linked(key))
    found = decoded(session.picked(_slot(key)) or "")
    return found if found and exists(found) else default


def put(key: str, group: Group) -> None:
    """Choose a group under `key`."""
    session.bind(_slot(key), encoded(group))


def keep_linked(key: str, group: Group, default: Group) -> None:
    """Let the link of the open section say which group is chosen under `key`."""
    wanted = encoded(group) if group != default and _linkable(group) else ""
    if session.linked(key) != wanted:
        session.link(key, wanted)


def _slot(key: str) -> str:
    """Each workspace has its own choice."""
    return f"group_{key}_{session.workspace().id}"


def _linkable(group: Group) -> bool:
    if len(encoded(group)) > session.LONGEST:
        return False
    return group.kind != "attribute" or int(members(group).sum()) >= FEWEST


def encoded(group: Group) -> str:
    """A group as text: plain data for links and cache keys."""
    days = [day.isoformat() for day in (group.start, group.end) if day]
    named = [quote(text, safe="") for text in (group.column, group.value) if text]
    return ":".join([group.kind, *named, *days])


def decoded(text: str) -> Group | None:
    """The group of such a text, which may be anything; None where it is none."""
    kind, *parts = text.split(":")
    match kind, [unquote(part) for part in parts]:
        case "everybody", []:
            return EVERYBODY
        case "segment" | "level", [value]:
            return Group(kind, value)
        case "attribute", [column, value]:
            return Group("attribute", value, column)
        case "dates", [start, end]:
            return _dates(start, end)
    return None


def _dates(start: str, end: str) -> Group | None:
    try:
        return Group("dates", start=date.fromisoformat(start), end=date.fromisoformat(end))
    except ValueError:
        return None


def options(kind: Kind) -> list[str]:
    """The keys of all segments or levels of the study."""
    study = session.study()
    return segmentation.segment_names(study) if kind == "segment" else scoring.level_names(study)


def attributes() -> dict[str, list[str]]:
    """Column -> texts customers have in it, the most frequent first."""
    customers = results.base().customers
    names = [
        name
        for name in customers
        if name.startswith(ATTRIBUTE) and customers[name].dtype == "category"
    ]
    return session.cached(
        "group_attributes",
        lambda: {name: customers[name].value_counts().index.tolist() for name in names},
        session.study().as_of,
    )


def exists(group: Group) -> bool:
    """Whether the study and the data still know this group."""
    if group.kind in ("segment", "level"):
        return group.value in options(group.kind)
    if group.kind == "attribute":
        return group.value in attributes().get(group.column, [])
    return True


def members(group: Group) -> np.ndarray:
    """Which of all customers are in a segment, a level, or share an attribute's value."""
    if group.kind == "attribute":
        return (results.base().customers[group.column] == group.value).to_numpy(dtype=bool)
    return _codes(group.kind) == options(group.kind).index(group.value)


def sizes(kind: Kind, among: np.ndarray | None = None) -> dict[str, int]:
    """Segment or level -> how many customers (`among` these of all) are in it."""
    names, codes = options(kind), _codes(kind)
    found = np.bincount(codes if among is None else codes[among], minlength=len(names))
    return dict(zip(names, found.tolist(), strict=True))


def _codes(kind: Kind) -> np.ndarray:
    """Each customer's place in the `options`."""
    return results.segment_codes() if kind == "segment" else results.level_codes()


def parts(group: Group) -> tuple[Any, ...]:
    """The group, and the parts of the study that its members depend on."""
    study = session.study()
    if group.kind == "segment":
        return encoded(group), *results.segment_parts(study)
    if group.kind == "level":
        return encoded(group), *results.index_parts(study), study.levels
    return encoded(group), study.as_of


def name(group: Group) -> str:
    """The group as people call it; it may hold text from the data."""
    if group.kind == "segment":
        return labels.segment(group.value, _)
    if group.kind == "level":
        return _("Level {level}").format(level=labels.level(group.value, _))
    if group.kind == "attribute":
        column = labels.column(group.column, _)
        return _("{column}: {value}").format(column=_short(column), value=_short(group.value))
    if group.kind == "dates":
        return _period(group.start, group.end)
    return _("Everybody")


def _period(start: date, end: date) -> str:
    """Short enough to tell two apart; by months where they are whole."""
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    shown = [day.isoformat()[: 7 if whole else 10] for day in (start, end)]
    if shown[0] == shown[1]:
        return shown[0]
    return _("{start} to {end}").format(start=shown[0], end=shown[1])


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"
