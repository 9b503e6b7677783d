"""Shares and hours rounded to the precision every journey table states, and hours in words."""

import pandas as pd

from loyalty.language import Translate, number

SHARE_DIGITS = 6
HOUR_DIGITS = 4
FEELING_DIGITS = 4
HOURS_UNTIL = 48  # from which days are written
HOUR = 3_600_000_000  # microseconds


def shares(part: pd.Series, whole: pd.Series) -> pd.Series:
    """`part` / `whole` rounded to 0.000001; missing where `whole` is 0."""
    known = whole.where(whole > 0).astype("float64")
    return (part.astype("float64") / known).round(SHARE_DIGITS)


def hours(microseconds: pd.Series) -> pd.Series:
    """Microseconds as hours, rounded to 0.0001."""
    return (microseconds.astype("float64") / HOUR).round(HOUR_DIGITS)


def duration(hours: float, _: Translate = str) -> str:
    """Hours in the unit that people would use; an en dash when missing."""
    if hours != hours:
        return "–"
    if hours < 1:
        count = number(hours * 60)
        return _("1 minute") if count == "1" else _("{count} minutes").format(count=count)
    if hours < HOURS_UNTIL:
        count = number(hours, digits=1)
        return _("1 hour") if count == "1" else _("{count} hours").format(count=count)
    return _("{count} days").format(count=number(hours / 24, digits=0 if hours >= 240 else 1))
