"""The loyalty picture at a glance."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import glance, labels, rollup, scoring, segmentation
from loyalty.charts import index_histogram, monthly, shares, theme
from loyalty.language import sentences
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import day, words


def show() -> None:
    """Answer, key figures, pictures."""
    found, study = results.base(), session.study()
    value, _share = results.index()
    levels = results.level_codes()
    families = scoring.family_means(results.scores(), study)
    numbers = glance.glance(found.customers, value, levels, families, study)
    if not numbers.buyers:
        _no_orders(numbers)
        return
    _answer(numbers)
    _figures(numbers)
    day.show()
    spend = found.customers["spend"].to_numpy()
    left, right = st.columns(2)
    with left:
        _levels(value, levels, spend)
    with right:
        _segments(spend)
    if "orders" in session.dataset().tables:
        _trend()


def _no_orders(numbers: glance.Glance) -> None:
    st.title(
        _("{customers} customers, but no order yet: nobody can be called loyal or not.").format(
            customers=words.number(numbers.customers)
        )
    )
    st.info(
        _("The picture needs orders: one row per order with customer, date and amount."),
        icon=":material/upload_file:",
    )
    st.page_link("data.py", label=_("Add a table of orders"), icon=":material/table:")
    if numbers.scored:
        _figures(numbers)
    day.show()


def _answer(numbers: glance.Glance) -> None:
    study = session.study()
    st.title(
        _("{active} of {customers} customers are active ({share}).").format(
            active=words.number(numbers.active),
            customers=words.number(numbers.customers),
            share=words.percent(numbers.active / max(1, numbers.customers)),
        )
    )
    line = _("As of {day}: active means an order within the last {days} days.").format(
        day=words.day(study.as_of), days=study.active_days
    )
    never = numbers.customers - numbers.buyers
    if never:
        lacks = _("{count} customers have no order; of the others, {share} are active.").format(
            count=words.number(never), share=words.percent(numbers.active / max(1, numbers.buyers))
        )
        line = sentences([line, lacks], _)
    if numbers.weakest:
        weakest = _("The weakest family of indicators is {family} ({score} of 100).").format(
            family=labels.family(numbers.weakest, _).lower(),
            score=words.number(numbers.families[numbers.weakest]),
        )
        line = sentences([line, weakest], _)
    st.markdown(line)


def _figures(numbers: glance.Glance) -> None:
    figures = (
        (_("Customers"), words.number(numbers.customers), _("everybody in any table")),
        (_("With an order"), words.number(numbers.buyers), _("returns alone are no order")),
        (_("Orders"), words.number(numbers.orders), _("returns and cancellations left out")),
        (
            _("Spend"),
            words.compact(numbers.spend),
            _("{amount}, returns subtracted").format(amount=words.money(numbers.spend)),
        ),
        (
            _("Mean index"),
            words.number(numbers.index, 1),
            _("loyalty, 0 to 100, over {count} customers with enough data").format(
                count=words.number(numbers.scored)
            ),
        ),
    )
    for column, (label, value, note) in zip(st.columns(len(figures)), figures, strict=True):
        column.metric(label, value, border=True)
        column.caption(note)


def _levels(value: np.ndarray, levels: np.ndarray, spend: np.ndarray) -> None:
    st.subheader(_("Loyalty index and levels"))
    names = scoring.level_names(session.study())
    bars = glance.histogram(value, levels, names)
    bars["label"] = [labels.level(key, _) for key in bars["level"]]
    alt = _("Histogram of the loyalty index, coloured by level")
    session.chart(index_histogram.draw, bars, "index", alt, levels=tuple(names), height=160)
    groups = glance.groups(levels, names, spend).query("customers > 0")
    show_shares(groups, "levels", theme.LEVELS, labels.level, _("Levels by customers and spend"))
    if scoring.NOT_ENOUGH in set(groups["key"]):
        st.caption(_("Not enough data: values for less than half of the weight, so no level."))


def _segments(spend: np.ndarray) -> None:
    st.subheader(_("Segments"))
    names = segmentation.segment_names(session.study())
    groups = glance.groups(results.segment_codes(), names, spend).query("customers > 0")
    alt = _("Segments by share of customers and share of spend")
    colours = segmentation.colours(session.study())
    show_shares(groups, "segments", colours, labels.segment, alt)


def show_shares(groups: pd.DataFrame, key: str, colours: dict, label, alt: str) -> None:
    """A chart of groups by their share of customers and of spend."""
    keys = tuple(groups["key"])
    names = tuple(label(name, _) for name in keys)
    frame = groups.assign(label=list(names))
    options = {"keys": keys, "labels": names, "colours": shares.colours_of(keys, colours)}
    session.chart(shares.draw, frame, key, alt, **options)


def _trend() -> None:
    st.subheader(_("Customers who ordered, by month"))
    as_of = session.study().as_of
    trend = session.cached("monthly", lambda: rollup.monthly(session.tables(), as_of), as_of)
    alt = _("Customers who ordered by month, new and returning")
    session.chart(monthly.draw, trend, "monthly", alt)
    st.caption(_("The first and the last month may be incomplete."))
