"""The most frequent whole paths as a table."""

from collections.abc import Callable, Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from loyalty.charts.labels import text_width
from loyalty.journey import steps
from loyalty.language import Translate, sentences
from pages._session import _
from pages.parts import words
from pages.parts.journey.paths import choices
from pages.parts.journey.paths import results as path_results

WIDTH = 430  # pixels of the column of paths
LETTER = 13.0  # pixels of a letter of the table that is as wide as it is high
LINE = 0.92 * (WIDTH - 20)  # pixels of a line, which breaks between words
LINES, TALL = 3, 68  # lines of a cell, pixels of a row that has them: lower ones do not break
LOW = 35  # pixels of a row of one line
SHOWN = {LOW: 10, TALL: 7}  # rows that stand at once, the others by scrolling
FIRST = 2  # steps that are spelled out before any in between are left out


def show() -> None:
    """Whole paths, the most frequent first, and how much they cover."""
    st.subheader(_("The most frequent paths"))
    found = path_results.paths()
    frame = _frame(found)
    tall = TALL if any(_width(path) > LINE for path in frame["path"]) else LOW
    st.dataframe(
        frame,
        hide_index=True,
        height=tall * min(len(frame), SHOWN[tall]) + 38,
        row_height=tall,
        column_config=_columns(),
        placeholder="–",
        alt=_("Whole paths with their journeys, shares and median time"),
    )
    st.caption(_explanation(found))


def _frame(found: pd.DataFrame) -> pd.DataFrame:
    by_stage = choices.by_stage()
    return pd.DataFrame(
        {
            "path": [written(steps.label(by_stage), path) for path in found["path"]],
            "steps": found["steps"],
            "journeys": found["journeys"],
            "share": found["share"].round(3),
            "coverage": found["coverage"].round(3),
            "days": found["median_hours"] / 24,
        }
    )


def written(write: Callable[[str, Translate], str], path: Sequence[str]) -> str:
    """A path as it fits into a cell: repeats counted, then steps in its middle left out."""
    told = [(write(name, _), len(list(run))) for name, run in groupby(path)]
    runs = [name if count == 1 else f"{name} ×{words.number(count)}" for name, count in told]
    shortened = " → ".join(runs)
    kept = len(runs) - 1
    while _width(shortened) > LINES * LINE and kept > FIRST:
        kept -= 1
        head, tail = runs[: (kept + 1) // 2], runs[len(runs) - kept // 2 :]
        out = sum(count for _name, count in told[len(head) : len(runs) - len(tail)])
        between = _("… {count} steps …").format(count=words.number(out))
        shortened = " → ".join([*head, between, *tail])
    return shortened


def _width(text: str) -> float:
    return text_width(text, LETTER)


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "path": config.TextColumn(_("Path"), width=WIDTH),
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
        _merged() if choices.merged() else "",
    ]
    return sentences(parts, _)


def _merged() -> str:
    return _("Repeats in a row count as one step; the file variants.csv counts every step.")
