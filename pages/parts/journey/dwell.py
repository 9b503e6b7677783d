"""How long customers stay in a stage or at a touchpoint before they are elsewhere."""

import pandas as pd
import streamlit as st

from loyalty.charts import dwell_strips
from loyalty.journey import steps
from loyalty.journey.findings import ENOUGH
from loyalty.journey.units import duration
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import path_choices, path_results
from pages.parts.safe import escape

MOST = 25  # strips drawn: those with the most moves


def show() -> None:
    """The longest stay as a sentence, then a strip for each."""
    st.subheader(_("How long until customers are elsewhere?"))
    path_choices.steps(_("Time per"))
    by_stage = path_choices.by_stage()
    found = path_results.stays()
    known = found[found["touchpoint"].isna() == by_stage]
    if not by_stage:
        known = known.set_index("touchpoint", drop=False).loc[steps.in_order(known)]
    rows = known[known["moves"].rank(method="first", ascending=False) <= MOST]
    said = _sentence(rows, by_stage)
    st.markdown(escape(said))
    name = "stage" if by_stage else "touchpoint"
    frame = dwell_strips.layout(rows, name, _, steps.label(by_stage))
    session.chart(dwell_strips.draw, frame, "dwell", said, **dwell_strips.settings(frame))
    st.caption(_explanation(len(rows), len(known)))


def _sentence(rows: pd.DataFrame, by_stage: bool) -> str:
    sure = rows[rows["moves"] >= ENOUGH]
    if sure.empty:
        return _("Too few moves to say how long customers stay.")
    name = "stage" if by_stage else "touchpoint"
    longest = sure.iloc[sure["median_hours"].argmax()]
    shortest = sure.iloc[sure["median_hours"].argmin()]
    write = steps.label(by_stage)
    return _(
        "Customers stay longest in {longest} (half of them for {long} or more) and shortest in"
        " {shortest} ({short})."
    ).format(
        longest=write(longest[name], _),
        long=duration(longest["median_hours"], _),
        shortest=write(shortest[name], _),
        short=duration(shortest["median_hours"], _),
    )


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
        path_choices.cut_words(),
    ]
    return sentences(parts, _)
