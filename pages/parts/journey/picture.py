"""The journey map and what it says."""

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.charts import journey_layout, journey_map
from loyalty.journey import findings
from loyalty.journey.measures import touchpoint_rows
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.safe import escape


def answer() -> None:
    """The largest drop as the page's sentence, the worst feeling below it."""
    found = results.table()
    st.title(escape(findings.drop_sentence(found, _)))
    more = (findings.share_sentence(found, _), findings.feeling_sentence(found, _))
    if any(more):
        st.markdown(escape(sentences(more, _)))


def show() -> None:
    """Volume, feeling and touchpoints under their stages."""
    found = results.table()
    frame = journey_layout.layout(found, _)
    known = journey_map.settings(frame)
    session.chart(journey_map.draw, frame, "journey_map", journey.answer(found, _), **known)
    st.caption(_explanation(touchpoint_rows(found)))


def _explanation(rows: pd.DataFrame) -> str:
    parts = [
        _(
            "Bars: customers of a stage; arrows: the share of them who later reach the next stage."
            " Curve: mean feeling on its own scale with its 95% interval. Dots: touchpoints, larger"
            " with more customers, pale below 30 scores, grey without any."
        ),
        _("Rests on {events} events up to {day}.").format(
            events=words.number(rows["events"].sum()), day=words.day(session.study().as_of)
        ),
    ]
    if results.has("events") and {"order 1", "order 2+"} & set(rows["touchpoint"]):
        parts.append(_("Orders that no event of their day records stand as order 1 and order 2+."))
    return sentences(parts, _)
