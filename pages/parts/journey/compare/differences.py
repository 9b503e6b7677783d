"""Where two groups differ, one measure at a time, ranked."""

import pandas as pd
import streamlit as st

from loyalty.charts import differences
from loyalty.journey.compare import findings
from loyalty.journey.compare.findings import LABELS
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

MEASURE = "measure"


def show(ranked: dict[str, pd.DataFrame], names: tuple[str, str]) -> None:
    """The measure, its sentence, the differences as dots with intervals, and what to think."""
    st.subheader(_("Where do they differ?"))
    measure = _choose(list(ranked))
    rows = ranked[measure]
    said = findings.sentence(rows, measure, names, _)
    st.markdown(escape(said))
    frame = differences.layout(rows, measure, _)
    session.chart(differences.draw, frame, "differences", said, title=_title(measure))
    st.caption(escape(_reading(len(frame), len(rows), names)))
    st.caption(_sources(ranked))


def _choose(known: list[str]) -> str:
    before = session.picked(MEASURE) or session.linked(MEASURE)
    shown = before if before in known else known[0]
    st.segmented_control(
        _("Measure"),
        known,
        format_func=lambda key: _(LABELS[key]),
        required=True,
        key=session.bind(MEASURE, shown),
        on_change=lambda: session.link(MEASURE, session.chosen(MEASURE)),
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )
    return shown


def _title(measure: str) -> str:
    if measure == "feeling":
        return _("Difference in feeling, first less second group")
    if measure == "median_hours":
        return _("Difference of the medians in days, first less second group")
    return _("Difference in percentage points, first less second group")


def _reading(shown: int, known: int, names: tuple[str, str]) -> str:
    parts = [
        _(
            "Right of the line, blue: “{first}” have more; left of it, orange: “{second}” have"
            " more. Hollow and pale: may be chance; without a line: too few for an interval."
        ).format(first=names[0], second=names[1])
    ]
    if shown < known:
        cut = _("The {shown} largest of {known} differences, significant ones first.")
        parts.append(cut.format(shown=words.number(shown), known=words.number(known)))
    return sentences(parts, _)


def _sources(ranked: dict[str, pd.DataFrame]) -> str:
    told, sure, chance = findings.significant(ranked)
    return sentences(
        [
            _(
                "95% intervals: feelings by Welch, shares by Newcombe (1998), medians by Bonett"
                " and Price (2002, without an assumption about the distribution)."
            ),
            _(
                "Of {count} differences of all measures {sure} are significant; about {chance}"
                " would look so by chance alone."
            ).format(
                count=words.number(told), sure=words.number(sure), chance=words.number(chance)
            ),
            _(
                "Descriptive, not causal: a segment is made of what its customers did, so that"
                " some differences follow from its rule."
            ),
        ],
        _,
    )
