"""Cohorts: who of those who joined together come back, and who has bought again."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import cohorts, exports, labels, segmentation
from loyalty.charts import cohort_table
from loyalty.cohorts import SHARES
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.segments import cohort_curves, concentration

SHOWN = 36  # cohorts in the picture: more rows do not fit on a screen
SEGMENTS = "cohort_segments"
STEPS = {"month": 3, "quarter": 1}  # the age in the sentence


@dataclass(frozen=True)
class Asked:
    """What the controls say: the length of a period, the share, and of which segments."""

    period: str
    measure: str
    segments: tuple[str, ...]


def show() -> None:
    """The cohorts as a sentence, a table and curves; below, how concentrated value is."""
    if not (results.base().customers["order_count"] > 0).any():
        _without_orders()
        return
    asked = _asked()
    with st.spinner(_("Counting cohorts …")):
        table = _cohorts(asked)
    if asked.measure == "retention" and len(table) and not table["age"].any():
        _too_short(_("Retention needs one full period after the one of the first order."))
    elif table.empty:
        _too_short(_("There is no full period with a first order."))
    else:
        _answer(table, asked)
        _heat_map(table, asked)
        cohort_curves.show(latest(table), cohorts.overall(table), asked.measure, asked.period)
        _export(table, asked)
    concentration.show()


def _without_orders() -> None:
    st.info(
        _("Cohorts and the concentration of value need orders with customer, date and amount."),
        icon=":material/upload_file:",
    )
    st.page_link("data.py", label=_("Add a table of orders"), icon=":material/table:")


def _too_short(what: str) -> None:
    st.info(
        _("{what} The day of the results is {day}; choose a shorter period or other segments.")
        .format(what=what, day=words.day(session.study().as_of)),
        icon=":material/history:",
    )  # fmt: skip


def _asked() -> Asked:
    measures = {"retention": _("Retention"), "repurchase": _("Repurchase")}
    periods = {"month": _("Month"), "quarter": _("Quarter")}
    with st.container(horizontal=True):
        measure = _choice(_("Measure"), measures, "cohort_measure")
        period = _choice(_("Cohorts and ages by"), periods, "cohort_period")
    chosen = st.pills(
        _("Only customers of these segments today"),
        _with_orders(),
        format_func=lambda key: escape(labels.segment(key, _)),
        selection_mode="multi",
        key=SEGMENTS,
        persist_state="session",
        wrap=True,
    )
    return Asked(period, measure, tuple(sorted(chosen)))


def _with_orders() -> list[str]:
    """The segments of the customers who have an order."""
    study, customers = session.study(), results.base().customers
    names, codes = segmentation.segment_names(study), results.segment_codes()

    def build() -> list[str]:
        size = np.bincount(codes[customers["order_count"] > 0], minlength=len(names))
        return [name for name, count in zip(names, size, strict=True) if count]

    return session.cached("segments_with_orders", build, *results.segment_parts(study))


def _choice(label: str, options: dict[str, str], key: str) -> str:
    linked = session.linked(key)
    return st.segmented_control(
        label,
        list(options),
        format_func=options.get,
        default=linked if linked in options else next(iter(options)),
        key=key,
        on_change=lambda: session.link(key, session.chosen(key)),
        required=True,
        persist_state="session",
    )


def _cohorts(asked: Asked) -> pd.DataFrame:
    study = session.study()
    parts = results.segment_parts(study) if asked.segments else (study.as_of,)

    def build() -> pd.DataFrame:
        ids = _ids(asked.segments) if asked.segments else None
        return cohorts.cohorts(session.tables(), study.as_of, asked.period, ids)

    return session.cached("cohorts", build, asked.period, asked.segments, *parts)


def _ids(segments: tuple[str, ...]) -> list[str]:
    """The customers who are in these segments today."""
    names = segmentation.segment_names(session.study())
    inside = np.isin(results.segment_codes(), [names.index(key) for key in segments])
    return results.base().customers["customer_id"][inside].tolist()


def latest(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the cohorts that joined last, as many as fit on a screen."""
    joined = np.sort(table["cohort"].unique())[-SHOWN:]
    return table[table["cohort"] >= joined[0]]


def _answer(table: pd.DataFrame, asked: Asked) -> None:
    pooled = cohorts.overall(table)
    age = min(STEPS[asked.period], int(pooled["age"].max()))
    row = pooled[pooled["age"] == age].iloc[0]
    said = {
        ("retention", "month"): _("{share} of customers order in month {age} after joining."),
        ("retention", "quarter"): _("{share} of customers order in quarter {age} after joining."),
        ("repurchase", "month"): _("{share} of customers have ordered twice by month {age}."),
        ("repurchase", "quarter"): _("{share} of customers have ordered twice by quarter {age}."),
    }[asked.measure, asked.period]
    st.subheader(said.format(share=words.percent(row[asked.measure], 1), age=age))
    st.markdown(
        _(
            "{count} of {size} customers in {cohorts} cohorts; 95% interval {low} to {high}. Age 0"
            " is the month or quarter of the first order."
        ).format(
            count=words.number(int(row[SHARES[asked.measure]])),
            size=words.number(int(row["size"])),
            cohorts=words.number(int(row["cohorts"])),
            low=words.percent(row[f"{asked.measure}_low"], 1),
            high=words.percent(row[f"{asked.measure}_high"], 1),
        )
    )
    if asked.segments:
        st.caption(
            _(
                "Only customers who are in the chosen segments today: a segment that asks for"
                " recent or many orders holds those who came back, by definition."
            )
        )


def _heat_map(table: pd.DataFrame, asked: Asked) -> None:
    shown = latest(table)
    cells = cohort_table.layout(shown, asked.measure, asked.period)
    session.chart(
        cohort_table.draw,
        cells,
        "cohort_table",
        _("Share of each cohort by age, as a table"),
        measure=asked.measure,
        period=asked.period,
        columns=int(cells["age"].nunique()),
    )
    hidden = table["cohort"].nunique() - shown["cohort"].nunique()
    if hidden:
        st.caption(
            _(
                "The latest {count} cohorts are shown; {hidden} earlier ones are in the export and"
                " in the curve of all cohorts."
            ).format(count=SHOWN, hidden=words.number(hidden))
        )
    st.caption(
        _(
            "The first cohort also holds everybody who had bought before the data begin. The last"
            " period is left out while it is not over. Returns and cancelled orders do not count."
        )
    )


def _export(table: pd.DataFrame, asked: Asked) -> None:
    st.download_button(
        _("Export all cohorts (CSV)"),
        data=lambda: exports.spreadsheet(table),
        file_name=session.file_name(f"cohorts-{asked.period}", "csv"),
        mime="text/csv",
        key="cohorts_csv",
        icon=":material/download:",
        on_click="ignore",
    )
