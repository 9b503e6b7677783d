"""What happened after cases: who bought again, by kind, touchpoint or stage."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey.cases import findings
from loyalty.journey.cases.signals import KINDS
from loyalty.journey.cases.states import ENOUGH
from loyalty.journey.stage_map import stage_label
from loyalty.language import percent
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey.cases import results as cases_results
from pages.parts.journey.cells import interval
from pages.parts.safe import escape

BY = "cases_by"
NAMES: dict[str, Callable[[str], str]] = {
    "kind": lambda key: _(KINDS[key]),
    "touchpoint": lambda name: journey.shown(name, _),
    "stage": lambda key: stage_label(key, _),
}


def show(at: int) -> None:
    """The difference as a sentence, then a table by kind, touchpoint or stage."""
    days = session.study().journey.within_days
    st.subheader(_("What happened afterwards?"))
    followed = cases_results.followed(at)
    st.markdown(escape(findings.followed_sentence(followed, days, _)))
    by = st.segmented_control(
        _("By"),
        list(NAMES),
        format_func=lambda key: _labels()[key],
        default="kind",
        required=True,
        key=BY,
        persist_state="session",
        label_visibility="collapsed",
    )
    _table(at, by)
    st.caption(_reading(days))


def _labels() -> dict[str, str]:
    return {"kind": _("Kind"), "touchpoint": _("Touchpoint"), "stage": _("Stage")}


def _table(at: int, by: str) -> None:
    rows = [_rows(at, None), _rows(at, by)]
    names = [_("All cases"), *(_name(one, by) for one in rows[1]["group"])]
    st.dataframe(
        _frame(pd.concat(rows, ignore_index=True), names),
        hide_index=True,
        placeholder="–",
        column_config=_columns(by),
        alt=_("Cases with the share solved in time and who bought again afterwards"),
    )


def _rows(at: int, by: str | None) -> pd.DataFrame:
    """What is known of the cases, and of whom they were, by group."""
    counted, followed = cases_results.counted(at, by), cases_results.followed(at, by)
    return counted.merge(
        followed.add_prefix("then_"), left_on="group", right_on="then_group", how="left"
    )


def _name(group: str, by: str) -> str:
    return NAMES[by](group) if isinstance(group, str) else _("no touchpoint near")


def _frame(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": names,
            "cases": rows["cases"],
            "overdue": rows["overdue"],
            "share": rows["share"].round(2),
            "interval": interval(rows["low"], rows["high"], percent),
            "hours": rows["median_hours"].round(0),
            "in_time": rows["then_in_time_share"].round(2),
            "in_time_count": rows["then_in_time"],
            "late": rows["then_late_share"].round(2),
            "late_count": rows["then_late"],
            "difference": [_points(one) for one in rows["then_difference"]],
            "difference_interval": interval(rows["then_low"], rows["then_high"], findings.points),
        }
    )


def _points(share: float) -> str | None:
    return None if share != share else findings.points(share)


def _columns(by: str) -> dict[str, object]:
    config, whole, share = st.column_config, {"format": "localized"}, {"format": "percent"}
    bought = _("Bought again within the days after the due time, solved in time.")
    others = _("Bought again within the days after the due time, solved late or never.")
    late = _("Past the due time without a closing that is known.")
    took = _("From opened to solved; it takes {enough} closings with a known time.").format(
        enough=ENOUGH
    )
    counts = _(
        "Customers, each once: by the first case whose days after the due time are over, in the"
        " group of that case. So the groups add up to all cases."
    )
    return {
        "group": config.TextColumn(_labels()[by], pinned=True),
        "cases": config.NumberColumn(_("Cases"), **whole),
        "overdue": config.NumberColumn(_("Overdue"), help=late, **whole),
        "share": config.NumberColumn(_("In time"), **share),
        "interval": config.TextColumn(_("95% interval"), width=115),
        "hours": config.NumberColumn(_("Median hours"), help=took, **whole),
        "in_time": config.NumberColumn(_("Bought: in time"), help=bought, **share),
        "in_time_count": config.NumberColumn(_("of customers"), help=counts, width=100, **whole),
        "late": config.NumberColumn(_("Bought: others"), help=others, **share),
        "late_count": config.NumberColumn(_("of customers"), help=counts, width=100, **whole),
        "difference": config.TextColumn(_("Difference, points")),
        "difference_interval": config.TextColumn(_("95% interval")),
    }


def _reading(days: int) -> str:
    return _(
        "Bought: an order or purchase event within {days} days after the case was due, when it is"
        " settled who was answered in time. Share: Wilson interval of the cases that have come due;"
        " difference: Newcombe's interval. Descriptive, not causal: who is answered in time differs"
        " in other ways, too."
    ).format(days=words.number(days))
