"""The nearest value in which a column lies within a box."""

from collections.abc import Iterable
from datetime import date
from math import ceil, floor, inf, isfinite
from typing import Any

import pandas as pd

from loyalty.segmentation.axes import Axis, Span, number_of
from loyalty.segmentation.domains import Domain, domain

FINEST = 6


def closest(axis: Axis, atoms: int, value: Any, texts: Iterable[str]) -> Any:
    """The value nearest to `value` in one of the atoms; None when there is none to be named.

    Beyond a limit that does not count itself it goes one further: by 1 for whole numbers and days,
    else by the last decimal that the value or the limit has. A value cannot become missing.
    A missing value becomes the least demanding one.

    Args:
        axis: the column in atoms.
        atoms: where the value has to lie.
        value: as it stands in the customer frame.
        texts: the texts that the column may hold.
    """
    if axis.kind == "text":
        wanted = [text for text in (*axis.cuts, *texts) if axis.atom(text) & atoms]
        return wanted[0] if wanted else None
    spans = axis.spans(atoms)
    if not spans:
        return None
    allowed = Domain(whole=True) if axis.kind == "day" else domain(axis.column)
    number = _start(spans) if pd.isna(value) else number_of(value)
    found = _nearest(spans, number, allowed)
    return date.fromordinal(int(found)) if axis.kind == "day" else found


def _start(spans: list[Span]) -> float:
    """Where a missing value is looked for from: the side on which the spans end."""
    if spans[-1][1] < inf:
        return inf
    return -inf if spans[0][0] > -inf or spans[0][1] == inf else spans[0][1]


def _nearest(spans: list[Span], number: float, allowed: Domain) -> float:
    if not isfinite(number):
        return _within(spans[-1 if number > 0 else 0], number, allowed)
    tried = [_within(span, number, allowed) for span in spans]
    return min(tried, key=lambda one: abs(one - number))


def _within(span: Span, number: float, allowed: Domain) -> float:
    """The value of one atom that is nearest to a number outside it."""
    low, high = span
    if low == high:
        return low
    if low == -inf and high == inf:
        return max(0.0, allowed.low)
    if allowed.whole:
        beside = floor(low) + 1.0 if number <= low else ceil(high) - 1.0
        return min(max(beside, allowed.low), allowed.high)
    step = 10.0 ** -max(map(_decimals, (low, high, number)))
    beyond = round(low + step if number <= low else high - step, FINEST)
    if low < beyond < high and allowed.has(beyond):
        return beyond
    first, last = max(low, allowed.low), min(high, allowed.high)
    return first + (last - first) / 2


def _decimals(number: float) -> int:
    """How many decimals a number is written with, at most `FINEST`."""
    if not isfinite(number):
        return 0
    return len(f"{number:.{FINEST}f}".rstrip("0").partition(".")[2])
