"""The set of weights of each group: taken from a starting point, or edited family by family."""

import pandas as pd
import streamlit as st

from loyalty import labels, weights
from loyalty.charts.labels import text_width
from loyalty.indicators import FAMILIES
from loyalty.study import Study, WeightSet
from loyalty.weights.family_shares import family_shares, with_family
from loyalty.weights.group_results import Members
from pages import _session as session
from pages._session import _
from pages.parts.weights import group_names, group_outcome, starting_points

STUDY, OWN = "study", "own"
WIDTHS = {
    "purchase": 98,
    "usage": 80,
    "recommendation": 158,
    "emotion": 98,
    "relationship": 124,
}  # pixels: what the English names need
TABLE, START, LEAST = 818, 135, 80
STARTS = weights.LIFE_STAGES | starting_points.ALL


def show(found: Members) -> None:
    """One row a group; an edit goes into the draft at once."""
    st.data_editor(
        _frame(found),
        key=_editor_key(),
        hide_index=True,
        disabled=["group"],
        on_change=_edit,
        column_config=_columns(),
        placeholder="–",
        alt=_("Weights of the families in each group"),
    )
    st.caption(
        _(
            "Change a family's share: the others of the group give way in proportion, and the"
            " indicators within a family keep theirs. What the data cannot give is shared among"
            " the rest. Customers of any other value, or of none, have the study's own weights."
        )
    )
    _sources()


def _editor_key() -> str:
    """A new editor for every version of the draft, so that undo shows at once."""
    return f"group_sets_{session.state().version}_{session.language()}"


def _frame(found: Members) -> pd.DataFrame:
    study = session.study()
    return pd.DataFrame(
        [
            {"group": group_names.name(value), "start": _start(study, value)}
            | _percents(_weights_of(study, value))
            for value in found.values
        ]
    )


def _percents(chosen: WeightSet) -> dict[str, float]:
    shares = family_shares(chosen.family_weights)
    return {key: round(100 * share, 1) for key, share in shares.items()}


def _weights_of(study: Study, value: str) -> WeightSet:
    own = WeightSet(family_weights=study.family_weights, indicator_weights=study.indicator_weights)
    return study.group_weights.get(value, own)


def _start(study: Study, value: str) -> str:
    """Where the set of a group comes from, as a key of the column of starting points."""
    if value not in study.group_weights:
        return STUDY
    return starting_points.matching(study.group_weights[value], STARTS) or OWN


def _edit() -> None:
    edits = session.chosen(_editor_key())["edited_rows"]
    values = group_outcome.members().values
    study = session.study()
    for row, edit in edits.items():
        study = _edited(study, values[int(row)], edit)
    session.change(group_weights=study.group_weights)


def _edited(study: Study, value: str, edit: dict[str, object]) -> Study:
    sets = dict(study.group_weights)
    start = edit.get("start")
    if start == STUDY:
        sets.pop(value, None)
    elif start in STARTS:
        sets[value] = starting_points.set_of(STARTS[start])
    for family in FAMILIES:
        if family in edit:
            now = _weights_of(study.model_copy(update={"group_weights": sets}), value)
            sets[value] = with_family(now, family, (edit[family] or 0) / 100)
    return study.model_copy(update={"group_weights": sets})


def _columns() -> dict[str, object]:
    config = st.column_config
    names = {key: _(one.label) for key, one in STARTS.items()}
    names |= {key: labels.segment(key, _) for key in weights.LIFE_STAGES}
    names |= {STUDY: _("The study's own"), OWN: _("Edited here")}
    share = {"min_value": 0, "max_value": 100, "step": 0.1, "format": "%.0f%%"}
    widths = {key: _width(key) for key in FAMILIES}
    families = {
        key: config.NumberColumn(labels.family(key, _), width=widths[key], **share)
        for key in FAMILIES
    }
    return {
        "group": config.TextColumn(
            _("Group"), pinned=True, width=TABLE - START - sum(widths.values())
        ),
        "start": config.SelectboxColumn(
            _("Weights from"),
            options=[STUDY, *STARTS, OWN],
            format_func=lambda key: names.get(key, key),
            required=True,
            width=START,
        ),
        **families,
    }


def _width(family: str) -> int:
    """Pixels: what the name of a family needs in the language of the page."""
    return max(LEAST, min(WIDTHS[family], round(text_width(labels.family(family, _), 14)) + 50))


def _sources() -> None:
    """Source and caveat of each starting point in use."""
    study = session.study()
    used = dict.fromkeys(_start(study, value) for value in study.group_weights)
    rows = [
        {
            _("Starting point"): f"**{_(STARTS[key].label)}**",
            _("Source and caveat"): _(STARTS[key].caveat),
        }
        for key in used
        if key in STARTS
    ]
    if rows:
        with st.expander(_("What these starting points rest on")):
            st.table(
                pd.DataFrame(rows),
                border="horizontal",
                hide_index=True,
                alt=_("Starting points with source and caveat"),
            )
