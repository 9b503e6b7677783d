"""Every assumption with its range, its break-even, and how far the evidence reaches it."""

import pandas as pd
import streamlit as st

from loyalty.decision import BreakEven
from loyalty.strategies import GRADES
from loyalty.study import Scenario
from pages._session import _
from pages.parts.strategies.truth import results


def show(ways: list[BreakEven], scenario: Scenario) -> None:
    """One row per assumption, those whose break-even is most in question first."""
    ordered = sorted(ways, key=lambda one: abs(one.reached - 0.5))
    st.dataframe(
        pd.DataFrame([_row(one, scenario) for one in ordered]),
        hide_index=True,
        height=min(38 + 35 * len(ordered), 320),
        placeholder="–",
        column_config=_columns(),
        alt=_("Break-even value of each assumption"),
        key="what_must_be_true",
    )
    st.caption(
        _(
            "Break-even: where the median gain is zero, if all else is as assumed; empty where it"
            " is not within reach. Reached: share of the assumption's own distribution on the side"
            " of a gain."
        )
    )


def _row(one: BreakEven, scenario: Scenario) -> dict[str, object]:
    chosen = one.lever.chosen
    return {
        "assumption": results.title(one.lever, scenario),
        "low": chosen.range.low,
        "high": chosen.range.high,
        "value": None if one.value is None else round(one.value, chosen.assumption.digits + 1),
        "reached": 100 * one.reached,
        "at_low": one.at_low,
        "at_high": one.at_high,
        "unit": _(chosen.assumption.unit),
        "grade": _(GRADES[chosen.grade]),
    }


def _columns() -> dict[str, object]:
    config = st.column_config
    money = {"format": "compact", "width": 98}
    return {
        "assumption": config.TextColumn(_("Assumption"), pinned=True, width=240),
        "low": config.NumberColumn(_("Low end"), format="%.4g", width=74),
        "high": config.NumberColumn(_("High end"), format="%.4g", width=74),
        "value": config.NumberColumn(_("Break-even"), format="%.4g", width=92),
        "reached": config.NumberColumn(_("Reached"), format="%.0f %%", width=76),
        "at_low": config.NumberColumn(_("Gain at low"), **money),
        "at_high": config.NumberColumn(_("Gain at high"), **money),
        "unit": config.TextColumn(_("Unit"), width=190),
        "grade": config.TextColumn(_("Grade"), width=85),
    }
