"""Shares and hours rounded to the precision every journey table states."""

import pandas as pd

SHARE_DIGITS = 6
HOUR_DIGITS = 4
FEELING_DIGITS = 4
HOUR = 3_600_000_000  # microseconds


def shares(part: pd.Series, whole: pd.Series) -> pd.Series:
    """`part` / `whole` rounded to 0.000001; missing where `whole` is 0."""
    known = whole.where(whole > 0).astype("float64")
    return (part.astype("float64") / known).round(SHARE_DIGITS)


def hours(microseconds: pd.Series) -> pd.Series:
    """Microseconds as hours, rounded to 0.0001."""
    return (microseconds.astype("float64") / HOUR).round(HOUR_DIGITS)
