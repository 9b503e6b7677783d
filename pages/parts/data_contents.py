"""What the workspace holds: the answer in a sentence, then one line per table."""

from typing import Any

import pandas as pd
import streamlit as st

from loyalty.contents import contents
from loyalty.schema import TABLES
from loyalty.store import Dataset
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape


def show(found: Dataset) -> None:
    """Headline, where the data come from, and the tables."""
    held = session.cached("contents", lambda: contents(session.tables()))
    st.title(escape(headline(held)))
    notes = [escape(_(str(found.meta.get("source") or ""))), *_marks(found.meta)]
    st.caption(" · ".join(note for note in notes if note))
    st.dataframe(
        held.assign(table=[_(TABLES[name].label) for name in held["table"]]),
        hide_index=True,
        column_config=_columns(),
        placeholder="–",
        alt=_("The tables of this workspace"),
    )
    st.page_link("start.py", label=_("See how loyal they are"), icon=":material/arrow_forward:")


def headline(held: pd.DataFrame) -> str:
    """The most telling table in words: 18,536 orders of 4,372 customers, from ... to ..."""
    row = held.iloc[0]
    kind = TABLES[row["table"]]
    label = _(kind.label).lower()
    count = words.number(row["rows"] - (0 if pd.isna(row["returns"]) else row["returns"]))
    if pd.isna(row["customers"]):
        return _("{count} {table}").format(count=count, table=label)
    customers = words.number(row["customers"])
    if row["table"] == "customers":
        return _("{count} customers").format(count=count)
    what = _("{count} {table} of {customers} customers")
    said = what.format(count=count, table=label, customers=customers)
    if pd.isna(row["first"]):
        return said
    first, last = words.day(row["first"].date()), words.day(row["last"].date())
    return _("{what}, from {first} to {last}").format(what=said, first=first, last=last)


def _marks(meta: dict[str, Any]) -> list[str]:
    currency = meta.get("currency")
    marks = [_("amounts in {currency}").format(currency=escape(currency))] if currency else []
    return [_("invented data"), *marks] if meta.get("synthetic") else marks


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "table": config.TextColumn(_("Table"), pinned=True),
        "rows": config.NumberColumn(_("Rows"), format="localized"),
        "returns": config.NumberColumn(_("Of these returns"), format="localized"),
        "customers": config.NumberColumn(_("Customers"), format="localized"),
        "first": config.DatetimeColumn(_("First"), format="YYYY-MM-DD"),
        "last": config.DatetimeColumn(_("Last"), format="YYYY-MM-DD"),
    }
