"""Numbers and dates as this session's language writes them."""

import datetime

import streamlit as st

from loyalty import language
from pages import _session as session


def number(value: float | None, digits: int = 0) -> str:
    """A number with grouping."""
    return language.number(value, session.language(), digits)


def percent(value: float | None, digits: int = 0) -> str:
    """A share as per cent."""
    return language.percent(value, session.language(), digits)


def money(value: float | None) -> str:
    """An amount in the currency of the data."""
    found = session.dataset()
    return language.money(value, session.language(), found.meta.get("currency") if found else None)


def compact(value: float | None) -> str:
    """A number short enough for a tile: 8.3M, 830万."""
    return language.compact(value, session.language())


def moment(value: datetime.datetime) -> str:
    """A point in time in UTC, in the time zone of the browser."""
    return language.moment(value, session.language(), st.context.timezone)


def day(value: datetime.date) -> str:
    """A date."""
    return language.day(value, session.language())
