"""The journey map and what it says."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.charts.journey_map import picture
from loyalty.journey.measures import touchpoint_rows
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts.journey import results
from pages.parts.journey.map import cards, files, presentation, told
from pages.parts.journey.map import frame as map_frame
from pages.parts.journey.touchpoint import choice, details
from pages.parts.safe import escape


def answer() -> None:
    """The largest drop as the page's sentence, the worst feeling below; of orders who returns."""
    st.title(escape(told.headline()))
    if not results.has("events"):
        return
    _drop, *more = told.said()
    if any(more):
        st.markdown(escape(sentences(more, _)))


def show() -> None:
    """The map, and what is known of the touchpoint chosen on it."""
    rows = touchpoint_rows(results.table())
    if rows.empty:
        st.info(_("There are no events up to this day."), icon=":material/route:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        lanes = _lanes(rows)
        chosen = choice.show(rows)
        presentation.button()
    frame = map_frame.frame(lanes)
    session.pick_chart(
        picture.draw,
        frame.assign(chosen=frame["touchpoint"] == chosen),
        choice.chart_key(),
        sentences(told.said(), _),
        choice.take,
        **picture.settings(frame),
    )
    if chosen:
        details.show(chosen)
        cards.form(chosen)
    st.caption(_explanation(rows))
    with st.container(horizontal=True):
        drop, _share, feeling = told.said()
        files.show((drop, feeling), lanes, told.rests_on(rows))


def _lanes(rows: pd.DataFrame) -> tuple[str, ...]:
    """The lanes below the volume, of those there are; fewer of them fit on a projector."""
    sheet = map_frame.sheet()
    written = [sheet.card(name) for name in rows["touchpoint"]]
    there = {
        "feelings": _("Feeling") if rows["feeling"].notna().any() else None,
        "touchpoints": _("Touchpoints"),
        "owners": _("Owners") if any(card.owner for card in written) else None,
        "notes": _("Opportunities") if any(card.note for card in written) else None,
    }
    labels = {key: label for key, label in there.items() if label}
    if len(labels) == 1:
        return tuple(labels)
    chosen = st.pills(
        _("Lanes of the map"),
        list(labels),
        selection_mode="multi",
        default=list(labels),
        format_func=labels.get,
        key="_".join(["map", *labels]),
        persist_state="session",
        label_visibility="collapsed",
    )
    return tuple(key for key in labels if key in chosen)


def _explanation(rows: pd.DataFrame) -> str:
    felt = _("On a card: customers and mean feeling, on the scale of the data.")
    parts = [
        felt if rows["feeling"].notna().any() else _("On a card: customers."),
        _("What is observed, not what caused it."),
        told.rests_on(rows),
    ]
    if results.has("events") and {"order 1", "order 2+"} & set(rows["touchpoint"]):
        text = _("Orders that no event of their day records stand as “{first}” and “{more}”.")
        first, more = (journey.shown(name, _) for name in ("order 1", "order 2+"))
        parts.append(text.format(first=first, more=more))
    return sentences(parts, _)
