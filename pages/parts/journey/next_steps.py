"""Where customers go next: the moves between touchpoints as a heat map."""

import streamlit as st

from loyalty.charts import transitions
from loyalty.journey import findings
from loyalty.journey.measures import touchpoint_rows
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts.journey import results
from pages.parts.safe import escape


def show() -> None:
    """The most frequent move as a sentence, then all moves among the busiest touchpoints."""
    moves = results.found_moves()
    if moves.empty:
        return
    st.subheader(_("Where do customers go next?"))
    sentence = findings.move_sentence(moves, _)
    st.markdown(escape(sentence))
    order = list(touchpoint_rows(results.table())["touchpoint"])
    names = transitions.busiest(moves, order)
    frame = transitions.layout(moves, names, _)
    session.chart(transitions.draw, frame, "journey_moves", sentence)
    st.caption(_explanation(len(names), len(order)))


def _explanation(shown: int, known: int) -> str:
    reading = _(
        "Each row adds up to 100%: of all moves out of a touchpoint, the share that goes to each"
        " other one; one uncut journey per customer, events at the same time in file order."
    )
    if shown == known:
        return reading
    cut = _("Shown: the {shown} busiest of {known} touchpoints.").format(shown=shown, known=known)
    return sentences([reading, cut], _)
