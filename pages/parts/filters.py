"""Filters of a list of customers: several values of a column, and part of the id."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from loyalty.rollup import CUSTOMER
from pages import _session as session
from pages._session import _

SIGN = ","  # between the choices in a link


def several(
    label: str, keys: Sequence[str], name: Callable[[str], str], key: str, in_link: bool = False
) -> None:
    """Pills of which any number can be chosen; none chosen means all.

    in_link: the choice stands in the link and survives F5; for keys of ours without commas.
    """
    if in_link and session.picked(key) is None:
        linked = session.linked(key).split(SIGN)
        session.bind(key, [one for one in keys if one in linked])
    st.pills(
        label,
        keys,
        format_func=name,
        selection_mode="multi",
        key=key,
        on_change=_link if in_link else None,
        args=(key,),
        persist_state="session",
        wrap=True,
    )


def _link(key: str) -> None:
    session.link(key, SIGN.join(session.chosen(key)))


def customer_id(key: str) -> None:
    """A part of the customer's id."""
    st.text_input(
        _("Customer id"),
        key=key,
        max_chars=100,
        placeholder=_("contains"),
        persist_state="session",
    )


def kept(table: pd.DataFrame, chosen: dict[str, str], part: str) -> np.ndarray:
    """Which rows have a chosen value in each column and an id that contains the text.

    chosen: column -> key of its `several`. part: key of the `customer_id`.
    """
    keep = np.ones(len(table), dtype=bool)
    for column, key in chosen.items():
        if values := session.picked(key):
            keep &= table[column].isin(values).to_numpy()
    if text := session.picked(part):
        ids = table[CUSTOMER].astype(str)
        keep &= ids.str.contains(text, case=False, regex=False).to_numpy(dtype=bool)
    return keep
