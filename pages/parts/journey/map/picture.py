"""The journey map and what it says."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.charts.journey_map import picture
from loyalty.journey import findings
from loyalty.journey.measures import touchpoint_rows
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.map import files
from pages.parts.journey.map import frame as map_frame
from pages.parts.journey.touchpoint import choice
from pages.parts.safe import escape


def answer() -> None:
    """The largest drop as the page's sentence, the worst feeling below; of orders who returns."""
    if not results.has("events"):
        st.title(escape(findings.path_sentence(results.path(), _)))
        return
    drop, *more = _said()
    st.title(escape(drop))
    if any(more):
        st.markdown(escape(sentences(more, _)))


def _said() -> tuple[str, str, str]:
    """The largest drop, its share, the worst feeling: told once, though three places say it."""
    table = results.table()
    return session.cached(
        "journey_said",
        lambda: (
            findings.drop_sentence(table, _),
            findings.share_sentence(table, _),
            findings.feeling_sentence(table, _),
        ),
        *results.parts(),
        session.language(),
    )


def show() -> str | None:
    """The map; the touchpoint that is chosen on it."""
    rows = touchpoint_rows(results.table())
    if rows.empty:
        st.info(_("There are no events up to this day."), icon=":material/route:")
        return None
    lanes = _lanes(rows)
    frame = map_frame.frame(lanes)
    session.pick_chart(
        picture.draw,
        frame.assign(chosen=frame["touchpoint"] == choice.now(rows)),
        choice.chart_key(),
        sentences(_said(), _),
        choice.take,
        **picture.settings(frame),
    )
    st.caption(_explanation(rows))
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = choice.show(rows)
        drop, _share, feeling = _said()
        files.show((drop, feeling), lanes, _rests_on(rows))
    return chosen


def _lanes(rows: pd.DataFrame) -> tuple[str, ...]:
    """The lanes below the volume, of those there are; fewer of them fit on a projector."""
    cards = [map_frame.sheet().card(name) for name in rows["touchpoint"]]
    there = {
        "feelings": _("Feeling") if rows["feeling"].notna().any() else None,
        "touchpoints": _("Touchpoints"),
        "owners": _("Owners") if any(card.owner for card in cards) else None,
        "notes": _("Opportunities") if any(card.note for card in cards) else None,
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
        _rests_on(rows),
    ]
    if results.has("events") and {"order 1", "order 2+"} & set(rows["touchpoint"]):
        told = _("Orders that no event of their day records stand as “{first}” and “{more}”.")
        first, more = (journey.shown(name, _) for name in ("order 1", "order 2+"))
        parts.append(told.format(first=first, more=more))
    return sentences(parts, _)


def _rests_on(rows: pd.DataFrame) -> str:
    return _("Rests on {events} events of {customers} customers up to {day}.").format(
        events=words.number(rows["events"].sum()),
        customers=words.number(results.customers(results.log())),
        day=words.day(session.study().as_of),
    )
