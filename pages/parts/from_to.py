"""Who moves from where to where, as a table: of segments and of levels."""

import pandas as pd
import streamlit as st

from loyalty.labels import Name
from pages._session import _
from pages.parts import words


def table(moved: pd.DataFrame, name: Name, alt: str) -> None:
    """One row per move, the largest first; `name` gives what people read for a key."""
    rows = moved.sort_values("customers", ascending=False, kind="stable")
    config = st.column_config
    st.dataframe(
        rows.assign(
            source=[name(key, _) for key in rows["source"]],
            target=[name(key, _) for key in rows["target"]],
            spend=rows["spend"].round(),
        ),
        hide_index=True,
        column_config={
            "source": config.TextColumn(_("From")),
            "target": config.TextColumn(_("To")),
            "customers": config.NumberColumn(_("Customers"), format="localized"),
            "spend": config.NumberColumn(words.in_currency(_("Their spend")), format="localized"),
        },
        alt=alt,
    )
