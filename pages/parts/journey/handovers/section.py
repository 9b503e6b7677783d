"""Broken hand-overs: who did not come to the touchpoint that normally follows."""

import pandas as pd
import streamlit as st

from loyalty.charts import handovers as chart
from loyalty.journey import handover_findings, handovers
from loyalty.journey.pain_findings import day_span
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.handovers import customers, table
from pages.parts.safe import escape

DAYS = "handover_days"
MOST = 12  # pairs in a picture


def show() -> None:
    """The worst hand-over as a sentence, then pairs of touchpoints, then of channels."""
    if not len(results.log().time):
        st.info(_("There are no events up to this day."))
        return
    st.subheader(_("Which hand-overs break?"))
    place = st.empty()
    _days()
    with st.spinner(_("Looking who comes after whom …")):
        found = _found()
    points, channels = (found[found["level"] == level] for level in ("touchpoint", "channel"))
    place.markdown(escape(handover_findings.handover_sentence(points, session.study(), _)))
    if points.empty:
        _nothing()
    else:
        _pairs(points, "touchpoint")
    _channels(channels)


def _days() -> None:
    st.number_input(
        _("Follows within (days)"),
        min_value=1,
        max_value=3650,
        key=session.bind(DAYS, session.study().journey.handover_days),
        on_change=_set_days,
        width=240,
    )


def _set_days() -> None:
    days, journey = session.chosen(DAYS), session.study().journey
    if days:
        session.change(journey=journey.model_copy(update={"handover_days": days}))


def _found() -> pd.DataFrame:
    log, study = results.log(), session.study()
    return session.cached(
        "handovers",
        lambda: handovers.of_log(log, study),
        *(*results.parts(), study.journey.handover_days, study.journey.within_days),
    )


def _nothing() -> None:
    st.info(
        _(
            "A hand-over needs at least {enough} customers at a touchpoint, a quarter of whom come"
            " to another one in time, more than by chance. Try more days, or a larger group."
        ).format(enough=handovers.ENOUGH),
        icon=":material/timer:",
    )


def _pairs(rows: pd.DataFrame, level: str) -> None:
    shown = rows.head(MOST)
    frame = chart.layout(shown, _)
    said = handover_findings.handover_sentence(rows, session.study(), _)
    labels = tuple(dict.fromkeys(frame["label"]))
    session.chart(chart.draw, frame, f"handovers_{level}", said, labels=labels)
    if len(rows) > MOST:
        st.caption(_part(rows).format(shown=MOST, known=words.number(len(rows))))
    if level == "touchpoint":
        st.caption(_reading())
    customers.show(rows, level)
    table.show(rows, level)


def _part(rows: pd.DataFrame) -> str:
    """Which pairs the picture holds."""
    if not rows["lost_customers"].head(MOST).notna().any():
        return _("Shown: the {shown} of {known} where most customers did not come.")
    return _(
        "Shown: the {shown} of {known} with the most buyers at stake, then those where most"
        " customers did not come."
    )


def _channels(rows: pd.DataFrame) -> None:
    st.subheader(_("From channel to channel"))
    if rows.empty:
        st.caption(_("No channel normally hands over to another, or the events name no channels."))
        return
    st.markdown(escape(handover_findings.handover_sentence(rows, session.study(), _)))
    _pairs(rows, "channel")


def _reading() -> str:
    study = session.study()
    parts = [
        _(
            "Bar: the customers of the first touchpoint, each by the first visit that is at least"
            " {days} ago on {day}; coloured: who came to the second in time, with the 95% interval."
        ).format(days=day_span(study.journey.handover_days, _), day=words.day(study.as_of)),
        _("Bought all the same: of who did not come, with a purchase within these days."),
        _(
            "Shown are pairs that are normal: at least a quarter come, more than after visits in"
            " general, and not by way of two other hand-overs."
        ),
        _("Nobody has to need service, to complain or to recommend: coming there is none."),
        _(
            "Descriptive, not causal: who goes on differs from who does not. Purchases are not"
            " compared where the second is or holds a purchase or comes of one, nor with fewer than"
            " {enough} customers of either kind."
        ).format(enough=handovers.ENOUGH),
    ]
    return sentences(parts, _)
