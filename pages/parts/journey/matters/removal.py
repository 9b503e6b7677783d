"""What would be lost without a touchpoint, ranked."""

import pandas as pd
import streamlit as st

from loyalty.charts import removal_effect
from loyalty.journey import matters, removal
from loyalty.journey.removal import Goal
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.matters import goal as matters_goal
from pages.parts.journey.matters import tables
from pages.parts.safe import escape

MOST = 20  # touchpoints in the picture: more rows do not fit on a screen


def show() -> None:
    """The answer, the goal it is for, and the picture."""
    st.subheader(_("Without which touchpoint would fewer reach the goal?"))
    if not results.has("events"):
        st.info(
            _(
                "With orders alone every journey passes order 1, then order 2 and so on: leaving"
                " one out says nothing. Touchpoint events are needed here."
            ),
            icon=":material/route:",
        )
        return
    place = st.empty()
    goal = matters_goal.choose()
    with st.spinner(_("Leaving out one touchpoint after the other …")):
        table, counted = _found(goal)
    sentence = matters.removal_sentence(table, goal, counted, _)
    place.markdown(escape(sentence))
    if (table["removal_effect"] > 0).any():
        _picture(table, sentence)
        tables.of_removal(table)


def _found(goal: Goal) -> tuple[pd.DataFrame, tuple[int, int]]:
    log, study = results.goal_log(), session.study()
    return session.cached(
        "journey_removal",
        lambda: (removal.of_log(log, study, goal), removal.conversions(log, goal)),
        *(*results.parts(), study.seed, goal.kind, goal.name),
    )


def _picture(table: pd.DataFrame, sentence: str) -> None:
    frame = removal_effect.layout(table.head(MOST), _)
    labels = tuple(frame["label"])
    session.chart(removal_effect.draw, frame, "removal_effect", sentence, labels=labels)
    st.caption(_reading(table["removal_effect"].notna()))
    st.caption(_source())


def _reading(known: pd.Series) -> str:
    reading = _(
        "Bar: share of the conversions lost when whoever would come to the touchpoint leaves"
        " instead, with its 95% interval. Tick: the share of journeys that come there; coloured is"
        " what goes surely beyond or falls short of it. In brackets: journeys that come there"
        " before the goal."
    )
    cut = _("Shown: the {shown} largest of {known} effects.")
    cut = cut.format(shown=MOST, known=words.number(known.sum()))
    rare = _("Rarer touchpoints than the {count} with most journeys have no effect of their own.")
    rare = rare.format(count=words.number(removal.STATES))
    parts = [cut if known.sum() > MOST else "", "" if known.all() else rare]
    return sentences([reading, *parts], _)


def _source() -> str:
    return _(
        "Descriptive, not causal: a Markov chain of the recorded moves (removal effect, Anderl and"
        " others 2016), each journey read up to its first conversion. Intervals: bootstrap over"
        " customers. Coloured only with at least {enough} journeys."
    ).format(enough=removal.ENOUGH)
