"""The table of indicators: choose, weigh, read what each means and why one is unavailable."""

import pandas as pd
import streamlit as st

from loyalty import labels, scoring, weights
from loyalty.indicators import CATALOGUE
from pages import _results as results
from pages import _session as session
from pages._session import _

KEY = "indicator_edits"


def show() -> None:
    """One row per indicator; a changed weight goes into the draft at once."""
    st.subheader(_("Indicators"))
    frame = _frame()
    st.data_editor(
        frame,
        key=_editor_key(),
        hide_index=True,
        disabled=[name for name in frame.columns if name != "weight"],
        on_change=_set_weights,
        column_config=_columns(),
        placeholder="–",
        alt=_("Indicators with their weights and meanings"),
    )
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
            " 95th percentile, learned once and kept. A missing value is left out and its weight"
            " shared among the customer's other indicators."
        )
    )


def _editor_key() -> str:
    """A new editor for every version of the draft, so that undo shows at once."""
    return f"{KEY}_{session.state().version}_{session.language()}"


def _frame() -> pd.DataFrame:
    study, found, known = session.study(), results.base(), results.with_value()
    effective = weights.effective(study, results.scores().keys)
    rows = [
        {
            "indicator": labels.indicator(one.key, _),
            "family": labels.family(one.family, _),
            "weight": study.indicator_weights.get(one.key, 0.0),
            "share": effective.get(one.key, 0.0),
            "customers": known[one.key],
            "low": study.scale[one.key].low if one.key in study.scale else None,
            "high": study.scale[one.key].high if one.key in study.scale else None,
            "unit": _(one.unit),
            "note": _note(one.key, found.unavailable) or _(one.meaning),
        }
        for one in CATALOGUE
    ]
    return pd.DataFrame(rows)


def _note(key: str, unavailable: dict[str, str]) -> str:
    if key not in unavailable:
        return ""
    return _("Unavailable: {reason}.").format(reason=_(unavailable[key]))


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "indicator": config.TextColumn(_("Indicator"), pinned=True),
        "family": config.TextColumn(_("Family")),
        "weight": config.NumberColumn(_("Weight"), min_value=0, max_value=100, step=0.1),
        "share": config.ProgressColumn(
            _("Counts"), format="percent", min_value=0, max_value=1, width="small"
        ),
        "customers": config.NumberColumn(_("Customers with a value"), format="localized"),
        "low": config.NumberColumn(_("Scale from"), format="%.4g"),
        "high": config.NumberColumn(_("Scale to"), format="%.4g"),
        "unit": config.TextColumn(_("Unit")),
        "note": config.TextColumn(_("Meaning"), width="large"),
    }


def _learn() -> None:
    session.change(scale=scoring.learn(results.base().customers))


def _set_weights() -> None:
    edits = session.chosen(_editor_key())["edited_rows"]
    changed = {CATALOGUE[int(row)].key: edit.get("weight") or 0.0 for row, edit in edits.items()}
    before = session.study().indicator_weights
    session.change(indicator_weights=before | changed, preset="own")
