"""Every assumption with its range, its break-even, and how far the evidence reaches it."""

import pandas as pd
import streamlit as st

from loyalty.decision import BreakEven
from loyalty.simulation.assumptions import Chosen
from loyalty.strategies import GRADES
from loyalty.study import Scenario
from pages._session import _
from pages.parts import words
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
        "range": _held(chosen),
        "value": None if one.value is None else round(one.value, chosen.assumption.digits + 1),
        "reached": 100 * one.reached,
        "at_low": one.at_low,
        "at_high": one.at_high,
        "unit": _(chosen.assumption.unit),
        "grade": _(GRADES[chosen.grade]),
    }


def _held(chosen: Chosen) -> str:
    digits = chosen.assumption.digits + 1
    low, high = (words.number(end, digits) for end in (chosen.range.low, chosen.range.high))
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def _columns() -> dict[str, object]:
    config = st.column_config
    money = words.short(66)
    spare = words.IN_FULL - money["width"]
    return {
        "assumption": config.TextColumn(_("Assumption"), pinned=True, width=178 + spare),
        "range": config.TextColumn(_("Range"), width=104),
        "value": config.NumberColumn(_("Break-even"), format="%.4g", width=88),
        "reached": config.NumberColumn(_("Reached"), format="%.0f %%", width=76),
        "at_low": config.NumberColumn(
            _("At low"), help=_("Median gain at the low end of the range"), **money
        ),
        "at_high": config.NumberColumn(
            _("At high"), help=_("Median gain at the high end of the range"), **money
        ),
        "unit": config.TextColumn(_("Unit"), width=106 + spare),
        "grade": config.TextColumn(_("Grade"), width=80),
    }
