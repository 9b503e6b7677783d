"""The mix beside each of its strategies by itself: a sentence, a picture and the figures."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from loyalty.charts import gain
from loyalty.decision import mixes
from loyalty.language import mark, sentences
from loyalty.simulation.answer import NOTHING
from loyalty.simulation.model import BASE
from loyalty.strategies import BY_KEY
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

BANDS = ["p05", "p25", "p50", "p75", "p95"]
KEPT = ["label", "gain_p50", "gain_p05", "gain_p95", "chance", "cost", "return"]
MORE = mark(
    "Together they bring {gain} more than doing nothing within {months} months; {best} alone"
    " brings {alone}."
)
LESS = mark(
    "Together they end {gain} below doing nothing after {months} months; {best} alone comes to"
    " {alone}."
)
ONE = mark(
    "{best} stands alone: it comes to {alone} within {months} months. Add a strategy to make it"
    " a mix."
)


@dataclass(frozen=True)
class Found:
    """The rows of `Result.decision`, the mix first, and how the mix stands to its parts."""

    rows: pd.DataFrame
    beside: mixes.Beside


def found(scenario: Scenario) -> Found | None:
    """The mix and each of its strategies; None where it does nothing."""
    if scenario.actions == BASE.actions:
        return None
    parts = mixes.alone(scenario) if len(scenario.actions) > 1 else ()
    whole, *others = (simulated.picture(one) for one in (scenario, *parts))
    rows = pd.concat([one.decision for one in (whole, *others)], ignore_index=True)
    together = [_("{letter} · all together").format(letter=simulated.current())] if parts else []
    gains = [one.gain[-1] for one in others or [whole]]
    labelled = rows.assign(label=[*together, *names(scenario)])
    return Found(labelled, mixes.beside(whole.gain[-1], gains))


def names(scenario: Scenario) -> list[str]:
    """The strategies; one that is in the mix twice has its place added."""
    keys = [action.strategy for action in scenario.actions]
    labels = [_(BY_KEY[key].label) for key in keys]
    return [
        f"{label} ({place})" if keys.count(key) > 1 else label
        for place, (key, label) in enumerate(zip(keys, labels, strict=True), start=1)
    ]


def answer(scenario: Scenario, one: Found | None) -> None:
    """What the mix brings, beside the best of its strategies alone."""
    if one is None:
        st.title(_(NOTHING))
        return
    whole, several = one.rows.iloc[0], len(one.rows) > 1
    alone = one.rows.iloc[1 + one.beside.best] if several else whole
    template = (MORE if whole["gain_p50"] > 0 else LESS) if several else ONE
    st.title(
        _(template).format(
            gain=words.amount(abs(whole["gain_p50"])),
            best=alone["label"],
            alone=words.amount(alone["gain_p50"]),
            months=session.study().months,
        )
    )
    if several:
        st.markdown(_details(whole, alone, one.beside))


def pictures(letter: str, scenario: Scenario, one: Found | None) -> None:
    """Gain with ranges, then the figures."""
    if one is None:
        return
    _picture(letter, one.rows)
    _table(one.rows)
    st.caption(_meaning(scenario))


def _details(whole: pd.Series, alone: pd.Series, beside: mixes.Beside) -> str:
    said = [
        _("The chance of a gain is {chance}; 90 % of futures lie between {low} and {high}."),
        _("The mix beats {best} alone in {ahead} of futures."),
        _("By themselves all of them would add up to {added}."),
    ]
    fill = {
        "chance": words.percent(whole["chance"]),
        "low": words.amount(whole["gain_p05"]),
        "high": words.amount(whole["gain_p95"]),
        "best": escape(alone["label"]),
        "ahead": words.percent(beside.ahead),
        "added": words.amount(beside.added),
    }
    return sentences([text.format(**fill) for text in said], _)


def _picture(letter: str, rows: pd.DataFrame) -> None:
    frame = rows[["chance", *[f"gain_{band}" for band in BANDS]]].set_axis(
        ["chance", *BANDS], axis=1
    )
    labels = rows["label"].tolist()
    colours = np.where(np.arange(len(rows)) == 0, simulated.LETTERS.index(letter), -1)
    session.chart(
        gain.rank,
        frame.assign(label=labels, colour=colours),
        "mix_gain",
        _("Gain of the mix and of each strategy alone, with 50 and 90 % ranges"),
        labels=tuple(labels),
        height=60 + 34 * len(labels),
    )


def _table(rows: pd.DataFrame) -> None:
    config = st.column_config
    money = words.short(88)
    st.dataframe(
        rows.assign(chance=100 * rows["chance"])[KEPT],
        hide_index=True,
        height="content",
        placeholder="–",
        column_config={
            "label": config.TextColumn(_("Strategy"), pinned=True, width=230),
            "gain_p50": config.NumberColumn(_("Gain"), help=_("Median gain"), **money),
            "gain_p05": config.NumberColumn(_("Low 5%"), help=_("Low (5%)"), **money),
            "gain_p95": config.NumberColumn(_("High 95%"), help=_("High (95%)"), **money),
            "chance": config.NumberColumn(_("Chance"), format="%.0f %%", width=80),
            "cost": config.NumberColumn(_("Cost"), help=_("Median of all months"), **money),
            "return": config.NumberColumn(_("Return"), format="%.2f", width=80),
        },
        alt=_("The mix and each strategy alone: gain, chance, cost and return"),
        key="mix_table",
    )


def _meaning(scenario: Scenario) -> str:
    said = _(
        "All against doing nothing after {months} months, with the same luck. Alone: without the"
        " others, under the same budget, contact limit and phases."
    ).format(months=session.study().months)
    return sentences([said, words.amounts()], _)
