"""Scenarios as a table: what is done, to whom, when, and what it brings."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from loyalty.study import Action, Scenario
from pages._session import _
from pages.parts import words
from pages.parts.strategies import audience
from pages.parts.strategies.scenarios import kept

BROUGHT = ["gain_p50", "gain_p05", "gain_p95", "chance", "cost", "break_even"]
DONE = ["strategies", "audience", "start", "lasts", "reach", "budget"]
ORDER = ["mark", "scenario", *BROUGHT, "here", *DONE]


def show(frame: pd.DataFrame, key: str, alt: str, months: int) -> None:
    """The table of gains after so many months; a column that says nothing anywhere is left out."""
    silent = [name for name in ("strategies", "budget") if _silent(frame, name)]
    st.dataframe(
        frame[[name for name in ORDER if name in frame and name not in silent]],
        hide_index=True,
        height=min(38 + 35 * len(frame), 420),
        placeholder="–",
        column_config=_columns(months),
        alt=alt,
        key=key,
    )


def frame(scenarios: Sequence[Scenario], outcomes: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per scenario; with `outcomes` also what it brings, the chance in per cent."""
    rows = pd.DataFrame([_row(place, one) for place, one in enumerate(scenarios)])
    if outcomes is None:
        return rows
    brought = outcomes[BROUGHT].reset_index(drop=True)
    return rows.join(brought.assign(chance=100 * brought["chance"]))


def reach(action: Action) -> str:
    """The reach of an action in words."""
    return words.percent(action.reach / 100, 1)


def lasts(action: Action) -> str:
    """How long an action runs in words."""
    return words.number(action.lasts) if action.lasts else _("to the end")


def _silent(frame: pd.DataFrame, name: str) -> bool:
    """Whether a column says nothing that the table does not say without it."""
    same = frame[name] == frame["scenario"] if name == "strategies" else frame[name].isna()
    return bool(same.all())


def _row(place: int, one: Scenario) -> dict[str, Any]:
    return {
        "mark": str(place + 1),
        "scenario": kept.name(one),
        "strategies": kept.strategies(one),
        "audience": _each(one.actions, audience.told),
        "start": _each(one.actions, lambda action: words.number(action.start)),
        "lasts": _each(one.actions, lasts),
        "reach": _each(one.actions, reach),
        "budget": one.budget,
    }


def _each(actions: Iterable[Action], told: Callable[[Action], str]) -> str:
    """What is told of each action; once where it is the same."""
    return " + ".join(dict.fromkeys(told(action) for action in actions))


def _columns(months: int) -> dict[str, object]:
    config = st.column_config
    money = words.short(78)
    return {
        "mark": config.TextColumn("", width=38, pinned=True),
        "scenario": config.TextColumn(_("Scenario"), width=168, pinned=True),
        "strategies": config.TextColumn(_("Strategies"), width=150),
        "audience": config.TextColumn(_("Audience"), width=130),
        "start": config.TextColumn(_("From month"), width=90),
        "lasts": config.TextColumn(_("Months it runs"), width=90),
        "reach": config.TextColumn(_("Reach"), width=62),
        "budget": config.NumberColumn(_("Budget"), **money),
        "gain_p50": config.NumberColumn(
            _("Gain"),
            help=_("Median gain over doing nothing after {months} months").format(months=months),
            **money,
        ),
        "gain_p05": config.NumberColumn(_("Low 5%"), help=_("Low (5%)"), **money),
        "gain_p95": config.NumberColumn(_("High 95%"), help=_("High (95%)"), **money),
        "chance": config.NumberColumn(
            _("Chance"), format="%.0f %%", width=66, help=_("Chance of beating doing nothing")
        ),
        "cost": config.NumberColumn(_("Cost"), help=_("Median of all months"), **money),
        "break_even": config.NumberColumn(
            _("Ahead from"),
            format="%d",
            width=94,
            help=_("Month from which the median gain stays above zero"),
        ),
        "here": config.NumberColumn(
            _("Gain on your data"),
            help=_("Median gain on the customers and settings of this study"),
            **money | {"width": 130},
        ),
    }
