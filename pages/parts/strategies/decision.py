"""The decision in figures: one row per compared scenario."""

import pandas as pd
import streamlit as st

from loyalty.language import sentences
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words

KEPT = [
    "scenario", "gain_p50", "gain_mean", "gain_p05", "gain_p95", "chance", "regret",
    "worst_decile", "return", "cost", "break_even", "turn",
]  # fmt: skip


def show() -> None:
    """Gain, chance, regret, worst tenth, return, cost and months; what they mean below."""
    found = simulated.decisions()
    names = simulated.names()
    frame = found.assign(scenario=found["strategy"].map(names), chance=100 * found["chance"])[KEPT]
    idle = [name for letter, name in names.items() if letter not in set(found["strategy"])]
    if idle:
        frame = pd.concat([frame, pd.DataFrame({"scenario": idle})], ignore_index=True)
    frame = frame.sort_values("scenario", kind="stable", ignore_index=True)
    if frame["turn"].isna().all():
        frame = frame.drop(columns="turn")
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

    def money(title: str, told: str, width: int = 58) -> object:
        return config.NumberColumn(title, help=told, **words.short(width))

    def month(title: str, told: str) -> object:
        return config.NumberColumn(title, format="%d", width=58, help=told)

    return {
        "scenario": config.TextColumn(_("Scenario"), pinned=True, width=154),
        "gain_p50": money(_("Gain"), _("Median gain")),
        "gain_mean": money(
            _("Mean"), _("Mean gain; far from the median where a few futures weigh")
        ),
        "gain_p05": money(_("Low 5%"), _("Low (5%)")),
        "gain_p95": money(_("High 95%"), _("High (95%)"), 78),
        "chance": config.NumberColumn(
            _("Chance"), format="%.0f %%", width=62, help=_("Chance of beating doing nothing")
        ),
        "regret": money(
            _("Regret"),
            _("What the best of these would have brought more, on average over the futures"),
        ),
        "worst_decile": money(_("Worst tenth"), _("Mean gain in the worst tenth of futures"), 86),
        "return": config.NumberColumn(
            _("Return"),
            format="%.2f",
            width=58,
            help=_("Mean gain for each 1 spent; below 0 the money does not come back"),
        ),
        "cost": money(_("Cost"), _("Median of all months")),
        "break_even": month(_("Ahead"), _("Month from which the median gain stays above zero")),
        "turn": month(
            _("Behind"),
            _("Month from which the median gain stays below zero after being above it"),
        ),
    }


def _meaning() -> str:
    said = _(
        "After {months} months, against doing nothing; regret counts doing nothing among the"
        " choices. The heading of each column says what it means."
    ).format(months=session.study().months)
    return sentences([said, words.amounts()], _)
