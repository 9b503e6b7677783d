"""What stands in the cells of the page's tables: intervals, and numbers with their sign."""

from collections.abc import Callable

import pandas as pd


def interval(low: pd.Series, high: pd.Series, write: Callable[[float], str]) -> list[str | None]:
    """Both ends of each row as `write` tells them; None where one is unknown."""
    ends = zip(low, high, strict=True)
    return [None if a != a or b != b else f"{write(a)} … {write(b)}" for a, b in ends]


def decimals(digits: int) -> Callable[[float], str]:
    """Writes a number with grouping, this many decimals and a true minus sign."""
    return lambda value: f"{value:,.{digits}f}".replace("-", "−")
