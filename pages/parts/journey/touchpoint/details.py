"""One touchpoint: its figures, the way there and on, what was said, who was there."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey import blueprint, feeling_interval
from loyalty.journey.measures import touchpoint_rows
from loyalty.language import listed
from pages import _session as session
from pages._scripts import DETAILS, into_view
from pages._session import _
from pages.parts.journey import results, segment_source
from pages.parts.journey.touchpoint import choice, comments, customers, make_segment, moves, tiles
from pages.parts.safe import escape


def show(touchpoint: str) -> None:
    """Everything known of a touchpoint among the journeys that the page shows."""
    rows = touchpoint_rows(feeling_interval.told(results.table(), segment_source.scale()))
    found = rows[rows["touchpoint"] == touchpoint]
    if found.empty:
        _head(touchpoint)
        st.info(_("No customer shown was at this touchpoint."), icon=":material/search_off:")
        return
    row = found.iloc[0]
    with st.container(border=True, key=DETAILS, gap="xsmall"):
        _first(row)
    _card(row)
    tiles.onward(row)
    moves.show(touchpoint)


def _first(row: pd.Series) -> None:
    """What is asked first, low enough to stand below the map on one screen."""
    touchpoint = row["touchpoint"]
    _head(touchpoint)
    st.markdown(escape(tiles.answer(row)))
    tiles.here(row)
    _segments(touchpoint)
    _on_demand(touchpoint)
    turn = choice.asked()
    if turn:
        st.html(into_view(turn), unsafe_allow_javascript=True)


def _head(touchpoint: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.subheader(escape(journey.shown(touchpoint, _)), anchor=False)
        st.button(
            ":material/close:",
            help=_("Close"),
            key="touchpoint_close",
            type="tertiary",
            on_click=choice.leave,
        )


def _card(row: pd.Series) -> None:
    """The stage, and what people wrote of the touchpoint."""
    card = session.study().journey.cards.get(row["touchpoint"])
    parts = [_("Stage: {stage}").format(stage=journey.stage_label(row["stage"], _))]
    if card and card.lane:
        parts.append(_("Lane: {lane}").format(lane=_(blueprint.LANES[card.lane])))
    if card and card.owner:
        parts.append(_("Owner: {owner}").format(owner=card.owner))
    st.caption(escape(listed(parts, _)))
    if card and card.note:
        with st.container(border=True):
            st.text(card.note)


def _segments(touchpoint: str) -> None:
    for place, bad_only in zip(st.columns(2), (False, True), strict=True):
        with place.container(gap="xsmall"):
            make_segment.button(touchpoint, bad_only=bad_only)


def _on_demand(touchpoint: str) -> None:
    """Comments and customers, each read when it is opened."""
    parts = {
        "comments": (_("Comments"), ":material/chat:", comments.show),
        "customers": (_("Customers"), ":material/group:", customers.show),
    }
    for key, (name, icon, show_part) in parts.items():
        more = st.expander(name, key=f"touchpoint_{key}", icon=icon, on_change="rerun")
        if more.open:
            with more:
                show_part(touchpoint)
