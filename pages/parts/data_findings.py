"""What reading found: rejected rows, changed values and assumptions, with a file to take away."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from loyalty import exports, outputs
from loyalty.language import listed, mark
from loyalty.problems import Problem
from loyalty.store import Dataset
from pages import _session as session
from pages._session import _
from pages.parts import words

KINDS = {
    "rejected": mark("Left out"),
    "coerced": mark("Changed"),
    "assumed": mark("Assumed"),
    "note": mark("Note"),
}


def show(found: Dataset) -> None:
    """A sentence, a filter, the list and its export."""
    st.subheader(_("What reading found"))
    if not found.problems:
        st.caption(_("Nothing to report: every row was read as it stands."))
        return
    st.markdown(summary(found.problems))
    shown = _filtered(found.problems)
    _table(shown)
    st.download_button(
        _("Download this list (CSV)"),
        data=lambda: exports.spreadsheet(outputs.problem_table(shown, _)),
        file_name=session.file_name("findings", "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _filtered(problems: Sequence[Problem]) -> list[Problem]:
    """The findings of the chosen kinds, the gravest and largest first."""
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in problems)]
    st.pills(
        _("Show"),
        kinds,
        format_func=lambda kind: _(KINDS[kind]),
        selection_mode="multi",
        key="finding_kinds",
        label_visibility="collapsed",
    )
    chosen = session.picked("finding_kinds") or kinds
    shown = [one for one in problems if one.kind in chosen]
    return sorted(shown, key=lambda one: (list(KINDS).index(one.kind), -one.count))


def summary(problems: Sequence[Problem]) -> str:
    """How much was left out, changed and assumed."""
    left = sum(one.count for one in problems if one.kind == "rejected")
    changed = sum(one.kind == "coerced" for one in problems)
    assumed = sum(one.kind == "assumed" for one in problems)
    parts = [
        _("{count} rows were left out").format(count=words.number(left))
        if left
        else _("Every row was used"),
        _("{count} changes were made").format(count=words.number(changed)) if changed else "",
        _("{count} assumptions were made").format(count=words.number(assumed)) if assumed else "",
    ]
    return listed([part for part in parts if part], _)


def _table(problems: Sequence[Problem]) -> None:
    table = outputs.problem_table(problems, _)
    frame = pd.DataFrame(
        {
            "kind": [_(KINDS[kind]) for kind in table["kind"]],
            "text": table["text"],
            "count": table["count"],
            "column": table["column"],
            "rows": table["rows"],
            "examples": table["examples"],
            "file": table["file"],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        column_config=_columns(),
        height=min(35 * (len(frame) + 1) + 3, 353),
        alt=_("What reading found"),
    )


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "kind": config.TextColumn(_("Kind"), width="small", pinned=True),
        "text": config.TextColumn(_("What"), width=400),
        "count": config.NumberColumn(_("Count"), format="localized", width="small"),
        "column": config.TextColumn(_("Column"), width=110),
        "rows": config.TextColumn(_("Rows (first 20)"), width=110),
        "examples": config.TextColumn(_("Examples"), width="medium"),
        "file": config.TextColumn(_("File"), width="small"),
    }
