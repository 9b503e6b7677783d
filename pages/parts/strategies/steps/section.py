"""The arithmetic made visible: the rates and steps behind one month, cell by cell."""

import pandas as pd
import streamlit as st

from loyalty import labels
from loyalty.simulation import arithmetic
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.strategies import check, scenario_bar
from pages.parts.strategies.audience import BANDS, STATES
from pages.parts.strategies.steps import method, to_gain

NAMED = {
    "life_cycle": lambda key: _(STATES[key]),
    "value_band": lambda key: _(BANDS[key]),
    "segment": lambda key: labels.segment(key, _),
}


def show() -> None:
    """One month of the scenario looked at as a calculation, then the table behind it."""
    check.badge()
    head = st.container()
    scenario_bar.show()
    month = _month()
    scenario = simulated.scenarios()[simulated.current()]
    found = _steps(scenario, month)
    head.title(_answer(found))
    _chain(_("Doing nothing"), _steps(simulated.BASE, month))
    _chain(_("With the scenario"), found)
    to_gain.show(scenario, month)
    _table(found)
    st.caption(
        _(
            "The average future: every rate at its mean, no month luckier than another; usual and"
            " with are of the customers whom the scenario has by then. The pictures show the middle"
            " of many futures, which lies near it but not on it."
        )
    )
    method.show()


def _month() -> int:
    last = session.study().months
    asked = session.linked("month")
    shown = min(int(asked), last) if asked.isdigit() and int(asked) else min(12, last)
    if last > 1:
        st.slider(
            _("Month"),
            1,
            last,
            key=session.bind("steps_month", shown),
            on_change=lambda: session.link("month", str(session.chosen("steps_month"))),
        )
    return shown


def _steps(scenario: Scenario, month: int) -> arithmetic.Steps:
    study, cells = session.study(), simulated.cells()
    return session.cached(
        "steps",
        lambda: arithmetic.steps(scenario, study, cells, month),
        *simulated.parts(),
        scenario,
        month,
    )


def _answer(found: arithmetic.Steps) -> str:
    customers = found.table["customers"].sum()
    return _("{name}, month {month}: {customers} customers bring {sales} of sales").format(
        name=escape(simulated.label(simulated.current())),
        month=found.month,
        customers=words.compact(customers + found.new),
        sales=words.amount(found.sales),
    )


def _chain(label: str, found: arithmetic.Steps) -> None:
    """The month as a chain of numbers."""
    rows = found.table
    stayed, bought = rows["stayed"].sum(), (rows["stayed"] * rows["orders"]).sum()
    st.markdown(
        _(
            "**{label}**: {customers} customers × {stay} active a month later = {stayed};"
            " × {orders} orders × {amount} an order = **{sales}**; and {new} new customers"
            " bring {new_sales}."
        ).format(
            label=label,
            customers=words.number(rows["customers"].sum()),
            stay=words.percent(stayed / max(rows["customers"].sum(), 1e-9), 1),
            stayed=words.number(stayed),
            orders=words.number(bought / max(stayed, 1e-9), 3),
            amount=words.amount(rows["sales"].sum() / max(bought, 1e-9)),
            sales=words.amount(rows["sales"].sum()),
            new=words.number(found.new),
            new_sales=words.amount(found.new_sales),
        )
    )


def _table(found: arithmetic.Steps) -> None:
    names = {
        "life_cycle": _("Life cycle"),
        "value_band": _("Value band"),
        "segment": _("Segment"),
        "cell": _("Every cell"),
    }
    chosen = st.segmented_control(
        _("Rows"),
        list(names),
        format_func=names.get,
        default="life_cycle",
        key="steps_rows",
        persist_state="session",
        required=True,
    )
    frame = _every_cell(found.table) if chosen == "cell" else _by(found.table, chosen)
    shown = frame.assign(
        **{one: frame[one].map(NAMED[one]) for one in NAMED if one in frame},
        stay_before=100 * frame["stay_before"],
        stay=100 * frame["stay"],
    )
    st.dataframe(
        shown,
        hide_index=True,
        height=min(38 + 35 * len(shown), 460),
        column_config=_columns(names),
        alt=_("Customers, rates and sales of the month"),
        key="steps_table",
    )


def _by(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per life-cycle state and value band in their own order, per segment as it comes."""
    order = {"life_cycle": list(STATES), "value_band": list(BANDS)}.get(column)
    frame = arithmetic.by(table, column)
    return frame.sort_values(column, key=lambda keys: keys.map(order.index)) if order else frame


def _every_cell(table: pd.DataFrame) -> pd.DataFrame:
    kept = table.drop(columns=["amount_before"])
    return kept.sort_values("sales", ascending=False, kind="stable", ignore_index=True)


def _columns(names: dict[str, str]) -> dict[str, object]:
    config = st.column_config
    share = {"format": "%.1f %%", "width": 88}
    rate = {"format": "%.3f", "width": 100}
    money = words.short(92)
    return {
        **{one: config.TextColumn(names[one], width=108) for one in NAMED},
        "customers": config.NumberColumn(_("Customers"), **words.short(83, 83)),
        "stay_before": config.NumberColumn(
            _("Stay, usual"), help=_("Active a month later when nothing is done"), **share
        ),
        "stay": config.NumberColumn(
            _("Stay, with"), help=_("Active a month later with the scenario"), **share
        ),
        "stayed": config.NumberColumn(_("Stayed"), **words.short(62, 76)),
        "orders_before": config.NumberColumn(
            _("Orders, usual"), help=_("Orders of one who stays when nothing is done"), **rate
        ),
        "orders": config.NumberColumn(
            _("Orders, with"), help=_("Orders of one who stays with the scenario"), **rate
        ),
        "amount": config.NumberColumn(_("An order"), **money),
        "sales_before": config.NumberColumn(_("Sales, usual"), **money),
        "sales": config.NumberColumn(_("Sales, with"), **money),
    }
