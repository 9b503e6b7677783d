"""Funnel and time: how far customers get, how fast, and how long they stay."""

import pandas as pd
import streamlit as st

from loyalty.charts import funnel
from loyalty.journey import findings, path_words, stage_label
from loyalty.journey.measures import stage_rows
from loyalty.journey.units import duration
from loyalty.language import percent, sentences
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results
from pages.parts.journey.funnel import dwell
from pages.parts.journey.paths import choices
from pages.parts.journey.paths import results as path_results
from pages.parts.journey.paths import section as paths
from pages.parts.safe import escape


def show() -> None:
    """Customers by stage with the share and the time to the next one, then the stays."""
    found = results.table()
    if not path_results.journeys():
        paths.nothing()
        return
    st.subheader(_("How far do customers get, and how fast?"))
    said = _said(found)
    st.markdown(escape(said))
    choices.cut()
    frame = funnel.layout(found, _)
    session.chart(funnel.draw, frame, "journey_funnel", said, **funnel.settings(frame))
    st.caption(_explanation())
    table = st.expander(_("Numbers"), on_change="rerun", key="funnel_numbers")
    if table.open:
        with table:
            _table(stage_rows(found))
    dwell.show()


def _said(found: pd.DataFrame) -> str:
    nobody = _("Nobody has come from one stage to the next, service and advocacy aside.")
    slowest = path_words.slowest_sentence(found, _)
    return slowest or findings.silent_sentence(found, _) or nobody


def _explanation() -> str:
    parts = [
        _(
            "Bars: customers who were in a stage, filled those who later came to the next one that"
            " has events; grey bars: the 95% Wilson interval of their share, and the middle half of"
            " the times until then. Pale below 30 customers. Who is not there yet may still come,"
            " or has gone on to a later stage; only who has done neither counts as lost on the map."
        ),
        choices.cut_words(),
        _("Rests on {journeys} journeys up to {day}.").format(
            journeys=words.number(path_results.journeys()), day=words.day(session.study().as_of)
        ),
    ]
    return sentences(parts, _)


def _table(rows: pd.DataFrame) -> None:
    frame = pd.DataFrame(
        {
            "stage": [stage_label(key, _) for key in rows["stage"]],
            "customers": rows["customers"],
            "reached": rows["reached"].where(rows["next_stage"].notna()),
            "conversion": rows["conversion"],
            "interval": [
                None if low != low else f"{percent(low, digits=1)} … {percent(high, digits=1)}"
                for low, high in zip(rows["conversion_low"], rows["conversion_high"], strict=True)
            ],
            "lost": rows["lost"].where(rows["next_stage"].notna()),
            "drop_off": rows["drop_off"],
            "beyond": rows["beyond"].where(rows["next_stage"].notna()),
            "low": [duration(one, _) for one in rows["hours_low"]],
            "median": [duration(one, _) for one in rows["median_hours"]],
            "high": [duration(one, _) for one in rows["hours_high"]],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        column_config=_columns(),
        placeholder="–",
        alt=_("Stages with customers, the share who reach the next one and the time until then"),
    )


def _columns() -> dict[str, object]:
    config = st.column_config
    whole, share = {"format": "localized"}, {"format": "percent"}
    return {
        "stage": config.TextColumn(_("Stage"), pinned=True),
        "customers": config.NumberColumn(_("Customers"), **whole),
        "reached": config.NumberColumn(_("Reach next"), **whole),
        "conversion": config.NumberColumn(_("Share"), **share),
        "interval": config.TextColumn(_("95% interval")),
        "lost": config.NumberColumn(_("Not there so far"), **whole),
        "drop_off": config.NumberColumn(_("Share not there"), **share),
        "beyond": config.NumberColumn(_("There or further"), **whole),
        "low": config.TextColumn(_("First quarter within")),
        "median": config.TextColumn(_("Half within")),
        "high": config.TextColumn(_("Three quarters within")),
    }
