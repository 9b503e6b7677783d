"""Scenarios: the best of all that are kept, the table, up to four side by side, and the file."""

import pandas as pd
import streamlit as st

from loyalty.language import sentences
from loyalty.simulation import answer
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.strategies import check
from pages.parts.strategies.scenarios import beside, changes, file, kept, table


def show() -> None:
    """The sentence, every scenario with what it brings, and what can be done with them."""
    check.badge()
    own = kept.everyone()
    with st.spinner(_("Simulating {count} scenarios …").format(count=len(own))):
        found = kept.found()
    _answer(found)
    marks = [kept.mark_of(place) for place in range(len(own))]
    frame = table.frame(own, found).assign(mark=marks)
    alt = _("All scenarios of the study with what they bring")
    table.show(frame, "scenarios", alt, session.study().months)
    _basis()
    changes.show()
    beside.show(found)
    file.show()


def _answer(found: pd.DataFrame) -> None:
    """Which of all scenarios brings most, and how sure that is."""
    acting = found.dropna(subset="gain_p50").assign(strategy=lambda rows: rows.index)
    names = {place: escape(kept.name(one)) for place, one in enumerate(kept.everyone())}
    months, language = session.study().months, session.language()
    st.title(answer.headline(acting, months, names, _, words.amount))
    if said := answer.details(acting, names, _, language, words.amount):
        st.markdown(said)


def _basis() -> None:
    study = session.study()
    said = _(
        "After {months} months against doing nothing, in {draws} futures that are the same for"
        " every scenario; low and high hold nine of ten. Those with a letter are compared."
    ).format(months=study.months, draws=words.number(study.draws))
    st.caption(sentences([said, words.amounts()], _))
