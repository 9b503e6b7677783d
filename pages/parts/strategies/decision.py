"""The decision in figures: one row per compared scenario."""

import pandas as pd
import streamlit as st

from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words

KEPT = [
    "scenario", "gain_p50", "gain_p05", "gain_p95", "chance", "regret", "worst_decile", "return",
    "cost", "break_even", "turn",
]  # fmt: skip


def show() -> None:
    """Gain, chance, regret, worst tenth, return, cost and months; what they mean below."""
    found = simulated.decisions()
    names = simulated.names()
    frame = found.assign(scenario=found["strategy"].map(names))[KEPT]
    idle = [name for letter, name in names.items() if letter not in set(found["strategy"])]
    if idle:
        frame = pd.concat([frame, pd.DataFrame({"scenario": idle})], ignore_index=True)
    frame = frame.sort_values("scenario", kind="stable", ignore_index=True)
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        placeholder="–",
        column_config=_columns(),
        alt=_("The decision in figures, one row per scenario"),
        key="decision",
    )
    st.caption(_meaning())


def _columns() -> dict[str, object]:
    config = st.column_config
    money = {"format": "compact", "width": 78}
    return {
        "scenario": config.TextColumn(_("Scenario"), pinned=True, width=190),
        "gain_p50": config.NumberColumn(words.in_currency(_("Gain")), **money),
        "gain_p05": config.NumberColumn(_("Low (5%)"), **money),
        "gain_p95": config.NumberColumn(_("High (95%)"), **money),
        "chance": config.NumberColumn(_("Chance"), format="percent", width=72),
        "regret": config.NumberColumn(_("Regret"), **money),
        "worst_decile": config.NumberColumn(_("Worst tenth"), **money),
        "return": config.NumberColumn(_("Return per 1"), format="%.2f", width=85),
        "cost": config.NumberColumn(_("Cost"), **money),
        "break_even": config.NumberColumn(_("Ahead from"), format="%d", width=80),
        "turn": config.NumberColumn(_("Behind from"), format="%d", width=85),
    }


def _meaning() -> str:
    return _(
        "After {months} months, against doing nothing. Chance: of beating doing nothing. Regret:"
        " what the best of these (or doing nothing) would have brought more, on average over the"
        " futures. Worst tenth: mean gain in the worst tenth of futures. Return: mean gain for"
        " each 1 spent; below 0 it does not come back. Ahead from, behind from: the month from"
        " which the median gain stays above, or below, zero."
    ).format(months=session.study().months)
