"""The cuts of RFM ratings: from where to where each rating goes, and how many have it."""

import pandas as pd
import streamlit as st

from loyalty import labels, rfm, segmentation
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import scheme, units

EDITABLE = "rfm_fixed"
RATED = ("rfm_quintiles", "rfm_nested", "rfm_fixed")


def show() -> None:
    """The published cuts of the ratings that the rules name; changed where they are set."""
    study = session.study()
    if not set(segmentation.columns(study)) & set(rfm.COLUMNS):
        return
    st.subheader(_("Cuts of ratings"))
    if not study.cuts:
        st.caption(_("These customers have no orders to rate."))
        return
    table = _published()
    if table["recency"].isna().all():
        _by_rating(table)
    else:
        _nested(table)
    if study.scheme == EDITABLE:
        _inputs()
    if study.scheme in RATED:
        st.button(
            _("Learn the cuts anew"),
            key="learn_cuts",
            icon=":material/restart_alt:",
            on_click=_learn,
            type="tertiary",
        )
    st.caption(_("Frozen in the study: later dates are rated by the same cuts."))


def _published() -> pd.DataFrame:
    customers, study = results.base().customers, session.study()
    return session.cached(
        "cuts", lambda: rfm.published(customers, study.cuts), study.as_of, study.cuts
    )


def _by_rating(table: pd.DataFrame) -> None:
    """One row per rating, the best first; its range and customers for each measure."""
    rows = []
    for rating in reversed(rfm.RATINGS):
        row = {_("Rating"): words.number(rating)}
        for column in rfm.SOURCES:
            one = table[(table["column"] == column) & (table["rating"] == rating)].iloc[0]
            row[_measure(column)] = _range(one)
            row[_customers(column)] = words.number(one["customers"])
        rows.append(row)
    st.table(
        pd.DataFrame(rows),
        border="horizontal",
        hide_index=True,
        alt=_("Ranges of the ratings and their customers"),
    )


def _nested(table: pd.DataFrame) -> None:
    config = st.column_config
    shown = pd.DataFrame(
        {
            "measure": [labels.column(column, _) for column in table["column"]],
            "recency": table["recency"],
            "frequency": table["frequency"],
            "rating": table["rating"],
            "range": [_range(row) for _place, row in table.iterrows()],
            "customers": table["customers"],
        }
    )
    columns = {
        "measure": config.TextColumn(_("Measure")),
        "recency": config.NumberColumn(_("Within recency")),
        "frequency": config.NumberColumn(_("Within frequency")),
        "rating": config.NumberColumn(_("Rating")),
        "range": config.TextColumn(_("Range")),
        "customers": config.NumberColumn(_("Customers"), format="localized"),
    }
    st.dataframe(
        shown,
        hide_index=True,
        column_config=columns,
        height=300,
        placeholder="–",
        alt=_("Ranges of the ratings and their customers"),
    )


def _measure(column: str) -> str:
    return units.with_unit(labels.indicator(rfm.SOURCES[column], _), rfm.SOURCES[column])


def _customers(column: str) -> str:
    letter = {rfm.RECENCY: _("R"), rfm.FREQUENCY: _("F"), rfm.MONETARY: _("M")}[column]
    return _("Customers ({rating})").format(rating=letter)


def _range(row: pd.Series) -> str:
    """From where to where a rating goes: beyond the one cut and up to the next.

    Between two equal cuts there is nothing, and nobody has the rating.
    """
    low, high = row["above"], row["upto"]
    if low == high:
        return "–"
    above, upto = words.number(low, 2), words.number(high, 2)
    if low == -float("inf"):
        return _("up to {high}").format(high=upto)
    if high == float("inf"):
        return _("over {low}").format(low=above)
    return _("over {low} to {high}").format(low=above, high=upto)


def _inputs() -> None:
    """The four cuts of each measure, to be changed."""
    found = session.study().cuts
    for column in rfm.SOURCES:
        label, *places = st.columns([2, 1, 1, 1, 1], vertical_alignment="center")
        label.markdown(f"**{escape(_measure(column))}**")
        for at, (cut, place) in enumerate(zip(found[column], places, strict=True)):
            place.number_input(
                _("Cut {number}").format(number=at + 1),
                key=session.bind(f"cut_{column}_{at}", float(cut)),
                format="%.12g",
                on_change=_set,
                args=(column, at),
            )


def _set(column: str, place: int) -> None:
    """Move one cut; its neighbours give way so that cuts keep rising."""
    cut = session.chosen(f"cut_{column}_{place}")
    cuts = session.study().cuts
    below = [min(one, cut) for one in cuts[column][:place]]
    above = [max(one, cut) for one in cuts[column][place + 1 :]]
    session.change(cuts=cuts | {column: (*below, cut, *above)})


def _learn() -> None:
    session.attempt(lambda: scheme.take(session.study().scheme, anew=True))
