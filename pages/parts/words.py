"""Numbers and dates as this session's language writes them."""

import datetime
from typing import Any

import streamlit as st

from loyalty import language
from pages import _session as session
from pages._session import _

IN_FULL = 92  # pixels of a column of amounts such as -1,234,567


def number(value: float | None, digits: int = 0) -> str:
    """A number with grouping."""
    return language.number(value, session.language(), digits)


def mean(value: float | None) -> str:
    """A mean index, always with one decimal."""
    return language.fixed(value, session.language(), 1)


def percent(value: float | None, digits: int = 0) -> str:
    """A share as per cent."""
    return language.percent(value, session.language(), digits)


def currency() -> str | None:
    """The code of the currency of the data, where they tell it."""
    found = session.dataset()
    return found.meta.get("currency") if found else None


def money(value: float | None) -> str:
    """An amount in the currency of the data."""
    return language.money(value, session.language(), currency())


def in_currency(label: str) -> str:
    """The name of a column or control of amounts, with the currency where it is known."""
    code = currency()
    return _("{label} ({unit})").format(label=label, unit=code) if code else label


def compact(value: float | None) -> str:
    """A number short enough for a tile: 8.3M, 830万."""
    return language.compact(value, session.language())


def amount(value: float | None) -> str:
    """A short amount in the currency of the data: CNY 8.3M."""
    code, text = currency(), compact(value)
    return f"{code} {text}" if code and text != "–" else text


def short(width: int, in_full: int = IN_FULL) -> dict[str, Any]:
    """How a table's column of short numbers is set: written like `compact`, `width` pixels wide.

    Browsers shorten numbers in tables in their own language: where that is not the one shown, the
    numbers stand in full, at least `in_full` pixels wide.
    """
    if language.choose(st.context.locale) == session.language():
        return {"format": "compact", "width": width}
    return {"format": "%,.0f", "width": max(width, in_full)}


def amounts() -> str:
    """The sentence that says what amounts are in; empty where the currency is not known."""
    code = currency()
    return _("Amounts in {currency}.").format(currency=code) if code else ""


def moment(value: datetime.datetime) -> str:
    """A point in time in UTC, in the time zone of the browser."""
    return language.moment(value, session.language(), st.context.timezone)


def day(value: datetime.date) -> str:
    """A date."""
    return language.day(value, session.language())
