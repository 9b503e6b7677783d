"""Where customers go next: the moves between touchpoints or stages as a heat map."""

import streamlit as st

from loyalty.charts import transitions
from loyalty.journey import findings, steps
from loyalty.journey.measures import touchpoint_rows
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts.journey import results
from pages.parts.journey.paths import choices
from pages.parts.journey.paths import results as path_results
from pages.parts.safe import escape


def show() -> None:
    """The most frequent move as a sentence, then all moves among the busiest steps."""
    moves = path_results.found_moves()
    if moves.empty:
        return
    st.subheader(_("Where do customers go next?"))
    write = steps.label(choices.by_stage())
    sentence = findings.move_sentence(moves, _, choices.by_stage())
    st.markdown(escape(sentence) if sentence else _("Nobody has a second moment elsewhere."))
    order = _order()
    names = transitions.busiest(moves, order)
    frame = transitions.layout(moves, names, _, write)
    session.chart(transitions.draw, frame, "journey_moves", sentence)
    st.caption(_explanation(len(names), len(order)))


def _order() -> list[str]:
    if choices.by_stage():
        there = set(results.table()["stage"])
        return [stage for stage in results.log().stages if stage in there]
    return steps.in_order(touchpoint_rows(results.table()))


def _explanation(shown: int, known: int) -> str:
    reading = _(
        "Each row adds up to 100%: of all moves out of a row, the share that goes to each column,"
        " repeats included; events at the same time in file order."
    )
    if shown == known or choices.by_stage():
        return sentences([reading, choices.cut_words()], _)
    cut = _("Shown: the {shown} busiest of {known} touchpoints.").format(shown=shown, known=known)
    return sentences([reading, choices.cut_words(), cut], _)
