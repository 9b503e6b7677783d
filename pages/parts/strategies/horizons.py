"""Short against long: the scenario looked at after 3, 12, 24 and 36 months."""

import pandas as pd
import streamlit as st

from loyalty.charts import gain
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

BANDS = ["p05", "p25", "p50", "p75", "p95"]


def show() -> None:
    """One sentence, then the gain after each time with its range and its chance."""
    letter = simulated.current()
    st.subheader(_("Short against long"), anchor=False)
    with st.spinner(_("Simulating 36 months …")):
        found = simulated.horizons(simulated.scenarios()[letter])
    if found.empty:
        st.caption(_("Doing nothing brings no gain, however long."))
        return
    st.markdown(_sentence(found, escape(simulated.label(letter))))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _picture(found, letter)
    with right:
        _table(found)


def _sentence(found: pd.DataFrame, name: str) -> str:
    first, last = found.iloc[0], found.iloc[-1]
    values = {
        "name": name,
        "first": int(first["month"]),
        "last": int(last["month"]),
        "early": words.amount(first["gain_p50"]),
        "late": words.amount(last["gain_p50"]),
    }
    if last["turn"] > 0:
        said = _(
            "{name} looks good at first and **turns negative in month {month}**: {early} after"
            " {first} months, {late} after {last}."
        )
        return said.format(month=int(last["turn"]), **values)
    if last["break_even"] > 1:
        said = _(
            "{name} pays **from month {month} on**: {early} after {first} months, {late} after"
            " {last}."
        )
        return said.format(month=int(last["break_even"]), **values)
    if last["break_even"] == 1:
        return _(
            "{name} is ahead from the first month: {early} after {first} months, {late} after"
            " {last}."
        ).format(**values)
    return _(
        "{name} does not pay within {last} months: {early} after {first} months, {late} after"
        " {last}."
    ).format(**values)


def _picture(found: pd.DataFrame, letter: str) -> None:
    frame = found[["month", "chance", *[f"gain_{band}" for band in BANDS]]]
    frame = frame.set_axis(["month", "chance", *BANDS], axis=1)
    labels = tuple(_("{months} months").format(months=month) for month in frame["month"])
    place = simulated.LETTERS.index(letter)
    session.chart(
        gain.rank,
        frame.assign(label=list(labels), colour=place),
        "horizons",
        _("Gain after 3, 12, 24 and 36 months, with 50 and 90 % ranges"),
        labels=labels,
        height=170,
    )


def _table(found: pd.DataFrame) -> None:
    config = st.column_config
    st.dataframe(
        found[["month", "gain_p50", "chance", "return"]].assign(chance=100 * found["chance"]),
        hide_index=True,
        height="content",
        placeholder="–",
        column_config={
            "month": config.NumberColumn(_("Months"), format="%d", width=62),
            "gain_p50": config.NumberColumn(_("Gain"), **words.short(75)),
            "chance": config.NumberColumn(_("Chance"), format="%.0f %%", width=70),
            "return": config.NumberColumn(_("Return"), format="%.2f", width=70),
        },
        alt=_("Gain, chance and return after 3, 12, 24 and 36 months"),
        key="horizon_table",
    )
