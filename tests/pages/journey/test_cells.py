"""Intervals in cells: both ends or nothing, a true minus."""

import pandas as pd

from pages.parts.journey.cells import decimals, interval


def test_an_interval_has_both_ends_or_is_not_told():
    low, high = pd.Series([-1.25, None, 1.0]), pd.Series([1234.5, 2.0, None])
    assert interval(low, high, decimals(1)) == ["−1.2 … 1,234.5", None, None]
