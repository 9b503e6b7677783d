"""How files are read: the rules for orders, the fields of each table, and the limits."""

import pandas as pd
import streamlit as st

from loyalty.ingest import limits
from loyalty.ingest.fold import RULES
from loyalty.schema import TABLES, Table
from pages._session import _
from pages.parts import words

NAMES_SHOWN = 6


def show() -> None:
    """Two expanders: the rules, and what each table can hold."""
    with st.expander(_("How rows become orders, and other rules"), icon=":material/rule:"):
        st.markdown("\n".join(f"- {_(rule)}" for rule in RULES))
        st.markdown(f"- {_limits()}")
    fields = st.expander(
        _("What a file can hold"), icon=":material/view_column:", key="fields", on_change="rerun"
    )
    if fields.open:
        with fields:
            _fields()


def _limits() -> str:
    return _(
        "A file may have up to {size} MB, {rows} rows, {columns} columns and {cells} cells. CSV "
        "and other delimited text, XLSX and Parquet are read."
    ).format(
        size=limits.MAX_FILE // 1024**2,
        rows=words.number(limits.MAX_ROWS),
        columns=words.number(limits.MAX_COLUMNS),
        cells=words.number(limits.MAX_CELLS),
    )


def _fields() -> None:
    st.caption(
        _(
            "Columns are found by these names, in English or Chinese; any other name can be "
            "matched by hand. A customer table keeps every other column as an attribute, and its "
            "NPS, CSAT and CES columns become answers."
        )
    )
    for table in TABLES.values():
        st.markdown(f"**{_(table.label)}**")
        st.dataframe(_frame(table), hide_index=True, alt=_(table.label))


def _frame(table: Table) -> pd.DataFrame:
    needed = {True: _("needed"), False: ""}
    return pd.DataFrame(
        {
            _("Field"): [_(field.label) for field in table.fields],
            _("Needed"): [needed[field.required] for field in table.fields],
            _("Names, for example"): [", ".join(_some(field.synonyms)) for field in table.fields],
        }
    )


def _some(names: tuple[str, ...]) -> list[str]:
    """Names of both languages."""
    english = [name for name in names if name.isascii()]
    chinese = [name for name in names if not name.isascii()]
    return [*english[:NAMES_SHOWN], *chinese[:NAMES_SHOWN]]
