"""As-is and to-be: what a target at a touchpoint would change down the chain of stages."""

import numpy as np
import streamlit as st

from loyalty.charts import to_be as chart
from loyalty.journey.to_be import words as to_be_words
from loyalty.journey.to_be.model import ToBe, bands
from loyalty.journey.to_be.yearly import brought
from loyalty.language import sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.to_be import hand_over, table, targets
from pages.parts.journey.to_be import results as to_be_results
from pages.parts.safe import escape


def show() -> None:
    """The answer, both journeys, the targets, and the way to the Strategies page."""
    if not len(results.log().time):
        st.info(_("There are no events up to this day."))
        return
    with st.spinner(_("Following the targets down the chain …")):
        found = to_be_results.found()
    answer = to_be_words.answer(found, _, session.language())
    st.subheader(escape(answer))
    _said(to_be_words.chance(found, _, session.language()), to_be_words.causal(found, _))
    _picture(found, answer)
    targets.show(found)
    _said(_worth(found), to_be_words.slower(found, _, session.language()))
    hand_over.show(found)
    st.caption(_reading(found))
    table.show(found)


def _said(*parts: str) -> None:
    if any(parts):
        st.markdown(escape(sentences(parts, _)))


def _worth(found: ToBe) -> str:
    """Orders and money a year of those newly at the goal; empty where orders do not tell it."""
    yearly = to_be_results.a_year() if results.has("orders") else None
    if yearly is None or not found.more.any():
        return ""
    orders, money = (bands(drawn) for drawn in brought(found.more, yearly, session.study().seed))
    return _(
        "If they order like the {customers} customers with repeat orders in the last 365 days, that"
        " is {orders} orders and {money} a year ({low} to {high})."
    ).format(
        customers=words.number(yearly.customers),
        orders=to_be_words.signed(orders["p50"], session.language()),
        money=words.amount(money["p50"]),
        low=words.amount(money["p05"]),
        high=words.amount(money["p95"]),
    )


def _picture(found: ToBe, answer: str) -> None:
    if found.stages.empty:
        st.info(
            _("No touchpoint has a stage yet; give them one in the table below the map."),
            icon=":material/help:",
        )
        return
    frame = chart.layout(found, _)
    session.chart(chart.draw, frame, "to_be", answer, **chart.settings(frame))


def _reading(found: ToBe) -> str:
    parts = [
        _(
            "Blue and grey: today. Green: with the targets, its line dashed, its bars the median of"
            " 2,000 draws with the 90% band. Arrows: the share who later reach the next stage."
        )
    ]
    if to_be_words.causal(found, _):
        parts.append(_("A measured association, not an effect: what follows if it were causal."))
    if np.isnan(results.log().feeling).all():
        parts.append(_("No moment shown here has a feeling, so only going on can have a target."))
    return sentences(parts, _)
