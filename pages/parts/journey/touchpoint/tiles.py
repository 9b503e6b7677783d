"""The figures of one touchpoint as tiles, each with what it rests on."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.indicators.complaint_count import WORDS
from loyalty.journey.findings import score
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results, segment_source
from pages.parts.safe import escape

HOURS = 48  # up to so many a time is told in hours, beyond in days
Tile = tuple[str, str, str]


def show(row: pd.Series) -> None:
    """How many and how it feels, then where it leads."""
    here(row)
    onward(row)


def here(row: pd.Series) -> None:
    """How many, how it feels, and whether they complain or come again."""
    _row(_here(row), border=False)


def onward(row: pd.Series) -> None:
    """Where it leads, and what the figures do not say."""
    _row(_onward(row))
    st.caption(_caveat(row))


def _row(tiles: list[Tile], border: bool = True) -> None:
    for place, (label, value, note) in zip(st.columns(len(tiles) or 1), tiles, strict=False):
        with place.container(border=border, height="stretch", gap="xsmall"):
            st.metric(label, value)
            st.caption(note)


def _caveat(row: pd.Series) -> str:
    described = _(
        "The last customers here have had less time to get on than the first. The figures describe"
        " what happened; they prove no cause."
    )
    return sentences([_scale() if row["scored"] else "", described], _)


def _scale() -> str:
    """The scale of the feelings; nobody can tell it from feelings that are all equal."""
    felt = session.cached("feeling_ends", _ends, *results.reading())
    if felt[0] == felt[1]:
        return _("All feelings are {value}; on which scale is not known.").format(
            value=_score(felt[0])
        )
    low, high = segment_source.scale()
    return _("Feelings run from {low} to {high}.").format(low=_score(low), high=_score(high))


def _ends() -> tuple[float, float]:
    felt = results.whole().feeling
    return float(np.nanmin(felt)), float(np.nanmax(felt))


def answer(row: pd.Series) -> str:
    """How many come here and how many of them get on, in a sentence."""
    stage, count = row["next_stage"], _whole(row["customers"])
    if row["customers"] == 1:
        return _answer_of_one(row)
    if pd.isna(stage):
        return _("{customers} customers came here; no later stage has any event.").format(
            customers=count
        )
    if not row["reached"]:
        return _("None of the {customers} customers here has come to {stage} later.").format(
            customers=count, stage=journey.stage_label(stage, _)
        )
    return _(
        "{share} of the {customers} customers here come to {stage} later, half of them within"
        " {time}."
    ).format(
        share=words.percent(row["conversion"]),
        customers=count,
        stage=journey.stage_label(stage, _),
        time=_span(row["median_hours"]),
    )


def _answer_of_one(row: pd.Series) -> str:
    if pd.isna(row["next_stage"]):
        return _("One customer came here; no later stage has any event.")
    said = (
        _("The one customer here has come to {stage} later, after {time}.")
        if row["reached"]
        else _("The one customer here has not come to {stage} later.")
    )
    stage = journey.stage_label(row["next_stage"], _)
    return said.format(stage=stage, time=_span(row["median_hours"]))


def _here(row: pd.Series) -> list[Tile]:
    events = (
        _("1 event in {share} of the journeys")
        if row["events"] == 1
        else _("{count} events in {share} of the journeys")
    ).format(count=_whole(row["events"]), share=words.percent(row["journey_share"]))
    again = (
        _("1 customer came more than once in one journey")
        if row["repeated"] == 1
        else _("{count} customers came more than once in one journey")
    ).format(count=_whole(row["repeated"]))
    return [
        (_("Customers"), _whole(row["customers"]), events),
        _feeling(row),
        _complaints(row),
        (_("Come again"), words.percent(row["repeat_share"]), again),
    ]


def _feeling(row: pd.Series) -> Tile:
    if not row["scored"]:
        return _("Feeling"), "–", _("not known")
    if pd.isna(row["feeling_low"]):
        few = (
            _("1 score: too few for an interval")
            if row["scored"] == 1
            else _("{count} scores: too few for an interval")
        ).format(count=_whole(row["scored"]))
        return _("Feeling"), _score(row["feeling"]), few
    note = _("95% interval {low} to {high}, {count} scores").format(
        low=_score(row["feeling_low"]),
        high=_score(row["feeling_high"]),
        count=_whole(row["scored"]),
    )
    return _("Feeling"), _score(row["feeling"]), note


def _complaints(row: pd.Series) -> Tile:
    """Without any touchpoint of complaints nobody can be told to have none."""
    names = [name.lower() for name in results.whole().names]
    if not any(word in name for word in WORDS for name in names):
        return _("Complain"), "–", _("no event is called a complaint")
    note = _("{count} of {customers} customers, within {days} days").format(
        count=_whole(row["complained"]),
        customers=_whole(row["customers"]),
        days=_whole(session.study().journey.complaint_days),
    )
    return _("Complain"), words.percent(row["complaint_share"], 1), note


def _onward(row: pd.Series) -> list[Tile]:
    """Where the next stage has events; the answer says where it has none."""
    if pd.isna(row["next_stage"]):
        return []
    stage = escape(journey.stage_label(row["next_stage"], _))
    reached = _("95% interval {low} to {high}, {count} customers").format(
        low=words.percent(row["conversion_low"]),
        high=words.percent(row["conversion_high"]),
        count=_whole(row["reached"]),
    )
    lost = _("{count} of {customers} customers").format(
        count=_whole(row["lost"]), customers=_whole(row["customers"])
    )
    return [
        (_("Reach {stage}").format(stage=stage), words.percent(row["conversion"]), reached),
        (_("Time to {stage}").format(stage=stage), _span(row["median_hours"]), _quartiles(row)),
        (_("Not there so far"), words.percent(row["drop_off"]), lost),
    ]


def _quartiles(row: pd.Series) -> str:
    if pd.isna(row["median_hours"]):
        return _("nobody has got there")
    return _("median; half of them take {low} to {high}").format(
        low=_span(row["hours_low"]), high=_span(row["hours_high"])
    )


def _span(hours: float) -> str:
    if pd.isna(hours):
        return "–"
    if hours <= HOURS:
        count = words.number(hours, 1)
        return _("1 hour") if count == "1" else _("{count} hours").format(count=count)
    return _("{count} days").format(count=words.number(hours / 24, 1))


def _score(value: float) -> str:
    return "–" if pd.isna(value) else score(value)


def _whole(value: float) -> str:
    return words.number(value)
