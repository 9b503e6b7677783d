"""Choosing a group of journeys, and the group that the whole page shows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from loyalty import labels
from loyalty.journey.log import Log
from loyalty.language import mark
from loyalty.problems import Refused
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import group, results
from pages.parts.journey.group import EVERYBODY, Group, Kind
from pages.parts.safe import escape

DAYS = ("start", "end")
NO_DAY = mark("“{written}” is no day: write it like 2024-05-31.")
COMPARED = ("first", "second")  # keys of the two groups that are compared


def show() -> bool:
    """The group the page shows, in one line; False, and why, where it has no journey."""
    with st.container(horizontal=True, vertical_alignment="center"):
        now = button(group.SHOWN, EVERYBODY, _label, ":material/filter_alt:")
        if now != EVERYBODY:
            st.button(
                _("Show everybody"),
                key="shown_everybody",
                icon=":material/close:",
                type="tertiary",
                on_click=lambda: group.put(group.SHOWN, EVERYBODY),
            )
    if len(results.whole().time) and not len(results.log().time):
        nobody(now)
        return False
    return True


def nobody(of: Group) -> None:
    """Say that a group has no journey, and why that can be."""
    st.info(_("No journey belongs to “{group}”.").format(group=escape(group.name(of))))
    st.caption(
        _(
            "A group is empty when no customer is in it, when none of its customers has an event or"
            " order, or when no journey begins on its days. Choose another group."
        )
    )


def _label(now: Group) -> str:
    if now == EVERYBODY:
        return _("Shown: everybody")
    return _("Shown: {group} ({customers} of {all} customers)").format(
        group=escape(group.name(now)),
        customers=words.number(results.customers(results.log())),
        all=words.number(results.customers(results.whole())),
    )


def button(key: str, default: Group, label: Callable[[Group], str], icon: str) -> Group:
    """A button that says the group under `key`, and opens its control; what is chosen now."""
    now = group.chosen(key, default)
    group.keep_linked(key, now, default)
    with st.popover(label(now), icon=icon, key=f"{key}_group"):
        _choose(key, now)
    return now


def _choose(key: str, now: Group) -> None:
    lacking = {"attribute": not group.attributes(), "dates": _days() is None}
    kinds = [kind for kind in group.KINDS if not lacking.get(kind)]
    st.segmented_control(
        _("Group"),
        kinds,
        format_func=_kind_name,
        required=True,
        key=session.bind(f"{key}_kind", now.kind),
        on_change=lambda: group.put(key, _first(key, session.chosen(f"{key}_kind"))),
        label_visibility="collapsed",
        wrap=True,
    )
    if now.kind in ("segment", "level"):
        _named(key, now)
    elif now.kind == "attribute":
        _attribute(key, now)
    elif now.kind == "dates":
        _dates(key, now)


def _kind_name(kind: Kind) -> str:
    names = {
        "everybody": _("Everybody"),
        "segment": _("Segment"),
        "level": _("Level"),
        "attribute": _("Attribute"),
        "dates": _("Start date"),
    }
    return names[kind]


def _first(key: str, kind: Kind) -> Group:
    """The group of a kind that is shown before one is chosen: the largest, or all days.

    Of two groups that are compared, each begins with its half of the days.
    """
    if kind in ("segment", "level"):
        found = group.sizes(kind)
        return Group(kind, max(found, key=found.get))
    if kind == "attribute":
        column, values = next(iter(group.attributes().items()))
        return Group(kind, values[0], column)
    if kind != "dates":
        return EVERYBODY
    two = halves() if key in COMPARED else None
    return two[COMPARED.index(key)] if two else Group(kind, start=_days()[0], end=_days()[1])


def halves() -> tuple[Group, Group] | None:
    """Journeys begun in the first and the second half of the days that the page shows.

    In whole months where each half holds the end of one. None when all begin on one day.
    """
    first, last = _begun(results.log(), results.parts()) or (None, None)
    if first == last:
        return None
    middle = last - (last - first) // 2
    start = middle.replace(day=1)
    if start <= first:
        return _two(first, middle, last)
    after = (last.replace(day=1) + timedelta(days=31)).replace(day=1)
    return _two(first.replace(day=1), start, after - timedelta(days=1))


def _two(first: date, middle: date, last: date) -> tuple[Group, Group]:
    before = middle - timedelta(days=1)
    return Group("dates", start=first, end=before), Group("dates", start=middle, end=last)


def _named(key: str, now: Group) -> None:
    label = labels.segment if now.kind == "segment" else labels.level
    slot = f"{key}_{now.kind}"
    st.pills(
        _kind_name(now.kind),
        group.options(now.kind),
        format_func=lambda one: escape(label(one, _)),
        required=True,
        key=session.bind(slot, now.value),
        on_change=lambda: group.put(key, Group(now.kind, session.chosen(slot))),
        label_visibility="collapsed",
        wrap=True,
    )


def _attribute(key: str, now: Group) -> None:
    known = group.attributes()
    left, right = st.columns(2)
    with left:
        column = f"{key}_column"
        _select(_("Attribute"), list(known), column, now.column, lambda: _take_column(key))
    with right:
        value = f"{key}_value"
        _select(
            _("Value"),
            known[now.column],
            value,
            now.value,
            lambda: group.put(key, Group("attribute", session.chosen(value), now.column)),
        )


def _take_column(key: str) -> None:
    column = session.chosen(f"{key}_column")
    group.put(key, Group("attribute", group.attributes()[column][0], column))


def _select(
    label: str, choices: Sequence[str], key: str, now: str, take: Callable[[], None]
) -> None:
    """Texts of the data, which no language changes."""
    shown = {one: labels.column(one) for one in choices if one.startswith(group.ATTRIBUTE)}
    st.selectbox(
        label,
        choices,
        format_func=lambda one: shown.get(one, one),
        key=session.bind(key, now),
        on_change=take,
    )


def _dates(key: str, now: Group) -> None:
    """Days as text: a date field takes what is typed only once it is left, not with Enter."""
    for place, side in zip(st.columns(2), DAYS, strict=True):
        place.text_input(
            _("Begun from") if side == "start" else _("until"),
            key=session.bind(f"{key}_{side}", getattr(now, side).isoformat()),
            max_chars=10,
            on_change=lambda side=side: session.attempt(lambda: _take_day(key, now, side)),
        )
    first, last = _days()
    st.caption(
        _("Year-month-day. All journeys begin from {first} to {last}.").format(
            first=first.isoformat(), last=last.isoformat()
        )
    )


def _take_day(key: str, now: Group, side: str) -> None:
    """An emptied field keeps the day it had; Refused where the text is no day."""
    text = session.chosen(f"{key}_{side}").strip()
    try:
        day = date.fromisoformat(text.replace("/", "-")) if text else getattr(now, side)
    except ValueError:
        raise Refused(NO_DAY, written=text) from None
    group.put(key, replace(now, **{side: day}))


def _days() -> tuple[date, date] | None:
    """The days on which the first and the last of all journeys begin; None without any."""
    return _begun(results.whole(), results.cut_parts())


def _begun(log: Log, parts: tuple[Any, ...]) -> tuple[date, date] | None:
    def found() -> tuple[date, date] | None:
        begun = log.time[log.first].view("datetime64[us]").astype("datetime64[D]")
        return (begun.min().item(), begun.max().item()) if len(begun) else None

    return session.cached("journey_days", found, *parts)
