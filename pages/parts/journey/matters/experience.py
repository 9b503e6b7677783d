"""Whether customers come back more often after a good experience than after a bad one, ranked."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty.charts import experience_effect
from loyalty.journey import experience, matters
from loyalty.journey.experience import Purchases
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import effects, results
from pages.parts.journey.matters import tables
from pages.parts.safe import escape

DAYS = "matters_within_days"
MOST = 20  # touchpoints in the picture


def show() -> None:
    """The answer, the days it is for, and the picture."""
    st.subheader(_("Do customers come back after a good experience?"))
    bought = effects.purchases()
    if np.isnan(results.log().feeling).all():
        _lacking(
            _(
                "No moment shown here has a feeling. Bring events with a feeling, or survey answers"
                " with their time: csat, ces or nps."
            )
        )
        return
    if bought is None:
        _lacking(
            _(
                "Nothing tells when customers buy: bring orders, or put the touchpoints that record"
                " a purchase into the stage Purchase."
            )
        )
        return
    _answer(bought)


def _lacking(what: str) -> None:
    st.info(what, icon=":material/sentiment_satisfied:")
    st.page_link("data.py", label=_("Add data"), icon=":material/upload_file:")


def _answer(bought: Purchases) -> None:
    place = st.empty()
    _days()
    with st.spinner(_("Comparing good and bad experiences …")):
        table = effects.of_shown(bought)
    sentence = matters.experience_sentence(table, session.study().journey.within_days, _)
    place.markdown(escape(sentence))
    frame = experience_effect.layout(table, _)
    if len(frame):
        shown = _strongest(frame)
        labels = tuple(shown["label"])
        session.chart(experience_effect.draw, shown, "experience_effect", sentence, labels=labels)
        st.caption(_reading(table, len(frame)))
        st.caption(_source())
    if len(table):
        tables.of_experience(table)


def _days() -> None:
    st.number_input(
        _("Buys again within (days)"),
        min_value=1,
        max_value=3650,
        key=session.bind(DAYS, session.study().journey.within_days),
        on_change=_set_days,
        width=240,
    )


def _set_days() -> None:
    days, journey = session.chosen(DAYS), session.study().journey
    if days:
        session.change(journey=journey.model_copy(update={"within_days": days}))


def _strongest(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows furthest from no difference, in the order of the frame."""
    kept = frame["difference"].abs().sort_values(ascending=False).index[:MOST]
    return frame.loc[sorted(kept)]


def _reading(table: pd.DataFrame, drawn: int) -> str:
    parts = [
        _(
            "Dot: the share who buy again after a good first scored experience (feeling above the"
            " middle of the scale), less that after a bad one, among customers with equally many"
            " earlier purchases; line: its 95% interval. In brackets: customers with a good / a bad"
            " one."
        )
    ]
    if len(table) > drawn:
        few = _("Left out: {count} touchpoints with fewer than {enough} good or bad ones.")
        parts.append(few.format(count=len(table) - drawn, enough=experience.ENOUGH))
    if drawn > MOST:
        cut = _("Shown: the {shown} largest of {known} differences.")
        parts.append(cut.format(shown=MOST, known=words.number(drawn)))
    return sentences(parts, _)


def _source() -> str:
    return _(
        "Descriptive, not causal: who feels well may differ otherwise, too. Mantel-Haenszel"
        " difference over 0, 1, 2 to 3 and 4 or more earlier purchases, interval of Klingenberg"
        " (2014). So many comparisons find something by chance: hollow and pale are those with a"
        " q above 5% (Benjamini and Hochberg 1995). Only moments whose days are over by {day}."
    ).format(day=words.day(session.study().as_of))
