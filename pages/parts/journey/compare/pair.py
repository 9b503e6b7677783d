"""The two groups that are compared: at first two different ones, then those of the reader."""

import numpy as np
import streamlit as st

from pages import _results
from pages import _session as session
from pages._session import _
from pages.parts.journey import group, group_choice, results
from pages.parts.journey.group import EVERYBODY, Group
from pages.parts.safe import escape

FIRST, SECOND = group_choice.COMPARED

Pair = tuple[Group, Group]


def choose() -> Pair:
    """The two groups, side by side."""
    one, two = default()
    with st.container(horizontal=True, vertical_alignment="center"):
        first = group_choice.button(FIRST, one, _first, ":material/group:")
        second = group_choice.button(SECOND, two, _second, ":material/group:")
    if group.shown() != EVERYBODY:
        within = escape(group.name(group.shown()))
        st.caption(_("Both within what the page shows: {group}.").format(group=within))
    return first, second


def default() -> Pair:
    """The first segment with anybody in it and the largest of the others, of those the page shows.

    Where all are in one segment, levels likewise; in one level, the halves of the known time.
    """
    among = _shown()
    for kind in ("segment", "level"):
        sizes = group.sizes(kind, among)
        some = [key for key in group.options(kind) if sizes[key]]
        if len(some) > 1:
            return Group(kind, some[0]), Group(kind, max(some[1:], key=sizes.get))
    return group_choice.halves() or (EVERYBODY, EVERYBODY)


def _shown() -> np.ndarray:
    """(customers,) which of all customers have a moment in what the page shows."""

    def build() -> np.ndarray:
        log = results.log()
        ids = log.ids[np.unique(log.customer)]
        return _results.base().customers["customer_id"].isin(ids).to_numpy()

    return session.cached("journey_customers", build, *results.parts())


def _first(one: Group) -> str:
    return _("First group: {group}").format(group=escape(group.name(one)))


def _second(one: Group) -> str:
    return _("Second group: {group}").format(group=escape(group.name(one)))
