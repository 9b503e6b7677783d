"""How long customers stay in a stage or at a touchpoint before they are elsewhere."""

import streamlit as st

from loyalty.charts import dwell_strips
from loyalty.journey import path_words, steps
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey.paths import choices
from pages.parts.journey.paths import results as path_results
from pages.parts.safe import escape

MOST = 25  # strips drawn: those with the most moves


def show() -> None:
    """The longest stay as a sentence, then a strip for each."""
    st.subheader(_("How long until customers are elsewhere?"))
    choices.steps(_("Time per"))
    by_stage = choices.by_stage()
    found = path_results.stays()
    known = found[found["touchpoint"].isna() == by_stage]
    if not by_stage:
        known = known.set_index("touchpoint", drop=False).loc[steps.in_order(known)]
    if session.study().journey.cut == "purchase":
        known = known[known["moves"] > 0]  # a purchase ends its journey, whatever customers do
    rows = known[known["moves"].rank(method="first", ascending=False) <= MOST]
    said = path_words.stay_sentence(rows, by_stage, _)
    st.markdown(escape(said))
    name = "stage" if by_stage else "touchpoint"
    frame = dwell_strips.layout(rows, name, _, steps.label(by_stage))
    session.chart(dwell_strips.draw, frame, "dwell", said, **dwell_strips.settings(frame))
    st.caption(_explanation(len(rows), len(known)))


def _explanation(shown: int, known: int) -> str:
    parts = [
        _(
            "From the first event here to the next one elsewhere in the same journey: dot the"
            " median, bar the middle half, line the middle 80%; pale below 30 moves. Stays that a"
            " journey ends with have no known length and are left out."
        ),
        _("Shown: the {shown} with the most moves, of {known}.").format(
            shown=words.number(shown), known=words.number(known)
        )
        if shown < known
        else "",
        choices.cut_words(),
    ]
    return sentences(parts, _)
