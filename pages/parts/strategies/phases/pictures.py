"""Reach by month under the phases, the worth of the stop rule by its limit, and the figures."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from loyalty.charts import phases as charts
from loyalty.decision import phases
from loyalty.decision.phases import Piloted
from loyalty.language import mark
from loyalty.simulation import timing
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.strategies.phases import choices

NAMES = {
    "before": mark("Not begun"),
    "preparation": mark("Preparation"),
    "pilot": mark("Pilot"),
    "roll_out": mark("Roll-out"),
    "whole": mark("Full reach"),
}


def reach(letter: str, scenario: Scenario) -> None:
    """Reach by month as steps under the names of the phases."""
    ruled = scenario.phases is not None and scenario.phases.stop_below is not None
    months = phases.months(scenario, session.study().months)
    names = {key: _(name) for key, name in NAMES.items()}
    session.chart(
        charts.draw,
        charts.layout(months, names, timing.end(scenario) if ruled else None),
        "phases_reach_by_month",
        _("Reach by month: preparation, pilot and roll-out"),
        place=simulated.LETTERS.index(letter),
    )


def rule(letter: str, scenario: Scenario, found: Piloted) -> None:
    """What the stop rule is worth by its limit; a click chooses a limit."""
    limit = scenario.phases.stop_below
    if limit is None or scenario.phases.pilot == 0:
        return
    if found.unpriced:
        st.caption(_unpriced(found.unpriced))
    if found.unpriced == 1:
        return
    st.subheader(_("Which limit is worth most?"), anchor=False)
    curve = found.limits()
    best = curve.loc[curve["worth"].idxmax()]
    ruled = found.ruled(limit)
    now = pd.DataFrame(
        {"limit": [limit], "stopped": [ruled.stopped], "worth": [found.worth(limit).mean()],
         "loss": [ruled.loss], "now": [True]}
    )  # fmt: skip
    st.caption(_said(best))
    session.pick_chart(
        charts.rule,
        pd.concat([curve.assign(now=False), now], ignore_index=True).sort_values("limit"),
        f"phases_rule_curve_{limit}",
        _("What the stop rule is worth by its limit"),
        on_pick=lambda point: _pick(letter, point),
        place=simulated.LETTERS.index(letter),
    )


def table(scenario: Scenario, found: Piloted, at_once: np.ndarray) -> None:
    """With and without the rule and at full reach at once: gain and chance of a loss."""
    limit = scenario.phases.stop_below
    gains = {
        _("In phases, with the stop rule"): None if limit is None else found.under(limit),
        _("In phases, without a stop rule"): found.whole,
        _("At full reach at once"): at_once,
    }
    rows = [_row(name, gain) for name, gain in gains.items() if gain is not None]
    config = st.column_config
    money = words.short(90)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content",
        column_config={
            "way": config.TextColumn(_("Introduced"), pinned=True, width=230),
            "median": config.NumberColumn(_("Gain"), help=_("Median gain"), **money),
            "mean": config.NumberColumn(_("Mean gain"), **money),
            "p05": config.NumberColumn(_("Low 5%"), help=_("Low (5%)"), **money),
            "p95": config.NumberColumn(_("High 95%"), help=_("High (95%)"), **money),
            "loss": config.NumberColumn(_("Chance of a loss"), format="%.0f %%", width=130),
        },
        alt=_("Gain and chance of a loss with and without phases and stop rule"),
        key="phases_table",
    )


def _row(name: str, gain: np.ndarray) -> dict[str, Any]:
    low, middle, high = np.percentile(gain, [5, 50, 95])
    loss = 100 * float((gain < 0).mean())
    return {
        "way": name, "median": middle, "mean": gain.mean(), "p05": low, "p95": high, "loss": loss,
    }  # fmt: skip


def _unpriced(share: float) -> str:
    said = _(
        "In {share} of futures almost nothing is spent on the pilot, so nothing can be counted for"
        " each 1 spent: there it stops if it is seen to earn less margin than the group without it,"
        " whatever the limit."
    )
    return said.format(share=words.percent(share))


def _said(best: pd.Series) -> str:
    if best["worth"] <= 0:
        return _("No limit of the rule is worth anything here: going on is better on average.")
    said = _(
        "Worth most is a limit near {limit}: {worth} on average, stopping {stopped} of futures."
        " Click to choose a limit."
    )
    return said.format(
        limit=words.number(best["limit"], 2),
        worth=words.amount(best["worth"]),
        stopped=words.percent(best["stopped"]),
    )


def _pick(letter: str, point: dict[str, Any]) -> None:
    limit = point.get("limit")
    if isinstance(limit, (int, float)):
        choices.change(letter, stop_below=round(float(limit), 2))
