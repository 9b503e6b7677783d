"""The table of indicators: choose, weigh, read what each means and why one is unavailable."""

import pandas as pd
import streamlit as st

from loyalty import labels, scoring, weights
from loyalty.charts.labels import text_width
from loyalty.indicators import CATALOGUE
from loyalty.indicators.base import Indicator
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.weights import by_hand, constant_indicators
from pages.parts.weights.units import unit

KEY = "indicator_edits"


def show() -> None:
    """One row per indicator; a changed weight goes into the draft at once."""
    st.subheader(_("Indicators"))
    frame = _frame()
    st.data_editor(
        frame,
        key=_editor_key(),
        hide_index=True,
        height="content",
        disabled=[name for name in frame.columns if name != "weight"],
        on_change=_set_weights,
        column_config=_columns(frame["scale"]),
        placeholder="–",
        alt=_("Indicators with their weights and scales"),
    )
    constant_indicators.show()
    _meanings()
    st.button(
        _("Learn the scale anew from these customers"),
        icon=":material/straighten:",
        type="tertiary",
        on_click=_learn,
        help=_("Scores before and after can then no longer be compared. Undo brings it back."),
    )
    st.caption(
        _(
            "Weight: within its family; 0 leaves the indicator out. Scale: from the 5th to the"
            " 95th percentile (lowest to highest where nearly all share one value), learned once"
            " and kept. A missing value is left out and its weight"
            " shared among the customer's other indicators."
        )
    )


def _editor_key() -> str:
    """A new editor for every version of the draft, so that undo shows at once."""
    return f"{KEY}_{session.state().version}_{session.language()}"


def _frame() -> pd.DataFrame:
    study, known = session.study(), results.with_value()
    effective = weights.effective(study, results.scores().keys)
    rows = [
        {
            "indicator": labels.indicator(one.key, _),
            "family": labels.family(one.family, _),
            "weight": study.indicator_weights.get(one.key, 0.0),
            "share": 100 * effective.get(one.key, 0.0),
            "customers": known[one.key],
            "scale": _scale(one),
        }
        for one in CATALOGUE
    ]
    return pd.DataFrame(rows)


def _scale(one: Indicator) -> str:
    """From the value that scores 0 to the one that scores 100, with the unit."""
    caps = session.study().scale.get(one.key)
    if caps is None:
        return ""
    ends = (caps.low, caps.high) if one.better == "high" else (caps.high, caps.low)
    low, high = (words.number(end, max(1, one.digits)) for end in ends)
    return _("{low} → {high} {unit}").format(low=low, high=high, unit=unit(one))


def _meanings() -> None:
    """What each indicator is, or why these data do not have it."""
    reasons = results.base().unavailable
    rows = [
        {
            _("Indicator"): f"**{labels.indicator(one.key, _)}**",
            _("Meaning"): _(one.meaning),
            _("Unit"): unit(one),
            _("Unavailable because"): _(reasons[one.key]) if one.key in reasons else "",
        }
        for one in CATALOGUE
    ]
    with st.expander(
        _("What the indicators mean ({count} unavailable)").format(count=len(reasons))
    ):
        frame = pd.DataFrame(rows)
        if not reasons:
            frame = frame.drop(columns=_("Unavailable because"))
        st.table(frame, border="horizontal", hide_index=True, alt=_("Indicators with meanings"))


def _columns(scales: pd.Series) -> dict[str, object]:
    config = st.column_config
    widest = max([165, *(round(text_width(text, 14)) + 24 for text in scales)])
    return {
        "indicator": config.TextColumn(_("Indicator"), pinned=True, width=265),
        "family": config.TextColumn(_("Family"), width=135),
        "weight": config.NumberColumn(_("Weight"), min_value=0, max_value=100, step=0.1, width=85),
        "share": config.NumberColumn(
            _("Counts"), format="%.1f%%", width=75, help=_("Share of the index in the end")
        ),
        "customers": config.NumberColumn(
            _("Customers"), format="localized", width=90, help=_("Customers with a value")
        ),
        "scale": config.TextColumn(
            _("Scale"), width=widest, help=_("The values that score 0 and 100 points")
        ),
    }


def _learn() -> None:
    session.change(scale=scoring.learn(results.base().customers))


def _set_weights() -> None:
    edits = session.chosen(_editor_key())["edited_rows"]
    changed = {CATALOGUE[int(row)].key: edit.get("weight") or 0.0 for row, edit in edits.items()}
    before = session.study().indicator_weights
    by_hand.change(indicator_weights=before | changed, preset="own")
