"""How the journeys are read: which orders enter, which answers tell a feeling."""

import narwhals as nw
import numpy as np
import streamlit as st

from loyalty import engine
from loyalty.journey import sources
from loyalty.language import mark, sentences
from loyalty.questions import item_expression, valid_expression
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.safe import escape

QUESTIONS = {
    "csat": mark("Satisfaction (CSAT)"),
    "ces": mark("Effort (CES)"),
    "nps": mark("Recommendation (NPS)"),
}
SHOWN = 12  # questions to choose from: those with most answers
LONGEST_HOURS = 87_600


def show() -> None:
    """What entered as a sentence, and the choices behind it; on demand."""
    more = st.expander(
        _("How the journeys are read"), key="journey_reading", icon=":material/tune:",
        on_change="rerun",
    )  # fmt: skip
    if not more.open:
        return
    with more:
        st.markdown(told())
        if results.has("events") and results.has("orders"):
            _orders()
        if results.has("answers"):
            _answers()


def told() -> str:
    """How many feelings come from answers, and how many orders entered."""
    log = results.whole()
    scored, answered = int((~np.isnan(log.feeling)).sum()), int(log.answered.sum())
    parts = [
        _("Events and orders in all journeys: {count}.").format(count=words.number(len(log.time)))
    ]
    if results.has("orders"):
        text = _("Orders that entered: {count}.")
        parts.append(text.format(count=words.number(len(log.time) - _events())))
    text = _("Feelings: {scored}, of which {answered} come from survey answers.")
    parts.append(text.format(scored=words.number(scored), answered=words.number(answered)))
    return escape(sentences(parts, _))


def _events() -> int:
    """How many moments are events."""
    if not results.has("events"):
        return 0
    study = session.study()
    alone = study.change(journey=study.journey.model_copy(update={"orders": "none"}))

    def count() -> int:
        rows = sources.moments(session.tables(), alone)
        return int(engine.collect(rows.select(rows=nw.len()))["rows"].iloc[0])

    return session.cached("journey_events", count, study.as_of)


def _orders() -> None:
    names = {
        "unrecorded": _("Those that no event of their day records"),
        "none": _("No orders"),
    }
    st.segmented_control(
        _("Orders that enter as touchpoints"),
        list(names),
        format_func=names.get,
        required=True,
        key=session.bind("journey_orders", session.study().journey.orders),
        on_change=lambda: _change(orders=session.chosen("journey_orders")),
    )


def _answers() -> None:
    known = session.study().journey
    asked = list(dict.fromkeys([*known.answers, *_questions()]))
    st.pills(
        _("Answers that tell how the nearest touchpoint felt"),
        asked,
        selection_mode="multi",
        format_func=lambda item: _(QUESTIONS[item]) if item in QUESTIONS else escape(item),
        key=session.bind("journey_answers", list(known.answers)),
        on_change=lambda: _change(answers=tuple(session.chosen("journey_answers"))),
    )
    st.number_input(
        _("At most so many hours between answer and touchpoint"),
        min_value=0,
        max_value=LONGEST_HOURS,
        step=24,
        key=session.bind("journey_window", known.window_hours),
        on_change=lambda: _change(window_hours=session.chosen("journey_window")),
        disabled=not known.answers,
        width=320,
    )
    st.caption(
        _(
            "An answer belongs to the customer's nearest event or order within these hours; a"
            " feeling that an event already has stays. Scores are brought to the scale of the"
            " feelings; high effort is a bad feeling."
        )
    )


def _questions() -> list[str]:
    """Scored questions of the data, those with most answers first."""

    def build() -> list[str]:
        rows = session.tables()["answers"].with_columns(item=item_expression())
        counted = rows.filter(valid_expression()).group_by("item").agg(count=nw.len())
        found = engine.collect(counted).sort_values(["count", "item"], ascending=[False, True])
        return [str(item) for item in found["item"].head(SHOWN)]

    return session.cached("journey_questions", build)


def _change(**choices: object) -> None:
    study = session.study()
    session.change(journey=study.journey.model_copy(update=choices))
