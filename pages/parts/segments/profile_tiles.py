"""Key figures of a segment, and what its customers answered."""

import pandas as pd
import streamlit as st

from loyalty.language import sentences
from loyalty.segmentation.profile import INDEX, Profile, Recommend
from pages._session import _
from pages.parts import words

CSAT = "satisfaction"


def show(found: Profile) -> None:
    """Size, value, and the means that are asked for first, each beside everybody's."""
    size = found.size
    tiles = [
        (
            _("Customers"),
            words.number(size["customers"]),
            _("{share} of all customers").format(share=words.percent(size["share"], 1)),
        ),
        (
            _("Spend"),
            words.amount(size["spend"]),
            _("{share} of all spend").format(share=words.percent(size["spend_share"], 1)),
        ),
        *(_mean(found, column, label) for column, label in _asked().items()),
    ]
    for column, (label, value, note) in zip(st.columns(len(tiles)), tiles, strict=True):
        column.metric(label, value, border=True)
        column.caption(note)


def _asked() -> dict[str, str]:
    return {
        INDEX: _("Mean loyalty index"),
        "order_count": _("Orders per customer"),
    }


def _mean(found: Profile, column: str, label: str) -> tuple[str, str, str]:
    rows = found.indicators.set_index("column")
    if column not in rows.index:
        return label, "–", _("not known")
    row = rows.loc[column]
    note = _("everybody: {value}; with a value {count} here, {all} of everybody").format(
        value=words.number(row["base_mean"], 1),
        count=words.number(row["known"]),
        all=words.number(row["base_known"]),
    )
    return label, words.number(row["mean"], 1), note


def satisfaction(found: Profile) -> None:
    """Net promoter score and satisfaction, with how many answered."""
    st.subheader(_("Satisfaction"))
    if not found.base_recommend.answers > 0 and CSAT not in set(found.indicators["column"]):
        st.caption(_("These data hold no answers to survey questions."))
        st.page_link("data.py", label=_("Add survey answers"), icon=":material/table:")
        return
    left, right = st.columns(2)
    with left:
        _recommend(found.recommend, found.base_recommend)
    with right:
        _csat(found.indicators)


def _recommend(here: Recommend, everybody: Recommend) -> None:
    st.metric(_("Net promoter score (NPS)"), words.number(here.score), border=True)
    if pd.isna(here.score):
        st.caption(_("No answer here, or too few to be shown."))
        return
    told = [
        _("95% interval {low} to {high}.").format(
            low=words.number(here.low), high=words.number(here.high)
        ),
        _("{promoters} promoters (9–10), {passives} passives (7–8), {detractors} detractors (0–6).")
        .format(
            promoters=_people(here.promoters),
            passives=_people(here.passives),
            detractors=_people(here.detractors),
        ),
        _("Everybody: {score}.").format(score=words.number(everybody.score)),
    ]  # fmt: skip
    st.caption(sentences(told, _))


def _people(count: float) -> str:
    """A count of answers; of a view to be shared small ones are left out."""
    return _("fewer than 10") if pd.isna(count) else words.number(count)


def _csat(rows: pd.DataFrame) -> None:
    row = rows[rows["column"] == CSAT]
    mean = row["mean"].iloc[0] if len(row) else float("nan")
    st.metric(_("Satisfaction (CSAT), mean"), words.number(mean, 2), border=True)
    if pd.isna(mean):
        st.caption(_("No answer here, or too few to be shown."))
        return
    one = row.iloc[0]
    told = [
        _("{count} customers answered; everybody: {value}.").format(
            count=words.number(one["known"]), value=words.number(one["base_mean"], 2)
        ),
        _("Difference {difference}, 95% interval {low} to {high}.").format(
            difference=words.number(one["difference"], 2),
            low=words.number(one["low"], 2),
            high=words.number(one["high"], 2),
        ),
    ]
    st.caption(sentences(told, _))
