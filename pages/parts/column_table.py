"""The table of a file's columns: what each is taken for, why, and the place to change it."""

from typing import Any

import streamlit as st

from loyalty.ingest import Inspection
from loyalty.ingest.mapping import offered
from loyalty.ingest.matching import ATTRIBUTE
from loyalty.language import mark
from loyalty.schema import TABLES
from pages import _session as session
from pages._session import _

LEAVE = "leave"
LABELS = {
    ATTRIBUTE: mark("Keep as an attribute"),
    LEAVE: mark("Leave out"),
    "nps": mark("NPS answer"),
    "csat": mark("CSAT answer"),
    "ces": mark("CES answer"),
    "brand_identity": mark("Brand identity answer"),
    "relative_attitude": mark("Relative attitude answer"),
    "cognitive": mark("Cognitive stage answer"),
    "affective": mark("Affective stage answer"),
    "conative": mark("Conative stage answer"),
    "action": mark("Action stage answer"),
    "time": mark("Time of the answers"),
}
EXAMPLES = 3


def show(file_id: str, seen: Inspection) -> None:
    """The columns in file order; the second one can be edited."""
    st.caption(_("Change what a column is taken for where it is not right."))
    rows = [
        {
            "column": match.column,
            "field": match.field or LEAVE,
            "examples": examples(seen, place),
            "reason": _(match.reason),
        }
        for place, match in enumerate(seen.proposal)
    ]
    key = f"{file_id}_columns_{session.language()}_{hash(seen.proposal)}"
    st.data_editor(
        rows,
        key=key,
        hide_index=True,
        disabled=("column", "examples", "reason"),
        column_config=_columns(seen),
        height=min(35 * (len(rows) + 1) + 3, 423),
        alt=_("The columns of the file"),
        on_change=_take,
        args=(file_id, key, [(match.column, match.field) for match in seen.proposal]),
    )


def _columns(seen: Inspection) -> dict[str, Any]:
    config = st.column_config
    return {
        "column": config.TextColumn(_("Column"), pinned=True, width=150),
        "field": config.SelectboxColumn(
            _("Taken as"),
            options=[LEAVE, *offered(seen.table)],
            format_func=lambda field: label(field, seen.table),
            required=True,
            width=170,
        ),
        "examples": config.TextColumn(_("First values"), width=190),
        "reason": config.TextColumn(_("Why"), width="large"),
    }


def _take(file_id: str, key: str, proposal: list[tuple[str, str]]) -> None:
    """Keep an edit for the file; the table is drawn anew from it."""
    edited = {int(row): cells for row, cells in session.chosen(key)["edited_rows"].items()}
    fields = {
        column: edited.get(place, {}).get("field", field)
        for place, (column, field) in enumerate(proposal)
    }
    mapping = {column: "" if field == LEAVE else field for column, field in fields.items()}
    session.file_choices(file_id)["mapping"] = mapping


def remembered(seen: Inspection) -> dict[str, str] | None:
    """How the columns of this header were matched before, in this browser's workspaces."""
    return session.once(f"header {seen.header_signature}", lambda: _recall(seen.header_signature))


def remember(signature: str, mapping: dict[str, str]) -> None:
    """Keep a mapping in the open workspace for the next file with the same header."""
    found = session.workspace()
    if found:
        session.attempt(lambda: found.remember(signature, mapping))


def label(field: str, kind: str) -> str:
    """A field of a kind of table as people say it."""
    table = "customers" if kind == "wide" else kind
    known = {one.name: one.label for one in TABLES[table].fields}
    return _(known.get(field) or LABELS.get(field, field))


def _recall(signature: str) -> dict[str, str]:
    opened = session.workspace()
    mine = [info.id for info in session.store().list(session.owner()) if info.usable]
    for found in dict.fromkeys([*([opened.id] if opened else []), *mine]):
        mapping = session.store().open(found).remembered(signature)
        if mapping:
            return mapping
    return {}


def examples(seen: Inspection, place: int) -> str:
    """The first values of a column, each once."""
    values = dict.fromkeys(row[place] for row in seen.preview if row[place])
    return " | ".join(list(values)[:EXAMPLES])
