"""All numbers of two groups side by side, and their differences; on demand."""

import pandas as pd
import streamlit as st

from loyalty.journey.compare.comparison import SIDES, Comparison
from loyalty.journey.compare.findings import LABELS, place, unit
from loyalty.journey.stage_map import stage_label
from pages._session import _
from pages.parts.safe import escape

COUNTS = ("customers", "scored")
TIME = "median_hours"


def show(found: Comparison, names: tuple[str, str]) -> None:
    """Two tables, each in an expander of its own."""
    side = st.expander(_("Numbers side by side"), on_change="rerun", key="compare_numbers")
    if side.open:
        with side:
            _side_by_side(found.table)
    more = st.expander(_("Differences as a table"), on_change="rerun", key="compare_list")
    if more.open:
        with more:
            _differences(found.differences)
    if side.open or more.open:
        legend = _("1: {first}; 2: {second}.").format(first=names[0], second=names[1])
        st.caption(escape(legend))


def _side_by_side(table: pd.DataFrame) -> None:
    days = {f"{TIME}_{side}": table[f"{TIME}_{side}"] * unit(TIME) for side in SIDES}
    numbers = [f"{name}_{side}" for name in (*COUNTS, *LABELS) for side in SIDES]
    shown = pd.DataFrame(_where(table) | {name: table[name] for name in numbers} | days)
    config = st.column_config
    forms = dict.fromkeys(COUNTS, "localized") | {name: _form(name) for name in LABELS}
    labels = {"customers": _("Customers"), "scored": _("Scores")} | _labels()
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="–",
        column_config=_where_columns()
        | {
            f"{name}_{side}": config.NumberColumn(f"{labels[name]} ({place})", format=form)
            for name, form in forms.items()
            for place, side in enumerate(SIDES, 1)
        },
        alt=_("Stages and touchpoints with the numbers of both groups"),
    )


def _differences(rows: pd.DataFrame) -> None:
    rows = rows[rows["difference"].notna()]
    factor = rows["measure"].map(unit)
    numbers = ["first", "second", "difference", "low", "high"]
    shown = pd.DataFrame(
        _where(rows)
        | {"measure": rows["measure"].map(_labels())}
        | {name: (rows[name] * factor).round(2) for name in numbers}
        | {name: rows[name] for name in ("first_base", "second_base", "significant")}
    )
    config = st.column_config
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="–",
        column_config=_where_columns()
        | {
            "measure": config.TextColumn(_("Measure"), help=_units()),
            "first": config.NumberColumn("1", format="%.2f"),
            "second": config.NumberColumn("2", format="%.2f"),
            "difference": config.NumberColumn(_("Difference"), format="%.2f"),
            "low": config.NumberColumn(_("from"), format="%.2f"),
            "high": config.NumberColumn(_("to"), format="%.2f"),
            "first_base": config.NumberColumn(_("1 rests on"), format="localized"),
            "second_base": config.NumberColumn(_("2 rests on"), format="localized"),
            "significant": config.CheckboxColumn(_("Significant")),
        },
        alt=_("Differences of all measures with their intervals"),
    )


def _units() -> str:
    return _("Feelings on their own scale, shares in per cent, times in days.")


def _labels() -> dict[str, str]:
    return {key: _(label) for key, label in LABELS.items()} | {TIME: _("Median days")}


def _form(measure: str) -> str:
    return {"feeling": "%.2f", TIME: "%.1f"}.get(measure, "percent")


def _where(rows: pd.DataFrame) -> dict[str, list[str]]:
    names = [place(row, _) for _index, row in rows.iterrows()]
    return {"where": names, "stage": [stage_label(key, _) for key in rows["stage"]]}


def _where_columns() -> dict[str, object]:
    return {
        "where": st.column_config.TextColumn(_("Stage or touchpoint"), pinned=True),
        "stage": st.column_config.TextColumn(_("Stage")),
    }
