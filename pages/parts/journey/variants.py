"""The most frequent whole paths as a table."""

import pandas as pd
import streamlit as st

from loyalty.journey import path_words
from loyalty.language import sentences
from pages._session import _
from pages.parts import words
from pages.parts.journey import path_choices, path_results

SPELLED = 15  # steps of a path written into a cell
ROWS = 395  # pixels: ten rows, the others by scrolling


def show() -> None:
    """Whole paths, the most frequent first, and how much they cover."""
    st.subheader(_("The most frequent paths"))
    found = path_results.paths()
    st.dataframe(
        _frame(found),
        hide_index=True,
        height=ROWS if len(found) > 10 else "auto",
        column_config=_columns(),
        placeholder="–",
        alt=_("Whole paths with their journeys, shares and median time"),
    )
    st.caption(_explanation(found))


def _frame(found: pd.DataFrame) -> pd.DataFrame:
    by_stage = path_choices.by_stage()
    return pd.DataFrame(
        {
            "path": [path_words.written(path, by_stage, _, SPELLED) for path in found["path"]],
            "steps": found["steps"],
            "journeys": found["journeys"],
            "share": found["share"].round(3),
            "coverage": found["coverage"].round(3),
            "days": found["median_hours"] / 24,
        }
    )


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "path": config.TextColumn(_("Path"), width=425),
        "steps": config.NumberColumn(_("Steps"), format="localized", width=60),
        "journeys": config.NumberColumn(_("Journeys"), format="localized", width=75),
        "share": config.NumberColumn(_("Share"), format="percent", width=70),
        "coverage": config.NumberColumn(
            _("Covered"), format="percent", width=75, help=_("Share of this path and all above it.")
        ),
        "days": config.NumberColumn(
            _("Median days"),
            format="%.1f",
            help=_("From the first event of a journey to its last."),
        ),
    }


def _explanation(found: pd.DataFrame) -> str:
    shown = _("Shown: the {shown} most frequent paths; they cover {share} of {total} journeys.")
    covered = found["coverage"].iloc[-1]
    parts = [
        shown.format(
            shown=words.number(len(found)),
            share=words.percent(covered),
            total=words.number(path_results.journeys()),
        ),
        _("Repeats in a row count as one step.") if path_choices.merged() else "",
    ]
    return sentences(parts, _)
